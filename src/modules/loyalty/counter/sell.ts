import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { formatDecimal } from '../../../maths/money.ts';
import { customerSeen } from '../../customers/index.ts';
import { recordOrder } from '../../orders/index.ts';
import { useCoupons } from '../coupons/use.ts';
import { sellOnAccount } from '../credit/sell-on-account.ts';
import { redeemPoints } from '../ledger/points.ts';
import { onceByBody } from '../ledger/with-account.ts';
import { minorOf } from '../programme/programme.ts';
import { mostFor } from '../programme/rules/worth.ts';
import { reviewCustomers } from '../review.ts';
import { counterErrors, type CounterSale, type GivenSale } from './contract.ts';
import { payAhead, payingOf, refuseBeyondBill } from './paying.ts';
import { billFor, keptOf, standingAtTill, type Standing } from './price.ts';
import { oneSaleAtATime } from './quantity-left.ts';
import type { Bill } from './rules/bill.ts';
import { saleNumber } from './sale-number.ts';
import { readSale } from './sale.ts';

const refuse = refusals(counterErrors);
/** What sales at the counter say of themselves among orders. */
const SOURCE = 'counter';

interface Selling extends GivenSale {
  total?: string | undefined;
  externalId?: string | undefined;
  placedAt?: string | undefined;
  staff?: string | null | undefined;
  note?: string | null | undefined;
  idempotencyKey?: string | undefined;
}

/** Order, coupons, points on both sides, money: all of it or nothing, and once however often the till asks. */
export async function sell(ctx: Ctx, selling: Selling): Promise<CounterSale> {
  return onceByBody(ctx, 'POST /counter/sales', selling, async () => {
    const { basket, points } = selling;
    if (basket.lines.length === 0) throw refuse('COUNTER_BASKET_EMPTY', { path: 'basket' });
    const customerId = selling.customerId ? (await customerSeen(ctx, selling.customerId)).id : null;
    if (points > 0 && customerId === null) throw refuse('COUNTER_POINTS_NEED_CUSTOMER', { path: 'points' });
    const paying = payingOf(ctx, selling, customerId);
    if (customerId) await oneSaleAtATime(ctx, customerId);
    const standing = await standingAtTill(ctx, customerId);
    const { bill, couponUses } = await settledBill(ctx, selling, standing, customerId);
    refuseBeyondBill(ctx, paying, bill.totalMinor);
    const redeemed = points > 0 && customerId ? await redeemPoints(ctx, { customerId, points }) : null;
    const order = await recordOrder(ctx, orderOf(ctx, selling, bill, customerId));
    await recordAudit(ctx, { action: 'counter.sold', entity: 'order', entityId: order.id });
    // Now, not after the commit: the receipt tells what it gave.
    if (customerId) await reviewCustomers(ctx, [customerId]);
    // After the account's row is locked, as everywhere where both points and money move.
    const [reference, owed] = [saleNumber(order), paying.onAccountMinor];
    const acts = await payAhead(ctx, paying, reference);
    if (owed > 0n && customerId) {
      await sellOnAccount(ctx, { customerId, orderId: order.id, reference, owed, level: standing.level });
    }
    await noteSale(ctx, order.id, {
      customerId,
      bill,
      points,
      entryId: redeemed?.entry.id ?? null,
      couponUses,
      aheadMinor: paying.aheadMinor,
      acts,
    });
    return readSale(ctx, { id: order.id });
  });
}

/** The bill with its coupons used, if it still is what the customer was told. */
async function settledBill(ctx: Ctx, selling: Selling, standing: Standing, customerId: string | null) {
  const { basket, codes, points } = selling;
  const [kept] = await keptOf(ctx, selling, standing);
  if (kept) throw refuse('COUNTER_MEMBERS_FIRST', { path: 'basket', ...kept });
  const whole = { ...basket, shipping: '0' };
  const used = codes.length > 0 ? await useCoupons(ctx, { customerId, codes, basket: whole }) : null;
  const couponsMinor = minorOf(ctx, used?.discount.amount ?? '0') ?? 0n;
  const bill = billFor(ctx, selling, standing, { couponsMinor, points });
  refuseChanged(ctx, selling, bill.totalMinor);
  const { version } = standing;
  // The share that points may pay is checked here; that there are enough of them, by the ledger behind its lock.
  const most = version
    ? mostFor(version.rules.redeem, version.worthMinor, Number.MAX_SAFE_INTEGER, bill.beforePointsMinor)
    : 0;
  if (version && points > most) throw refuse('COUNTER_POINTS_BEYOND_BILL', { path: 'points', most });
  return { bill, couponUses: used?.uses.map(({ id }) => id) ?? [] };
}

function orderOf(
  ctx: Ctx,
  { basket, externalId, placedAt, staff, note }: Selling,
  { lineDiscounts }: Bill,
  customerId: string | null,
): Parameters<typeof recordOrder>[1] {
  return {
    source: SOURCE,
    externalId,
    customer: customerId === null ? null : { id: customerId },
    placedAt,
    lines: basket.lines.map(({ sku, name, category, quantity, unitPrice }, n) => ({
      sku,
      name: name || sku || '',
      category,
      quantity,
      unitPrice,
      discount: formatDecimal(lineDiscounts[n] ?? 0n, ctx.workspace.baseCurrency),
    })),
    store: basket.store,
    staff: staff ?? ctx.actor.name,
    channel: basket.channel ?? SOURCE,
    note,
  };
}

interface SaleFacts {
  customerId: string | null;
  bill: Bill;
  points: number;
  /** The entry that took them. */
  entryId: string | null;
  couponUses: string[];
  aheadMinor: bigint;
  acts: string[];
}

async function noteSale(ctx: Ctx, orderId: string, sale: SaleFacts): Promise<void> {
  const { customerId, bill, points, entryId, couponUses, aheadMinor, acts } = sale;
  await ctx.db
    .insertInto('loyalty_sales')
    .values({
      workspace_id: ctx.workspace.id,
      order_id: orderId,
      customer_id: customerId,
      subtotal_minor: bill.subtotalMinor,
      quantity_off_minor: bill.quantityOffMinor,
      tier_off_minor: bill.tierOffMinor,
      coupons_off_minor: bill.couponsOffMinor,
      points_off_minor: bill.pointsOffMinor,
      points: BigInt(points),
      entry_id: entryId,
      value_minor: aheadMinor,
      value_act_ids: acts,
      coupon_use_ids: couponUses,
      at: ctx.now,
      member_id: ctx.actor.memberId,
      by_name: ctx.actor.name,
    })
    .execute();
}

/** Between the bill and the sale a coupon may have been used up, or a tier lost: what was told counts, or nothing. */
function refuseChanged(ctx: Ctx, { total }: Selling, totalMinor: bigint): void {
  if (total === undefined || minorOf(ctx, total) === totalMinor) return;
  throw refuse('COUNTER_TOTAL_CHANGED', {
    path: 'total',
    total: formatDecimal(totalMinor, ctx.workspace.baseCurrency),
  });
}
