import type { CivilDate } from '../../../maths/calendar.ts';
import { addDays } from '../../../maths/calendar.ts';

export interface DayOfYear {
  calendar: 'solar' | 'lunar';
  month: number;
  day: number;
  leapMonth: boolean;
}

export interface KeptDay extends DayOfYear {
  /** When it is kept. */
  on: CivilDate;
}

/**
 * All days of birth that are kept from `today` to `daysAhead` days later. `nextKept` is the customers' rule; asking it
 * about each of the 1,086 days there are leaves the odd cases (29 February, leap and short months) to that one rule.
 */
export function birthdaysKept(
  today: CivilDate,
  daysAhead: number,
  nextKept: (birthday: DayOfYear, onOrAfter: CivilDate) => CivilDate,
): KeptDay[] {
  const last = addDays(today, daysAhead);
  return allDaysOfYear.map((day) => Object.assign({ on: nextKept(day, today) }, day)).filter(({ on }) => on <= last);
}

const SOLAR_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LUNAR_MONTH = 30;

export const allDaysOfYear: DayOfYear[] = SOLAR_MONTHS.flatMap((length, index) =>
  [
    daysOf('solar', index + 1, length, false),
    daysOf('lunar', index + 1, LUNAR_MONTH, false),
    daysOf('lunar', index + 1, LUNAR_MONTH, true),
  ].flat(),
);

function daysOf(calendar: DayOfYear['calendar'], month: number, length: number, leapMonth: boolean): DayOfYear[] {
  return Array.from({ length }, (_, index) => ({ calendar, month, day: index + 1, leapMonth }));
}
