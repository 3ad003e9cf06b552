import { sql, type SqlBool } from 'kysely';
import { formatDecimal } from '../../maths/money.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { countOf, COUNT_LIMIT, encodeCursor } from '../../kernel/paging.ts';
import { customerNames, keptCardOf, withinReach } from '../customers/index.ts';
import { customerWithin, refuseBeyondReach } from './buyer.ts';
import { orderErrors, type ChangedOrderInput, type OrderQuery, type OrderSummary, type OrderView } from './contract.ts';
import { placeInTime } from './place-in-time.ts';
import { purchasesChanged } from './purchases-changed.ts';

const refuse = refusals(orderErrors);

export async function readOrder(ctx: Ctx, { id }: { id: string }): Promise<OrderView> {
  const row = await orderSeen(ctx, id);
  const lines = await ctx.db
    .selectFrom('order_lines')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('order_id', '=', id)
    .orderBy('line_no')
    .execute();
  const refunds = await ctx.db
    .selectFrom('refunds')
    .select(['id', 'amount_minor', 'at', 'reason'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('order_id', '=', id)
    .orderBy('at')
    .execute();
  const amount = (minor: bigint) => formatDecimal(minor, row.currency);
  ctx.reply.header('etag', `"${row.version}"`);
  return {
    ...presentSummary(ctx, row, await customerNames(ctx, row.customer_id ? [row.customer_id] : [])),
    lines: lines.map((line) => ({
      no: line.line_no,
      sku: line.sku,
      name: line.name,
      category: line.category,
      quantity: line.quantity.replace(/\.?0+$/, ''),
      unitPrice: amount(line.unit_price_minor),
      discount: amount(line.discount_minor),
      total: amount(line.total_minor),
    })),
    refunds: refunds.map((refund) => ({
      id: refund.id,
      amount: { amount: amount(refund.amount_minor), currency: row.currency },
      at: refund.at.toISOString(),
      reason: refund.reason,
    })),
  };
}

export async function listOrders(ctx: Ctx, query: OrderQuery) {
  const before = placeInTime(query.cursor);
  const customerId = query.customerId && (await keptCardOf(ctx, query.customerId));
  const base = ordersSeen(ctx)
    .$if(query.customerId !== undefined, (qb) => qb.where('orders.customer_id', '=', customerId as string))
    .$if(query.from !== undefined, (qb) =>
      qb
        .where('orders.day', '>=', query.from as string)
        .where('orders.placed_at', '>', aroundDay(query.from as string, -1)),
    )
    .$if(query.to !== undefined, (qb) =>
      qb.where('orders.day', '<=', query.to as string).where('orders.placed_at', '<', aroundDay(query.to as string, 2)),
    )
    .$if(Boolean(query.q), (qb) => qb.where(startsWith(query.q as string)));
  const rows = await base
    .selectAll('orders')
    .select(refundedMinor)
    .$if(before !== null, (qb) =>
      qb.where(sql<SqlBool>`(orders.placed_at, orders.id) < (${before?.at}::timestamptz, ${before?.id}::uuid)`),
    )
    .orderBy('orders.placed_at', 'desc')
    .orderBy('orders.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const counted = await ctx.db
    .selectFrom(
      base
        .select('orders.id')
        .limit(COUNT_LIMIT + 1)
        .as('some'),
    )
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow();
  const page = rows.slice(0, query.limit);
  const names = await customerNames(
    ctx,
    page.flatMap((row) => row.customer_id ?? []),
  );
  const last = page.at(-1);
  return {
    items: page.map((row) => presentSummary(ctx, row, names)),
    nextCursor: last && rows.length > query.limit ? encodeCursor([last.placed_at.toISOString(), last.id]) : null,
    count: countOf(Number(counted.count)),
  };
}

/** Cancels, reopens, annotates, or gives the order to another customer; both customers' figures follow. */
export async function changeOrder(
  ctx: Ctx,
  { id, version, customerId: to, ...given }: ChangedOrderInput,
): Promise<OrderView> {
  const before = await orderToChange(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await readOrder(ctx, { id }) });
  const customerId = to ? await customerWithin(ctx, to, 'orders.edit') : to;
  await ctx.db
    .updateTable('orders')
    .set({
      ...(given.state ? { state: given.state } : {}),
      ...(given.note === undefined ? {} : { note: given.note || null }),
      ...(customerId === undefined ? {} : { customer_id: customerId }),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'order.changed', entity: 'order', entityId: id, detail: { state: given.state } });
  const concerned = new Set([before.customer_id, customerId]);
  await purchasesChanged(
    ctx,
    [...concerned].flatMap((one) => (one ? [{ customerId: one, day: before.day }] : [])),
  );
  return readOrder(ctx, { id });
}

/** The order, locked. Seen but out of the reach of orders.edit: NOT_ALLOWED. */
export async function orderToChange(ctx: Ctx, id: string) {
  const { customer_id: customerId } = await orderSeen(ctx, id);
  await refuseBeyondReach(ctx, customerId, 'orders.edit');
  return ctx.db
    .selectFrom('orders')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

async function orderSeen(ctx: Ctx, id: string): Promise<OrderRow> {
  const row = await ordersSeen(ctx)
    .selectAll('orders')
    .select(refundedMinor)
    .where('orders.id', '=', id)
    .executeTakeFirst();
  if (!row) throw refuse('ORDER_NOT_FOUND');
  return row;
}

/** Orders within reach: those of customers one may see; anonymous ones for those who see everybody's. */
function ordersSeen(ctx: Ctx) {
  const within = withinReach(ctx, 'orders.read');
  return ctx.db
    .selectFrom('orders')
    .where('orders.workspace_id', '=', ctx.workspace.id)
    .$if(within !== null, (qb) =>
      qb.where(sql<SqlBool>`exists (
        select 1 from customers
        where customers.workspace_id = orders.workspace_id and customers.id = orders.customer_id and ${within})`),
    );
}

const refundedMinor = sql<bigint>`coalesce((
  select sum(r.amount_minor) from refunds r
  where r.workspace_id = orders.workspace_id and r.order_id = orders.id), 0)::int8`.as('refunded_minor');

/** Midnight UTC so many days off: no shop's day reaches beyond, and the index by time need not be read from today on. */
function aroundDay(day: string, days: number) {
  return sql<Date>`((${day}::date + ${days}::int)::timestamp at time zone 'UTC')`;
}

// A comparison that may use the index under row security; LIKE may not.
function startsWith(typed: string) {
  const text = typed.trim();
  return sql<SqlBool>`orders.external_id >= ${text} and orders.external_id < ${text} || chr(1114109)`;
}

interface OrderRow {
  id: string;
  external_id: string;
  source: string;
  customer_id: string | null;
  placed_at: Date;
  day: string;
  currency: string;
  total_minor: bigint;
  total_base_minor: bigint | null;
  refunded_minor: bigint;
  state: string;
  store: string | null;
  staff: string | null;
  channel: string | null;
  note: string | null;
  version: number;
}

function presentSummary(ctx: Ctx, row: OrderRow, names: Map<string, { id: string; name: string }>): OrderSummary {
  const { id, source, day, store, staff, channel, note, version, currency } = row;
  const customer = row.customer_id ? names.get(row.customer_id) : undefined;
  const base = ctx.workspace.baseCurrency;
  return {
    id,
    externalId: row.external_id,
    source,
    customer: customer ? { id: customer.id, name: customer.name } : null,
    placedAt: row.placed_at.toISOString(),
    day,
    total: { amount: formatDecimal(row.total_minor, currency), currency },
    refunded: { amount: formatDecimal(row.refunded_minor, currency), currency },
    totalBase:
      row.total_base_minor === null ? null : { amount: formatDecimal(row.total_base_minor, base), currency: base },
    state: row.state === 'cancelled' ? 'cancelled' : 'placed',
    store,
    staff,
    channel,
    note,
    version,
  };
}
