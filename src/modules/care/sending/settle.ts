import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Sent, Way } from '../channels/ways.ts';
import { suppress } from '../gate/suppress.ts';

export interface Run {
  id: string;
  channelId: string;
}

/** What became of a message that was on the wire. */
export type Finished = Sent & { id: string; attempts: number; language: string | null; parts: number };

const MOST_ATTEMPTS = 5;
const RETRY_MS = 5 * 60_000;

/** `unknown` is taken back by the very run that knows better; what may go again does not where the sending was stopped. */
export async function settle(ctx: Ctx, run: Run, finished: readonly Finished[], { cost }: Way): Promise<void> {
  if (finished.length === 0) return;
  const results = finished.map(({ id, outcome, answer, attempts, providerId = null, language, parts, ...rest }) => {
    const retry =
      (outcome === 'unsent' || (outcome === 'refused' && 'again' in rest && rest.again)) && attempts < MOST_ATTEMPTS;
    const state = outcome === 'sent' ? 'sent' : outcome === 'unknown' ? 'unknown' : retry ? 'planned' : 'failed';
    const reason = outcome === 'sent' ? null : answer;
    const due = retry ? new Date(ctx.now.getTime() + RETRY_MS * attempts) : null;
    return {
      id,
      state,
      reason,
      provider: providerId,
      due,
      language,
      cost: String(outcome === 'sent' ? cost * BigInt(parts) : 0n),
    };
  });
  const retried = results.flatMap(({ id, state }) => (state === 'planned' ? [id] : []));
  // Whoever is stopping the sending now comes before, or sees these messages as planned.
  if (retried.length > 0)
    await sql`
      select 1 from care_sendings where workspace_id = ${ctx.workspace.id} and id in (
        select sending_id from care_messages where workspace_id = ${ctx.workspace.id} and id = any (${retried}::uuid[]))
      for share`.execute(ctx.db);
  // By their ids alone: the small indexes of what is on the wire are full of entries that are no more.
  await sql`
    update care_messages m set state = case when x.state = 'planned' and d.state = 'stopped' then 'skipped' else x.state end,
      reason = case when x.state = 'planned' and d.state = 'stopped' then 'stopped' else x.reason end,
      provider_id = x.provider, language = coalesce(x.language, m.language), due_at = coalesce(x.due, m.due_at),
      sent_at = case when x.state = 'sent' then ${ctx.now}::timestamptz end, cost_minor = x.cost
    from jsonb_to_recordset(${JSON.stringify(results)}::jsonb)
      as x (id uuid, state text, reason text, provider text, due timestamptz, language text, cost bigint), care_sendings d
    where m.workspace_id = ${ctx.workspace.id} and m.id = x.id and m.id = any (${results.map(({ id }) => id)}::uuid[]) and m.run_id = ${run.id}
      and m.state || '' in ('sending', 'unknown') and d.workspace_id = m.workspace_id and d.id = m.sending_id`.execute(
    ctx.db,
  );
  await noteProblem(ctx, run.channelId, finished);
  await suppressRefused(ctx, finished);
}

/** What the channel as a whole suffers from is shown where it is set up. */
async function noteProblem(ctx: Ctx, channelId: string, finished: readonly Finished[]): Promise<void> {
  const last = finished.at(-1);
  const problem = last?.outcome === 'unsent' ? last.answer : null;
  await sql`
    update care_channels set problem = ${problem}
    where workspace_id = ${ctx.workspace.id} and id = ${channelId} and problem is distinct from ${problem}`.execute(
    ctx.db,
  );
}

/** A server that says at once that there is no such mailbox. */
async function suppressRefused(ctx: Ctx, finished: readonly Finished[]): Promise<void> {
  const dead = finished.filter((one) => one.outcome === 'refused' && NO_MAILBOX.test(one.answer)).map(({ id }) => id);
  if (dead.length === 0) return;
  const rows = await ctx.db
    .selectFrom('care_messages')
    .select('address')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', dead)
    .execute();
  for (const { address } of rows) if (address) await suppress(ctx, 'email', address, 'bounce');
}

/** RFC 3463: bad mailbox, bad system address, mailbox disabled or moved. */
const NO_MAILBOX = /^55\d[ -]5\.(1\.[126]|2\.1)\b/;
