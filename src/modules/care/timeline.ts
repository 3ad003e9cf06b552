import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { TimelineEntry, TimelinePlace, TimelineSource } from '../customers/index.ts';

/** What went out to a customer, among everything else that happened to them. */
export const messagesOnTimeline: TimelineSource = { kind: 'message', permission: 'care.read', read: readSent };

async function readSent(
  ctx: Ctx,
  customerId: string,
  before: TimelinePlace | null,
  limit: number,
): Promise<TimelineEntry[]> {
  const older = before ? sql`and (m.sent_at, m.id) < (${before.at}, ${before.id}::uuid)` : sql``;
  const { rows } = await sql<{
    id: string;
    at: Date;
    name: string;
    channel: string;
    opened: boolean;
    campaign: string | null;
  }>`
    select m.id, m.sent_at as at, t.name, h.kind as channel, m.opened_at is not null as opened, c.id as campaign
    from care_messages m
    join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id
    join care_channels h on h.workspace_id = d.workspace_id and h.id = d.channel_id
    join care_templates t on t.workspace_id = m.workspace_id and t.id = m.template_id
    left join care_campaigns c on c.workspace_id = d.workspace_id and c.id = d.sender_id and d.sender = 'campaign'
    where m.workspace_id = ${ctx.workspace.id} and m.customer_id = ${customerId} and m.sent_at is not null ${older}
    order by m.sent_at desc, m.id desc limit ${limit}`.execute(ctx.db);
  return rows.map(({ id, at, name, channel, opened, campaign }) => ({
    id,
    at,
    kind: 'message',
    text: { key: `care:timeline.${channel}${opened ? 'Opened' : ''}`, values: { name } },
    link: campaign ? `/care/campaigns/${campaign}` : null,
  }));
}
