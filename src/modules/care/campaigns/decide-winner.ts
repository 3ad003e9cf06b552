import { sql } from 'kysely';
import { z } from 'zod';
import { recordAudit } from '../../../kernel/audit.ts';
import { id } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { job } from '../../../kernel/jobs/jobs.ts';
import { premises } from '../../workspaces/index.ts';
import { betterVersion, type Seen } from '../rules/better-version.ts';
import { wake } from '../sending/sendings.ts';
import type { AbRule } from './contract.ts';

/** The test's time is over: whoever waited gets the better version. */
export const decideJob = job('care.decide', z.object({ sendingId: id }), decide);

/** While mails of the test have still to go out: quiet hours, a pause. */
const LOOK_AGAIN_MS = 15 * 60_000;

interface Testing {
  id: string;
  channel_id: string;
  ab: AbRule;
  b: string;
  version: number;
  state: string;
}

async function decide(ctx: Ctx, { sendingId }: { sendingId: string }): Promise<void> {
  const { rows } = await sql<Testing>`
    select c.id, c.channel_id, c.ab, t.id as b, t.version, d.state from care_sendings d
    join care_campaigns c on c.workspace_id = d.workspace_id and c.id = d.sender_id
    join care_templates t on t.workspace_id = c.workspace_id and t.id = c.template_b_id
    where d.workspace_id = ${ctx.workspace.id} and d.id = ${sendingId} and d.state in ('freezing', 'open', 'paused') for update of d`.execute(
    ctx.db,
  );
  const [campaign] = rows;
  if (!campaign || campaign.ab.rule !== 'winner') return;
  const later = await endOfTest(ctx, sendingId, campaign.state, campaign.ab.hours);
  if (later && later > ctx.now) return premises().jobs.enqueue(ctx, decideJob, { sendingId }, { startAfter: later });
  const seen = await seenOf(ctx, sendingId, campaign.ab.by);
  const winner = betterVersion(seen.A, seen.B);
  await sql`
    update care_messages set due_at = ${ctx.now}, variant = ${`rest ${winner}`},
      template_id = case when ${winner === 'B'} then ${campaign.b}::uuid else template_id end,
      template_version = case when ${winner === 'B'} then ${campaign.version}::int else template_version end
    where workspace_id = ${ctx.workspace.id} and sending_id = ${sendingId} and state = 'planned' and due_at is null`.execute(
    ctx.db,
  );
  await wake(ctx, campaign.channel_id);
  await recordAudit(ctx, {
    action: 'campaign.decided',
    entity: 'campaign',
    entityId: campaign.id,
    detail: { winner, ...seen },
  });
}

/** So many hours after the last of the test went out; until that is known, soon. Null: nothing of it went out at all. */
async function endOfTest(ctx: Ctx, sendingId: string, state: string, hours: number): Promise<Date | null> {
  const { rows } = await sql<{ waiting: boolean; last: Date | null }>`
    select count(*) filter (where state in ('planned', 'sending')) > 0 as waiting, max(sent_at) as last from care_messages
    where workspace_id = ${ctx.workspace.id} and sending_id = ${sendingId} and variant in ('A', 'B')`.execute(ctx.db);
  const [found] = rows;
  if (state === 'freezing' || found?.waiting) return new Date(ctx.now.getTime() + LOOK_AGAIN_MS);
  return found?.last ? new Date(found.last.getTime() + hours * 3_600_000) : null;
}

async function seenOf(ctx: Ctx, sendingId: string, by: 'opens' | 'clicks'): Promise<{ A: Seen; B: Seen }> {
  const column = sql.ref(by === 'opens' ? 'opened_at' : 'clicked_at');
  const { rows } = await sql<{ variant: string; sent: number; hits: number }>`
    select variant, count(*)::int as sent, count(${column})::int as hits from care_messages
    where workspace_id = ${ctx.workspace.id} and sending_id = ${sendingId} and state = 'sent' and variant in ('A', 'B')
    group by variant`.execute(ctx.db);
  const of = (variant: string) => {
    const row = rows.find((one) => one.variant === variant);
    return { hits: row?.hits ?? 0, sent: row?.sent ?? 0 };
  };
  return { A: of('A'), B: of('B') };
}
