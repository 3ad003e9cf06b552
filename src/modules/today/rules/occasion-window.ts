import { addDays, type CivilDate } from '../../../maths/calendar.ts';
import { allDaysOfYear, type DayOfYear, type KeptDay } from './birthday-window.ts';

/** `day` 0: the whole month. `year`: which one it is kept in, of its own calendar. */
export interface KeptOccasion extends KeptDay {
  year: number;
}

/**
 * All days and months of a year that are kept from `today` to `daysAhead` days later; as with birthdays, the customers' rule is
 * asked about each of those there are. A month that has begun is kept until it ends.
 */
export function occasionsKept(
  today: CivilDate,
  daysAhead: number,
  nextKept: (date: DayOfYear, once: boolean, today: CivilDate) => { on: CivilDate } | null,
  lunarYearOf: (day: CivilDate) => number,
): KeptOccasion[] {
  const last = addDays(today, daysAhead);
  return [...allDaysOfYear, ...allMonths()].flatMap((date) => {
    const on = nextKept(date, false, today)?.on;
    if (on === undefined || on > last) return [];
    return { ...date, on, year: date.calendar === 'lunar' ? lunarYearOf(on) : Number(on.slice(0, 4)) };
  });
}

function allMonths(): DayOfYear[] {
  return allDaysOfYear.filter(({ day }) => day === 1).map((date) => ({ ...date, day: 0 }));
}
