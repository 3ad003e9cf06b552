import { addDays, addMonths, daysBetween, monthsBetween, weekday, type CivilDate } from '../../../../maths/calendar.ts';

export interface Repeat {
  every: number;
  unit: 'day' | 'week' | 'month' | 'year';
  /** ISO weekdays, for `week`; that of the first day unless said. */
  weekdays?: number[] | undefined;
  /** For `year`. */
  calendar?: 'solar' | 'lunar' | undefined;
  /** The last day on which it may still fall. */
  until?: CivilDate | undefined;
}

/** The Chinese calendar, which belongs to the customers' rules: lunar year of a day, and when a day is next kept. */
export interface LunarCalendar {
  yearOf(day: CivilDate): number;
  /** The first day on or after the given one that is the same lunar date as `anchor`. */
  nextKept(anchor: CivilDate, onOrAfter: CivilDate): CivilDate;
}

/**
 * The first day of the series after `after`; null when it has ended. Everything counts from `anchor`, so that a task of
 * the 31st falls on 28 February and on 31 March again.
 */
export function nextDue(repeat: Repeat, anchor: CivilDate, after: CivilDate, lunar: LunarCalendar): CivilDate | null {
  const next = following(repeat, anchor, after < anchor ? addDays(anchor, -1) : after, lunar);
  return repeat.until !== undefined && next > repeat.until ? null : next;
}

function following(repeat: Repeat, anchor: CivilDate, after: CivilDate, lunar: LunarCalendar): CivilDate {
  const { every, unit } = repeat;
  if (unit === 'day') {
    const steps = Math.floor(daysBetween(anchor, after) / every) + 1;
    return addDays(anchor, Math.max(0, steps) * every);
  }
  if (unit === 'week') return nextInWeeks(repeat, anchor, after);
  if (unit === 'year' && repeat.calendar === 'lunar') return nextInLunarYears(every, anchor, after, lunar);
  return nextInMonths(unit === 'year' ? every * 12 : every, anchor, after);
}

function nextInWeeks({ every, weekdays }: Repeat, anchor: CivilDate, after: CivilDate): CivilDate {
  const wanted = weekdays?.length ? weekdays : [weekday(anchor)];
  const firstMonday = addDays(anchor, 1 - weekday(anchor));
  for (let ahead = 1; ahead <= 7 * (every + 1); ahead += 1) {
    const day = addDays(after, ahead);
    const week = Math.floor(daysBetween(firstMonday, day) / 7);
    if (day >= anchor && week % every === 0 && wanted.includes(weekday(day))) return day;
  }
  throw new RangeError('A weekly series has a day in every round of weeks.');
}

function nextInMonths(months: number, anchor: CivilDate, after: CivilDate): CivilDate {
  const passed = Math.max(0, Math.floor(monthsBetween(anchor, after) / months));
  const candidate = addMonths(anchor, passed * months);
  return candidate > after ? candidate : addMonths(anchor, (passed + 1) * months);
}

function nextInLunarYears(every: number, anchor: CivilDate, after: CivilDate, lunar: LunarCalendar): CivilDate {
  const first = lunar.yearOf(anchor);
  let day = lunar.nextKept(anchor, addDays(after, 1));
  while ((lunar.yearOf(day) - first) % every !== 0) day = lunar.nextKept(anchor, addDays(day, 1));
  return day;
}
