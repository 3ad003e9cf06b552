import type { BuyingHistory } from '../../../../maths/clv/histories.ts';

/** What one customer bought: days as numbers, oldest first, each once, and minor units of each. */
export interface Buyer {
  days: readonly number[];
  minors: readonly number[];
}

/** Some of the shop's customers who ever bought, and how many they stand for. */
export interface Shop {
  buyers: readonly Buyer[];
  of: number;
  /** The day up to which purchases are known. */
  until: number;
}

export const DAYS_PER_WEEK = 7;

/** As the customer stood at the end of that day; null before his first purchase. */
export function historyAt({ days }: Buyer, day: number): BuyingHistory | null {
  const count = countUpTo(days, day);
  if (count === 0) return null;
  const first = days[0] ?? day;
  const last = days[count - 1] ?? first;
  return { x: count - 1, tx: (last - first) / DAYS_PER_WEEK, T: (day - first) / DAYS_PER_WEEK };
}

/** Purchase days after one day, up to and including another. */
export function boughtWithin({ days }: Buyer, after: number, upTo: number): number {
  return countUpTo(days, upTo) - countUpTo(days, after);
}

export function minorsWithin({ days, minors }: Buyer, after: number, upTo: number): number {
  return minors.slice(countUpTo(days, after), countUpTo(days, upTo)).reduce((sum, minor) => sum + minor, 0);
}

/** Number of days and their mean amount, up to and including that day. */
export function spendingAt({ days, minors }: Buyer, day: number): { n: number; mean: number } {
  const n = countUpTo(days, day);
  const sum = minors.slice(0, n).reduce((total, minor) => total + minor, 0);
  return { n, mean: n > 0 ? sum / n : 0 };
}

function countUpTo(days: readonly number[], day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? 0) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}
