import { weekday, type CivilDate, daysBetween, monthKey } from '../../../../maths/calendar.ts';
import type { Boost, ProgrammeRules } from '../contract.ts';
import { hundredths } from './hundredths.ts';

/** What an order is for its points. Amounts of lines are in its own currency, `net` in the base currency. */
export interface OrderFacts {
  day: CivilDate;
  store: string | null;
  channel: string | null;
  totalMinor: bigint;
  /** After refunds; 0 when it was cancelled or no rate is known. */
  netMinor: bigint;
  lines: readonly { sku: string | null; category: string | null; totalMinor: bigint }[];
}

export interface Buyer {
  /** Of the tier that the customer had. */
  tierTimes: string;
  /** The day on which the birthday is kept that is nearest to the order. */
  birthdayOn: CivilDate | null;
}

/**
 * Points of an order, a function of what is left of it: so refunds in any order and of any size take back what the order
 * gave, and all of it together exactly everything. Each line counts by its share of the net amount; rounded down once.
 */
export function pointsForOrder(
  rules: ProgrammeRules,
  perMinor: bigint,
  minimumMinor: bigint,
  order: OrderFacts,
  buyer: Buyer,
): number {
  if (order.netMinor <= 0n || order.totalMinor <= 0n || order.netMinor < minimumMinor) return 0;
  const { points, perOrder, maxPerOrder, boosts } = rules.earn;
  const lines = order.lines.length > 0 ? order.lines : [{ sku: null, category: null, totalMinor: order.totalMinor }];
  const weighted = lines.reduce((sum, line) => sum + line.totalMinor * factorOf(boosts, order, line, buyer), 0n);
  const exact = weighted * hundredths(buyer.tierTimes) * BigInt(points) * order.netMinor;
  const byAmount = perMinor === 0n ? 0n : exact / (10_000n * order.totalMinor * perMinor);
  const whole = Number(byAmount < 0n ? 0n : byAmount < MOST ? byAmount : MOST) + perOrder;
  return maxPerOrder === null ? whole : Math.min(whole, maxPerOrder);
}

/** No order gives more, whatever its rules say. */
const MOST = 10n ** 12n;

/** In hundredths. */
function factorOf(
  boosts: readonly Boost[],
  order: OrderFacts,
  line: OrderFacts['lines'][number],
  buyer: Buyer,
): bigint {
  const factors = boosts.filter(({ when }) => counts(when, order, line, buyer)).map(({ times }) => hundredths(times));
  if (factors.some((factor) => factor === 0n)) return 0n;
  return factors.reduce((most, factor) => (factor > most ? factor : most), factors[0] ?? 100n);
}

function counts(when: Boost['when'], order: OrderFacts, line: OrderFacts['lines'][number], buyer: Buyer): boolean {
  const among = (list: readonly string[], value: string | null) =>
    list.length === 0 || (value !== null && list.some((one) => one.toLowerCase() === value.toLowerCase()));
  return (
    among(when.categories, line.category) &&
    among(when.skus, line.sku) &&
    among(when.stores, order.store) &&
    among(when.channels, order.channel) &&
    (when.weekdays.length === 0 || when.weekdays.includes(weekday(order.day))) &&
    (when.from === null || order.day >= when.from) &&
    (when.until === null || order.day <= when.until) &&
    (when.birthday === null || keepsBirthday(when.birthday, order.day, buyer.birthdayOn))
  );
}

function keepsBirthday(width: 'day' | 'week' | 'month', day: CivilDate, birthdayOn: CivilDate | null): boolean {
  if (birthdayOn === null) return false;
  if (width === 'month') return monthKey(day) === monthKey(birthdayOn);
  return Math.abs(daysBetween(day, birthdayOn)) <= (width === 'day' ? 0 : 3);
}
