import { sql } from 'kysely';
import { formatDecimal } from '../../maths/money.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { TimelineEntry, TimelinePlace, TimelineSource } from '../customers/index.ts';
import { offersOnTimeline } from './offers/timeline.ts';
import { shownNumber } from './rules/shown-number.ts';
import { stepsOnTimeline } from './running/timeline.ts';

/** Orders with their course, offers, refunds and visits of a customer, as the card tells them. */
export const purchasesOnTimeline: readonly TimelineSource[] = [
  { kind: 'order', permission: 'orders.read', read: readOrders },
  stepsOnTimeline,
  offersOnTimeline,
  { kind: 'refund', permission: 'orders.read', read: readRefunds },
  { kind: 'visit', permission: 'orders.read', read: readVisits },
];

interface Row {
  id: string;
  at: Date;
  amount: bigint;
  currency: string;
  number: string;
  what: string;
  note: string | null;
}

async function readOrders(ctx: Ctx, customerId: string, before: TimelinePlace | null, limit: number) {
  const { rows } = await sql<Row>`
    select o.id, o.placed_at as at, o.total_minor as amount, o.currency, o.external_id as number, o.note,
      case when o.state = 'cancelled' then 'cancelled' when o.total_minor < 0 then 'returned' else 'order' end as what
    from orders o
    where o.workspace_id = ${ctx.workspace.id} and o.customer_id = ${customerId} ${earlier(before, sql`o.placed_at`, sql`o.id`)}
    order by o.placed_at desc, o.id desc limit ${limit}`.execute(ctx.db);
  return rows.map((row): TimelineEntry => entryOf(row, 'order', `/orders/${row.id}`));
}

async function readRefunds(ctx: Ctx, customerId: string, before: TimelinePlace | null, limit: number) {
  const { rows } = await sql<Row>`
    select * from (
      select r.id, r.at, -r.amount_minor as amount, o.currency, o.external_id as number, r.reason as note, 'refund' as what
      from orders o
      join refunds r on r.workspace_id = o.workspace_id and r.order_id = o.id
      where o.workspace_id = ${ctx.workspace.id} and o.customer_id = ${customerId}
      union all
      select r.id, v.at, r.amount_minor, o.currency, o.external_id, v.reason, 'refundTakenBack'
      from orders o
      join refunds r on r.workspace_id = o.workspace_id and r.order_id = o.id
      join refund_reversals v on v.workspace_id = r.workspace_id and v.refund_id = r.id
      where o.workspace_id = ${ctx.workspace.id} and o.customer_id = ${customerId}
    ) told
    where true ${earlier(before, sql`at`, sql`id`)}
    order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.map((row) => entryOf(row, row.what === 'refund' ? 'refund' : 'refund_back'));
}

async function readVisits(ctx: Ctx, customerId: string, before: TimelinePlace | null, limit: number) {
  const { rows } = await sql<{ id: string; at: Date; store: string | null; note: string | null }>`
    select id, at, store, note from visits
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId} ${earlier(before, sql`at`, sql`id`)}
    order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.map(({ id, at, store, note }): TimelineEntry => {
    return {
      id,
      at,
      kind: 'visit',
      text: { key: 'orders:timeline.visit', values: { store: store ?? '' } },
      body: note,
    };
  });
}

function entryOf({ id, at, amount, currency, number, what, note }: Row, kind: string, link?: string): TimelineEntry {
  const shown = shownNumber(number) ?? '';
  return {
    id,
    at,
    kind,
    text: { key: `orders:timeline.${what}`, values: { number: shown } },
    amount: { amount: formatDecimal(amount, currency), currency },
    body: note,
    link,
  };
}

type Column = ReturnType<typeof sql>;

function earlier(before: TimelinePlace | null, at: Column, id: Column): Column {
  return before ? sql`and (${at}, ${id}) < (${before.at}, ${before.id}::uuid)` : sql``;
}
