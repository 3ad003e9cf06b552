import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import type { TimelineEntry, TimelinePlace, TimelineSource } from '../../customers/index.ts';
import { shownNumber } from '../rules/shown-number.ts';

/** The course of a customer's orders: promised, moved on, handed over, what was said afterwards. */
export const stepsOnTimeline: TimelineSource = { kind: 'order_step', permission: 'orders.read', read: readSteps };

const TOLD = ['promised', 'moved_on', 'handed_over', 'hand_over_undone', 'checked_in'];

interface Row {
  id: string;
  at: Date;
  kind: string;
  order_id: string;
  number: string;
  promised_on: string | null;
  note: string | null;
  by: string;
}

async function readSteps(ctx: Ctx, customerId: string, before: TimelinePlace | null, limit: number) {
  const { rows } = await sql<Row>`
    select s.id, s.at, s.kind, s.order_id, o.external_id as number, s.promised_on, s.note, s.by_name as by
    from orders o
    join order_steps s on s.workspace_id = o.workspace_id and s.order_id = o.id and s.kind = any (${TOLD}::text[])
    where o.workspace_id = ${ctx.workspace.id} and o.customer_id = ${customerId}
      ${before ? sql`and (s.at, s.id) < (${before.at}, ${before.id}::uuid)` : sql``}
    order by s.at desc, s.id desc limit ${limit}`.execute(ctx.db);
  return rows.map(({ id, at, kind, order_id: orderId, number, promised_on: promisedOn, note, by }): TimelineEntry => ({
    id,
    at,
    kind: 'order_step',
    text: {
      key: `orders:timeline.step.${kind}`,
      values: { number: shownNumber(number) ?? '', day: promisedOn ? dayInWords(ctx, promisedOn) : '' },
    },
    by,
    body: note,
    link: `/orders/${orderId}`,
  }));
}
