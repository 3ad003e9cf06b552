import { addDays, daysBetween, type CivilDate } from '../../../maths/calendar.ts';

/** Days on which nobody bought anything, first and last included: the shop was closed, or nothing was recorded. */
export type Closure = { from: CivilDate; to: CivilDate };

export type ShopCalendar = { restAfterDays: number; closures: Closure[] };

/**
 * Reads from the days on which anybody bought when the shop was closed: a gap four times as long as nine in ten of its
 * gaps. In a shop whose gaps come by chance, one in ten thousand is that long; below ten gaps there is no telling.
 */
export function shopCalendar(purchaseDays: readonly CivilDate[]): ShopCalendar {
  const gaps = purchaseDays.slice(1).map((day, index) => daysBetween(purchaseDays[index] ?? day, day));
  const restAfterDays = longestUsualRest(gaps);
  const closures = purchaseDays.slice(1).flatMap((day, index) => {
    const before = purchaseDays[index] ?? day;
    return daysBetween(before, day) > restAfterDays ? [{ from: addDays(before, 1), to: addDays(day, -1) }] : [];
  });
  return { restAfterDays, closures: closures.slice(-CLOSURES_KEPT) };
}

/** The day up to which silence says something: not beyond the newest purchase when the whole shop has gone quiet. */
export function observedUntil(today: CivilDate, lastOn: CivilDate, restAfterDays: number): CivilDate {
  return daysBetween(lastOn, today) > restAfterDays ? lastOn : today;
}

export function closedDays(from: CivilDate, to: CivilDate, closures: readonly Closure[]): number {
  const closed = closures.map((closure) => {
    const first = closure.from > from ? closure.from : addDays(from, 1);
    const last = closure.to < to ? closure.to : to;
    return Math.max(0, daysBetween(first, last) + 1);
  });
  return closed.reduce((sum, days) => sum + days, 0);
}

const CLOSURES_KEPT = 12;
const GAPS_TO_TELL = 10;
const UNTOLD_REST = 180;

function longestUsualRest(gaps: readonly number[]): number {
  if (gaps.length < GAPS_TO_TELL) return UNTOLD_REST;
  const sorted = [...gaps].sort((a, b) => a - b);
  const ninetieth = sorted[Math.ceil(0.9 * sorted.length) - 1] ?? 1;
  return Math.min(365, Math.max(4, 4 * ninetieth));
}
