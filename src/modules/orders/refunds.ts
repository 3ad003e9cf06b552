import { sql } from 'kysely';
import { dayIn } from '../../maths/calendar.ts';
import { formatDecimal } from '../../maths/money.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { orderErrors, type NewRefundInput, type OrderView } from './contract.ts';
import { orderToChange, readOrder } from './orders.ts';
import { purchasesChanged } from './purchases-changed.ts';
import { minorOf } from './record-order.ts';

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
  // The same share of the base amount as of the order's own, so that a full refund leaves nothing.
  const refundedBase =
    order.total_base_minor && baseShare(order.total_base_minor, order.total_minor - left + amount, order.total_minor);
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
  await ctx.db
    .updateTable('orders')
    .set({ refunded_base_minor: refundedBase ?? 0n, version: order.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', order.id)
    .execute();
  await recordAudit(ctx, { action: 'order.refunded', entity: 'order', entityId: order.id });
  if (order.customer_id) await purchasesChanged(ctx, [{ customerId: order.customer_id, day: order.day }]);
  return readOrder(ctx, { id: order.id });
}

async function refundedOf(ctx: Ctx, orderId: string): Promise<bigint> {
  const { rows } = await sql<{ sum: bigint }>`
    select coalesce(sum(amount_minor), 0)::int8 as sum from refunds
    where workspace_id = ${ctx.workspace.id} and order_id = ${orderId}`.execute(ctx.db);
  return rows[0]?.sum ?? 0n;
}

function baseShare(base: bigint, part: bigint, whole: bigint): bigint {
  return whole === 0n ? 0n : (base * part * 2n + whole) / (whole * 2n);
}
