import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { moneyInWords } from '../../../kernel/i18n/print.ts';
import { formatDecimal } from '../../../maths/money.ts';
import { customerSeen } from '../../customers/index.ts';
import { recordOrder } from '../../orders/index.ts';
import { useCoupons } from '../coupons/use.ts';
import { redeemPoints } from '../ledger/points.ts';
import { onceByBody } from '../ledger/with-account.ts';
import { minorOf } from '../programme/programme.ts';
import { mostFor } from '../programme/rules/worth.ts';
import { reviewCustomers } from '../review.ts';
import { valueErrors } from '../value/contract.ts';
import { payWithValue } from '../value/pay.ts';
import { counterErrors, type CounterSale, type GivenSale } from './contract.ts';
import { billFor, keptOf, standingAtTill } from './price.ts';
import { oneSaleAtATime } from './quantity-left.ts';
import { paidAhead } from './rules/bill.ts';
import { readSale, saleNumber } from './sale.ts';

const refuse = refusals(counterErrors);
const valueRefused = refusals(valueErrors);
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

/** Order, coupons, points on both sides: all of it or nothing, and once however often the till asks. */
export async function sell(ctx: Ctx, selling: Selling): Promise<CounterSale> {
  return onceByBody(ctx, 'POST /counter/sales', selling, async () => {
    const { basket, codes, points } = selling;
    if (basket.lines.length === 0) throw refuse('COUNTER_BASKET_EMPTY', { path: 'basket' });
    const customer = selling.customerId ? await customerSeen(ctx, selling.customerId) : null;
    if (points > 0 && !customer) throw refuse('COUNTER_POINTS_NEED_CUSTOMER', { path: 'points' });
    const paying = payingAhead(ctx, selling, customer);
    const customerId = customer?.id ?? null;
    if (customerId) await oneSaleAtATime(ctx, customerId);
    const standing = await standingAtTill(ctx, customerId);
    const [kept] = await keptOf(ctx, selling, standing);
    if (kept) throw refuse('COUNTER_MEMBERS_FIRST', { path: 'basket', ...kept });
    const whole = { ...basket, shipping: '0' };
    const used = codes.length > 0 ? await useCoupons(ctx, { customerId, codes, basket: whole }) : null;
    const couponsMinor = minorOf(ctx, used?.discount.amount ?? '0') ?? 0n;
    const bill = billFor(ctx, selling, standing, { couponsMinor, points });
    refuseChanged(ctx, selling, bill.totalMinor);
    refuseBeyondBill(ctx, paying, bill.totalMinor);
    const { version } = standing;
    // The share that points may pay is checked here; that there are enough of them, by the ledger behind its lock.
    const most = version
      ? mostFor(version.rules.redeem, version.worthMinor, Number.MAX_SAFE_INTEGER, bill.beforePointsMinor)
      : 0;
    if (version && points > most) throw refuse('COUNTER_POINTS_BEYOND_BILL', { path: 'points', most });
    const redeemed = points > 0 && customerId ? await redeemPoints(ctx, { customerId, points }) : null;
    const currency = ctx.workspace.baseCurrency;
    const order = await recordOrder(ctx, {
      source: SOURCE,
      externalId: selling.externalId,
      customer: customerId === null ? null : { id: customerId },
      placedAt: selling.placedAt,
      lines: basket.lines.map(({ sku, name, category, quantity, unitPrice }, n) => ({
        sku,
        name: name || sku || '',
        category,
        quantity,
        unitPrice,
        discount: formatDecimal(bill.lineDiscounts[n] ?? 0n, currency),
      })),
      store: basket.store,
      staff: selling.staff ?? ctx.actor.name,
      channel: basket.channel ?? SOURCE,
      note: selling.note,
    });
    await recordAudit(ctx, { action: 'counter.sold', entity: 'order', entityId: order.id });
    // Now, not after the commit: the receipt tells what it gave.
    if (customerId) await reviewCustomers(ctx, [customerId]);
    // After the account's row is locked, as everywhere where both points and money move.
    const acts = await payAhead(ctx, paying, saleNumber(order));
    await ctx.db
      .insertInto('loyalty_sales')
      .values({
        workspace_id: ctx.workspace.id,
        order_id: order.id,
        customer_id: customerId,
        subtotal_minor: bill.subtotalMinor,
        quantity_off_minor: bill.quantityOffMinor,
        tier_off_minor: bill.tierOffMinor,
        coupons_off_minor: bill.couponsOffMinor,
        points_off_minor: bill.pointsOffMinor,
        points: BigInt(points),
        entry_id: redeemed?.entry.id ?? null,
        value_minor: paying.reduce((sum, { minor }) => sum + minor, 0n),
        value_act_ids: acts,
        coupon_use_ids: used?.uses.map(({ id }) => id) ?? [],
        at: ctx.now,
        member_id: ctx.actor.memberId,
        by_name: ctx.actor.name,
      })
      .execute();
    return readSale(ctx, { id: order.id });
  });
}

/** One way of paying with money paid ahead: the member's own, or a gift card's. */
interface Paying {
  customerId?: string;
  code?: string;
  amount: string;
  minor: bigint;
}

function payingAhead(ctx: Ctx, { value = '0', giftCards = [] }: Selling, customer: { id: string } | null): Paying[] {
  const own = minorOf(ctx, value);
  if (own === null) throw valueRefused('VALUE_AMOUNT_UNFIT', { path: 'value' });
  if (own > 0n && !customer) throw refuse('COUNTER_VALUE_NEEDS_CUSTOMER', { path: 'value' });
  const gifts = giftCards.map(({ code, amount }, n) => {
    const minor = minorOf(ctx, amount);
    if (!minor) throw valueRefused('VALUE_AMOUNT_UNFIT', { path: `giftCards.${n}.amount` });
    return { code, amount, minor };
  });
  return own > 0n && customer ? [{ customerId: customer.id, amount: value, minor: own }, ...gifts] : gifts;
}

function refuseBeyondBill(ctx: Ctx, paying: readonly Paying[], totalMinor: bigint): void {
  const asked = paying.map(({ minor }) => minor);
  if (paidAhead(totalMinor, asked).parts.every((part, n) => part === asked[n])) return;
  throw refuse('COUNTER_PAID_BEYOND_BILL', { path: 'value', total: moneyInWords(ctx, totalMinor) });
}

async function payAhead(ctx: Ctx, paying: readonly Paying[], reference: string): Promise<string[]> {
  const acts: string[] = [];
  // One after the other: two codes of one card must not both find its last money. At most six.
  for (const { customerId, code, amount } of paying) {
    acts.push((await payWithValue(ctx, { customerId, code, amount, reference })).actId);
  }
  return acts;
}

/** Between the bill and the sale a coupon may have been used up, or a tier lost: what was told counts, or nothing. */
function refuseChanged(ctx: Ctx, { total }: Selling, totalMinor: bigint): void {
  if (total === undefined || minorOf(ctx, total) === totalMinor) return;
  throw refuse('COUNTER_TOTAL_CHANGED', {
    path: 'total',
    total: formatDecimal(totalMinor, ctx.workspace.baseCurrency),
  });
}
