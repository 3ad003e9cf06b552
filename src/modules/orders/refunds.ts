import { sql } from 'kysely';
import { dayIn } from '../../maths/calendar.ts';
import { formatDecimal } from '../../maths/money.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { emit } from '../../kernel/outbox.ts';
import { ordersReturned, type NewRefundInput, type RefundReversal } from './contract.ts';
import { orderToChange, type LockedOrder } from './orders-seen.ts';
import { readOrder } from './orders.ts';
import { purchasesChanged } from './purchases-changed.ts';
import { minorOf } from './record-order.ts';
import { orderErrors, type OrderView } from './shapes-contract.ts';

const refuse = refusals(orderErrors);

/** Money back for an order, at most what is left of it. The order's own day becomes smaller, not the day of the refund. */
export async function refundOrder(ctx: Ctx, input: NewRefundInput): Promise<OrderView> {
  const order = await orderToChange(ctx, input.id);
  if (order.state === 'cancelled') throw refuse('ORDER_CANCELLED');
  const amount = minorOf(input.amount, order.currency, 'amount');
  const left = order.total_minor - (await refundedOf(ctx, order.id));
  if (amount <= 0n || amount > left) {
    throw refuse('REFUND_TOO_LARGE', {
      path: 'amount',
      left: formatDecimal(left, order.currency),
      currency: order.currency,
    });
  }
  const at = input.at ? new Date(input.at) : ctx.now;
  await ctx.db
    .insertInto('refunds')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      order_id: order.id,
      amount_minor: amount,
      amount_base_minor: order.total_base_minor && baseShare(order.total_base_minor, amount, order.total_minor),
      at,
      day: dayIn(ctx.workspace.zone, at),
      reason: input.reason || null,
    })
    .execute();
  await recordAudit(ctx, { action: 'order.refunded', entity: 'order', entityId: order.id });
  return refundsChanged(ctx, order, order.total_minor - left + amount);
}

/** A refund that was a mistake: from here on it is as if it had not been. Once per refund. */
export async function takeBackRefund(ctx: Ctx, { id, refundId, reason }: RefundReversal): Promise<OrderView> {
  const order = await orderToChange(ctx, id);
  const refund = await ctx.db
    .selectFrom('refunds')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('order_id', '=', order.id)
    .where('id', '=', refundId)
    .executeTakeFirst();
  if (!refund) throw refuse('REFUND_NOT_FOUND');
  const taken = await ctx.db
    .insertInto('refund_reversals')
    .values({ workspace_id: ctx.workspace.id, refund_id: refundId, at: ctx.now, reason, by_name: ctx.actor.name })
    .onConflict((conflict) => conflict.doNothing())
    .returning('refund_id')
    .executeTakeFirst();
  if (!taken) throw refuse('REFUND_TAKEN_BACK');
  await recordAudit(ctx, { action: 'order.refund_taken_back', entity: 'order', entityId: order.id });
  return refundsChanged(ctx, order, await refundedOf(ctx, order.id));
}

/** `refunded`: all of it, minor units of the order's currency. */
async function refundsChanged(ctx: Ctx, order: LockedOrder, refunded: bigint): Promise<OrderView> {
  const base = order.total_base_minor;
  await ctx.db
    .updateTable('orders')
    .set({
      // The same share of the base amount as of the order's own, so that a full refund leaves nothing.
      refunded_base_minor: base === null ? 0n : baseShare(base, refunded, order.total_minor),
      version: order.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', order.id)
    .execute();
  await emit(ctx, ordersReturned, { orderIds: [order.id] });
  if (order.customer_id) await purchasesChanged(ctx, [{ customerId: order.customer_id, day: order.day }]);
  return readOrder(ctx, { id: order.id });
}

async function refundedOf(ctx: Ctx, orderId: string): Promise<bigint> {
  const { rows } = await sql<{ sum: bigint }>`
    select coalesce(sum(r.amount_minor), 0)::int8 as sum from refunds r
    where r.workspace_id = ${ctx.workspace.id} and r.order_id = ${orderId}
      and not exists (
        select 1 from refund_reversals v where v.workspace_id = r.workspace_id and v.refund_id = r.id)`.execute(ctx.db);
  return rows[0]?.sum ?? 0n;
}

function baseShare(base: bigint, part: bigint, whole: bigint): bigint {
  return whole === 0n ? 0n : (base * part * 2n + whole) / (whole * 2n);
}
