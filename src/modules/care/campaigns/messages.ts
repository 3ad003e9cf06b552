import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { customerNames } from '../../customers/index.ts';
import { careErrors } from '../errors-contract.ts';
import { sendingOf, turnSending, wake } from '../sending/sendings.ts';
import type { CampaignMessage, MessageState } from './contract.ts';
import { campaignOf } from './campaigns.ts';

const refuse = refusals(careErrors);

interface Asked {
  id: string;
  state?: MessageState | undefined;
  limit: number;
  cursor?: string | undefined;
}

interface Row {
  id: string;
  customer_id: string;
  state: MessageState;
  reason: string | null;
  variant: string | null;
  sent_at: Date | null;
  opened: boolean;
  clicked: boolean;
}

/** The recipients; of those out of one's reach only that they are there. */
export async function listMessages(ctx: Ctx, { id, state, limit, cursor }: Asked) {
  await campaignOf(ctx, id);
  const sending = await sendingOf(ctx, 'campaign', id);
  const [place] = decodeCursor(cursor, 1) ?? [];
  const after = typeof place === 'string' && isId(place) ? sql`and id > ${place}` : sql``;
  const from = sql`from care_messages where workspace_id = ${ctx.workspace.id} and sending_id = ${sending?.id ?? null}
    and (${state ?? null}::text is null or state = ${state ?? null})`;
  const { rows } = await sql<Row>`
    select id, customer_id, state, reason, variant, sent_at, opened_at is not null as opened, clicked_at is not null as clicked
    ${from} ${after} order by id limit ${limit + 1}`.execute(ctx.db);
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (select 1 ${from} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  const page = rows.slice(0, limit);
  const names = await customerNames(
    ctx,
    page.map(({ customer_id: customer }) => customer),
  );
  return {
    items: page.map(({ customer_id: customerId, sent_at: sentAt, ...row }): CampaignMessage => {
      const customer = names.get(customerId);
      return {
        ...row,
        customer: customer ? { id: customerId, name: customer.name } : null,
        sentAt: sentAt?.toISOString() ?? null,
      };
    }),
    nextCursor: rows.length > limit ? encodeCursor([page.at(-1)?.id ?? null]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

/** Somebody looked into it and wants it to go out all the same: from now on it is a message like any other. */
export async function sendAgain(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const { rows } = await sql<{ sending_id: string; channel_id: string; state: string; sending: string }>`
    select m.sending_id, d.channel_id, m.state, d.state as sending from care_messages m
    join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id
    where m.workspace_id = ${ctx.workspace.id} and m.id = ${id} for update`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw refuse('MESSAGE_NOT_FOUND');
  if (row.state !== 'unknown' && row.state !== 'failed') throw refuse('MESSAGE_NOT_TO_SEND');
  if (row.sending === 'stopped') throw refuse('MESSAGE_STOPPED');
  await ctx.db
    .updateTable('care_messages')
    .set({ state: 'planned', reason: null, due_at: ctx.now, attempts: 0, run_id: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await turnSending(ctx, row.sending_id, ['finished'], 'open');
  await wake(ctx, row.channel_id);
  await recordAudit(ctx, { action: 'message.sent_again', entity: 'message', entityId: id });
  return { ok: true };
}
