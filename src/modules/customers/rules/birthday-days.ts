import { addDays, type CivilDate } from '../../../maths/calendar.ts';
import { nextOccurrence } from './birthday.ts';

/** A day of birth without its year. */
export interface DayOfYear {
  calendar: 'solar' | 'lunar';
  month: number;
  day: number;
  leapMonth: boolean;
}

export interface KeptBirthday extends DayOfYear {
  /** When it is kept. */
  on: CivilDate;
}

/**
 * All days of birth that are kept between the two days, both included, of at most a year. Asking the one rule about each
 * of the 1,086 days there are leaves the odd cases (29 February, leap and short months) to it.
 */
export function birthdaysBetween(from: CivilDate, to: CivilDate): KeptBirthday[] {
  return ALL_DAYS.map((day) => ({ ...day, on: nextOccurrence(day, from) })).filter(({ on }) => on <= to);
}

export type BirthdaySpan = 'today' | 'next7' | 'next30' | 'thisMonth';

/** The first and the last day of a span, as seen today. */
export function spanOf(span: BirthdaySpan, today: CivilDate, daysInThisMonth: number): [CivilDate, CivilDate] {
  if (span === 'thisMonth') return [`${today.slice(0, 8)}01`, `${today.slice(0, 8)}${daysInThisMonth}`];
  return [today, addDays(today, { today: 0, next7: 7, next30: 30 }[span])];
}

const SOLAR_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LUNAR_MONTH = 30;

/** Every day of birth there is, in both calendars, leap months included. */
export const ALL_DAYS: readonly DayOfYear[] = SOLAR_MONTHS.flatMap((length, index) => [
  ...daysOf('solar', index + 1, length, false),
  ...daysOf('lunar', index + 1, LUNAR_MONTH, false),
  ...daysOf('lunar', index + 1, LUNAR_MONTH, true),
]);

function daysOf(calendar: DayOfYear['calendar'], month: number, length: number, leapMonth: boolean): DayOfYear[] {
  return Array.from({ length }, (_, index) => ({ calendar, month, day: index + 1, leapMonth }));
}
