import { weekday, type CivilDate } from '../../../../maths/calendar.ts';
import { isKeptFrom } from '../../early/rules/members-first.ts';
import type { CouponTerms } from '../contract.ts';

/** Amounts in minor units; quantities in thousandths, as orders keep them. */
export interface Basket {
  lines: readonly { sku: string | null; category: string | null; quantity: bigint; unitPriceMinor: bigint }[];
  shippingMinor: bigint;
  store: string | null;
  channel: string | null;
}

/** Who stands at the till; an unknown customer has no tier and no past. */
export interface Bearer {
  known: boolean;
  tier: string | null;
  segments: readonly string[];
  orders: number;
}

export interface Coupon {
  terms: CouponTerms;
  /** The terms' amounts in minor units. */
  amountMinor: bigint;
  minimumMinor: bigint;
  fromDay: CivilDate | null;
  untilDay: CivilDate | null;
  ended: boolean;
  usesLeft: number | null;
  personUsesLeft: number | null;
}

export type Misfit =
  | 'ended'
  | 'not-yet'
  | 'over'
  | 'used-up'
  | 'used-by-person'
  | 'needs-customer'
  | 'other-day'
  | 'other-store'
  | 'other-channel'
  | 'other-tier'
  | 'other-segment'
  | 'not-first'
  | 'goods-missing'
  | 'below-minimum'
  | 'nothing-to-take-off';

export type Fit = { fits: true; discountMinor: bigint } | { fits: false; why: Misfit; missingMinor?: bigint };

/** Whether a coupon may be used for a basket on a day, and what it takes off. */
export function couponFits(coupon: Coupon, basket: Basket, bearer: Bearer, today: CivilDate): Fit {
  const why =
    outOfTime(coupon, today) ?? usedUp(coupon, bearer, today) ?? otherPlace(coupon.terms, basket, bearer, today);
  if (why) return { fits: false, why };
  const lines = basket.lines.filter((line) => meant(coupon.terms, line));
  if (lines.length === 0 && needsGoods(coupon.terms)) return { fits: false, why: 'goods-missing' };
  const total = sumOf(lines);
  if (total < coupon.minimumMinor) {
    return { fits: false, why: 'below-minimum', missingMinor: coupon.minimumMinor - total };
  }
  const discountMinor = discountOf(coupon, lines, basket);
  if (discountMinor === 0n && coupon.terms.kind !== 'service') return { fits: false, why: 'nothing-to-take-off' };
  return { fits: true, discountMinor };
}

/**
 * Those that together take off most: all that stack, or the one that takes off more than they do alone. Never more than
 * the basket costs.
 */
export function bestTogether<One extends { stacks: boolean; discountMinor: bigint }>(fitting: readonly One[]): One[] {
  const stacking = fitting.filter(({ stacks }) => stacks);
  const together = stacking.reduce((sum, { discountMinor }) => sum + discountMinor, 0n);
  const alone = fitting
    .filter(({ stacks }) => !stacks)
    .reduce<One | null>((best, one) => (best === null || one.discountMinor > best.discountMinor ? one : best), null);
  if (alone !== null && (stacking.length === 0 || alone.discountMinor > together)) return [alone];
  return stacking;
}

export function sumOf(lines: Basket['lines']): bigint {
  return lines.reduce((sum, { quantity, unitPriceMinor }) => sum + (quantity * unitPriceMinor + 500n) / 1000n, 0n);
}

function outOfTime({ ended, fromDay, untilDay }: Coupon, today: CivilDate): Misfit | null {
  if (ended) return 'ended';
  if (fromDay !== null && today < fromDay) return 'not-yet';
  return untilDay !== null && today > untilDay ? 'over' : null;
}

function usedUp({ usesLeft, personUsesLeft, terms }: Coupon, { known }: Bearer, today: CivilDate): Misfit | null {
  if (usesLeft !== null && usesLeft <= 0) return 'used-up';
  const asksWho = isKeptFrom(terms, null, today) || terms.segments.length > 0 || terms.firstOrder;
  if (!known && (personUsesLeft !== null || asksWho)) return 'needs-customer';
  return personUsesLeft !== null && personUsesLeft <= 0 ? 'used-by-person' : null;
}

function otherPlace(terms: CouponTerms, basket: Basket, bearer: Bearer, today: CivilDate): Misfit | null {
  if (terms.weekdays.length > 0 && !terms.weekdays.includes(weekday(today))) return 'other-day';
  if (!among(terms.stores, basket.store)) return 'other-store';
  if (!among(terms.channels, basket.channel)) return 'other-channel';
  if (isKeptFrom(terms, bearer.tier, today)) return 'other-tier';
  if (terms.segments.length > 0 && !terms.segments.some((one) => bearer.segments.includes(one))) return 'other-segment';
  return terms.firstOrder && bearer.orders > 0 ? 'not-first' : null;
}

function among(list: readonly string[], value: string | null): boolean {
  return list.length === 0 || (value !== null && list.some((one) => one.toLowerCase() === value.toLowerCase()));
}

function meant(terms: CouponTerms, line: Basket['lines'][number]): boolean {
  const limited = terms.skus.length > 0 || terms.categories.length > 0;
  if (!limited) return true;
  return (
    (terms.skus.length > 0 && among(terms.skus, line.sku)) ||
    (terms.categories.length > 0 && among(terms.categories, line.category))
  );
}

function needsGoods({ kind, skus, categories }: CouponTerms): boolean {
  return kind === 'buy-get' || kind === 'product' || skus.length > 0 || categories.length > 0;
}

function discountOf(coupon: Coupon, lines: Basket['lines'], basket: Basket): bigint {
  const { terms, amountMinor } = coupon;
  const total = sumOf(lines);
  switch (terms.kind) {
    case 'amount':
      return least(amountMinor, total);
    case 'percent': {
      // Half a fen goes to the customer.
      const off = (total * BigInt(terms.percent ?? 0) + 50n) / 100n;
      return terms.amount === null ? off : least(off, amountMinor);
    }
    case 'product':
      return basket.lines
        .filter(
          ({ sku, quantity }) => quantity >= 1000n && sku !== null && sku.toLowerCase() === terms.sku?.toLowerCase(),
        )
        .reduce((most, { unitPriceMinor }) => (unitPriceMinor > most ? unitPriceMinor : most), 0n);
    case 'shipping':
      return terms.amount === null ? basket.shippingMinor : least(basket.shippingMinor, amountMinor);
    case 'buy-get':
      return cheapest(lines, terms.buy ?? 1, terms.get ?? 1);
    case 'service':
      return 0n;
  }
}

/** Of every `buy + get` whole pieces, the `get` cheapest of all are free. */
function cheapest(lines: Basket['lines'], buy: number, get: number): bigint {
  const pieces = lines
    .map(({ quantity, unitPriceMinor }) => ({ count: quantity / 1000n, unitPriceMinor }))
    .sort((a, b) => (a.unitPriceMinor < b.unitPriceMinor ? -1 : a.unitPriceMinor > b.unitPriceMinor ? 1 : 0));
  const all = pieces.reduce((sum, { count }) => sum + count, 0n);
  let free = (all / BigInt(buy + get)) * BigInt(get);
  let off = 0n;
  for (const { count, unitPriceMinor } of pieces) {
    const here = least(free, count);
    off += here * unitPriceMinor;
    free -= here;
  }
  return off;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
