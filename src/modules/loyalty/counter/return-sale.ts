import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { formatDecimal, parseMoney } from '../../../maths/money.ts';
import { changeOrder, readOrder, refundOrder } from '../../orders/index.ts';
import { returnUse } from '../coupons/use.ts';
import { followRefunds } from '../credit/follow-refunds.ts';
import { reverseEntry } from '../ledger/reverse.ts';
import { reviewCustomers } from '../review.ts';
import { counterErrors, type CounterSale } from './contract.ts';
import { takeValueBack } from '../value/take-back.ts';
import { readSale } from './sale.ts';

const refuse = refusals(counterErrors);

/** The whole sale back: what is left of its money, the points it took and gave, its coupons. */
export async function refundSale(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<CounterSale> {
  await readSale(ctx, { id });
  const { rows } = await sql<{ returned: boolean }>`
    select returned_at is not null as returned from loyalty_sales
    where workspace_id = ${ctx.workspace.id} and order_id = ${id} for update`.execute(ctx.db);
  if (rows[0]?.returned) throw refuse('COUNTER_SALE_RETURNED');
  const order = await readOrder(ctx, { id });
  const { currency } = order.total;
  const left = minorOf(order.total.amount, currency) - minorOf(order.refunded.amount, currency);
  // What points and coupons paid for whole has no money to give back.
  if (left > 0n) await refundOrder(ctx, { id, amount: formatDecimal(left, currency), reason });
  else if (order.state !== 'cancelled') await changeOrder(ctx, { id, state: 'cancelled', note: reason });
  await giveBackWhatPaid(ctx, [id]);
  await followRefunds(ctx, [id]);
  // Now, not after the commit: the receipt tells the balance.
  if (order.customer) await reviewCustomers(ctx, [order.customer.id]);
  return readSale(ctx, { id });
}

/** However an order was refunded or cancelled whole, what paid for it beside money goes back; of a part, what is on account. */
export async function returnSales(ctx: Ctx, { orderIds }: { orderIds: readonly string[] }): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select s.order_id as id from loyalty_sales s
    join orders o on o.workspace_id = s.workspace_id and o.id = s.order_id
    where s.workspace_id = ${ctx.workspace.id} and s.order_id = any (${[...orderIds]}::uuid[])
      and s.returned_at is null and (s.points > 0 or s.value_minor > 0 or cardinality(s.coupon_use_ids) > 0)
      and (o.state = 'cancelled' or (o.total_base_minor > 0 and o.refunded_base_minor >= o.total_base_minor))
    order by s.order_id`.execute(ctx.db);
  await giveBackWhatPaid(
    ctx,
    rows.map(({ id }) => id),
  );
  await followRefunds(ctx, orderIds);
}

async function giveBackWhatPaid(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  const { rows } = await sql<{ entry_id: string | null; uses: string[]; acts: string[] }>`
    update loyalty_sales set returned_at = ${ctx.now}
    where workspace_id = ${ctx.workspace.id} and order_id = any (${[...orderIds]}::uuid[]) and returned_at is null
    returning entry_id, coupon_use_ids as uses, value_act_ids as acts`.execute(ctx.db);
  for (const { entry_id: entryId, uses, acts } of rows) {
    // Somebody may have taken back the points, a coupon or the money by hand before.
    if (entryId) await reverseEntry(ctx, { entryId }).catch(unless('ENTRY_REVERSED_ALREADY'));
    for (const id of uses) await returnUse(ctx, { id }).catch(unless('COUPON_RETURNED_ALREADY'));
    for (const id of acts) await takeValueBack(ctx, { id }).catch(unless('VALUE_TAKEN_BACK'));
  }
}

function minorOf(amount: string, currency: string): bigint {
  const minor = parseMoney(amount, currency);
  return minor.ok ? minor.value : 0n;
}

function unless(code: string) {
  return (error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === code)) throw error;
  };
}
