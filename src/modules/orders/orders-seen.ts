import { sql, type Selectable, type SqlBool } from 'kysely';
import { formatDecimal } from '../../maths/money.ts';
import type { Permission } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Orders } from '../../kernel/db/tables.ts';
import { refusals } from '../../kernel/errors.ts';
import { customerNames, withinReach } from '../customers/index.ts';
import { refuseBeyondReach } from './buyer.ts';
import { phaseOf } from './running/rules/phase.ts';
import { orderErrors, type OrderSummary } from './shapes-contract.ts';

const refuse = refusals(orderErrors);

export type LockedOrder = Selectable<Orders>;
export type OrderRow = LockedOrder & { refunded_minor: bigint };

/** Orders within reach: those of customers one may see; anonymous ones for those who see everybody's. */
export function ordersSeen(ctx: Ctx) {
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

/** Whole rows of a customer's orders in a phase. */
export function ordersInPhase(ctx: Ctx, customerId: string, phase: 'in' | 'after') {
  return ordersSeen(ctx)
    .selectAll('orders')
    .select(refundedMinor)
    .where('orders.customer_id', '=', customerId)
    .where(inPhase(ctx, phase));
}

/** As `phaseOf`, for the database: each has an index of its own. */
export function inPhase(ctx: Ctx, phase: 'in' | 'after') {
  return phase === 'in'
    ? sql<SqlBool>`orders.promised_on is not null and orders.handed_over_on is null and orders.state = 'placed'`
    : sql<SqlBool>`orders.after_until is not null and orders.after_until >= ${ctx.today} and orders.state = 'placed'`;
}

export async function orderSeen(ctx: Ctx, id: string): Promise<OrderRow> {
  const row = await ordersSeen(ctx)
    .selectAll('orders')
    .select(refundedMinor)
    .where('orders.id', '=', id)
    .executeTakeFirst();
  if (!row) throw refuse('ORDER_NOT_FOUND');
  return row;
}

/** The order, locked. Seen but out of the reach of the right: NOT_ALLOWED. */
export async function orderToChange(
  ctx: Ctx,
  id: string,
  permission: Permission = 'orders.edit',
): Promise<LockedOrder> {
  const { customer_id: customerId } = await orderSeen(ctx, id);
  await refuseBeyondReach(ctx, customerId, permission);
  return ctx.db
    .selectFrom('orders')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** What was given back and not taken back again. */
export const refundedMinor = sql<bigint>`coalesce((
  select sum(r.amount_minor) from refunds r
  where r.workspace_id = orders.workspace_id and r.order_id = orders.id
    and not exists (
      select 1 from refund_reversals v where v.workspace_id = r.workspace_id and v.refund_id = r.id)), 0)::int8`.as(
  'refunded_minor',
);

export async function presentOrders(ctx: Ctx, rows: readonly OrderRow[]): Promise<OrderSummary[]> {
  const names = await customerNames(
    ctx,
    rows.flatMap((row) => row.customer_id ?? []),
  );
  return rows.map((row) => presentOrder(ctx, row, names));
}

function presentOrder(ctx: Ctx, row: OrderRow, names: Map<string, { id: string; name: string }>): OrderSummary {
  const { id, source, day, store, staff, channel, note, version, currency } = row;
  const customer = row.customer_id ? names.get(row.customer_id) : undefined;
  const base = ctx.workspace.baseCurrency;
  const course = { promisedOn: row.promised_on, handedOverOn: row.handed_over_on, afterUntil: row.after_until };
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
    promisedOn: row.promised_on,
    handedOverAt: row.handed_over_at?.toISOString() ?? null,
    afterUntil: row.after_until,
    phase: phaseOf({ state: row.state, ...course }, ctx.today),
    version,
  };
}
