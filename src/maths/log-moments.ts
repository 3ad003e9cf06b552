import { daysBetween, type CivilDate } from './calendar.ts';

/** Count, sum and sum of squares of natural logarithms: all that a rhythm or an amount watch needs of the past. */
export type LogMoments = { n: number; sumLog: number; sumLogSq: number };

export const NO_MOMENTS: LogMoments = { n: 0, sumLog: 0, sumLogSq: 0 };

export function momentsOf(values: Iterable<number>): LogMoments {
  let moments = NO_MOMENTS;
  for (const value of values) moments = withValue(moments, value);
  return moments;
}

/** Values must be positive; others are left out, as a free order says nothing about an amount. */
export function withValue(moments: LogMoments, value: number): LogMoments {
  return shifted(moments, value, 1);
}

export function withoutValue(moments: LogMoments, value: number): LogMoments {
  return moments.n <= 1 ? NO_MOMENTS : shifted(moments, value, -1);
}

export function meanOfLogs({ n, sumLog }: LogMoments): number {
  return n > 0 ? sumLog / n : 0;
}

/** Σ (ln v − mean)²; the difference of large sums may round below zero. */
export function squaresAboutMean({ n, sumLog, sumLogSq }: LogMoments): number {
  return n > 1 ? Math.max(0, sumLogSq - (sumLog * sumLog) / n) : 0;
}

/** Days between neighbouring purchase days; several purchases on one day are one purchase day. */
export function gapsOf(days: Iterable<CivilDate>): number[] {
  const sorted = [...new Set(days)].sort();
  return sorted.slice(1).map((day, index) => daysBetween(sorted[index] ?? day, day));
}

/** The purchase days on either side of one; null where it is the first or the last. */
export type Neighbours = { before: CivilDate | null; after: CivilDate | null };

/** Keeps the moments of gaps when a purchase day is added anywhere: one gap is split in two, or one is appended. */
export function withPurchaseDay(gaps: LogMoments, day: CivilDate, { before, after }: Neighbours): LogMoments {
  let next = gaps;
  if (before && after) next = withoutValue(next, daysBetween(before, after));
  if (before) next = withValue(next, daysBetween(before, day));
  if (after) next = withValue(next, daysBetween(day, after));
  return next;
}

/** Undoes `withPurchaseDay`, for a purchase day whose orders were all cancelled or refunded. */
export function withoutPurchaseDay(gaps: LogMoments, day: CivilDate, { before, after }: Neighbours): LogMoments {
  let next = gaps;
  if (before && after) next = withValue(next, daysBetween(before, after));
  if (before) next = withoutValue(next, daysBetween(before, day));
  if (after) next = withoutValue(next, daysBetween(day, after));
  return next;
}

function shifted(moments: LogMoments, value: number, sign: 1 | -1): LogMoments {
  if (!(value > 0) || value === Infinity) return moments;
  const log = Math.log(value);
  return {
    n: moments.n + sign,
    sumLog: moments.sumLog + sign * log,
    sumLogSq: moments.sumLogSq + sign * log * log,
  };
}
