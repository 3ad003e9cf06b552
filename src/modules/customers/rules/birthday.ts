import { daysBetween, daysInMonth } from '../../../maths/calendar.ts';
import type { CivilDate } from '../../../maths/calendar.ts';
import { civilDayOf, lunarDateOf, lunarMonthLength, lunarYearHasLeap } from './lunar.ts';

/** `year` of a lunar birthday is the lunar year; `leapMonth` says that the month is the repeated one. */
export type Birthday = {
  calendar: 'solar' | 'lunar';
  year?: number | undefined;
  month: number;
  day: number;
  leapMonth?: boolean | undefined;
};

export type BirthdayProblem = 'year' | 'month' | 'day' | 'leap_month' | 'future';

/** What is wrong with a birthday, as one word for the message; `undefined` when it can be one. */
export function problemOfBirthday(birthday: Birthday, today: CivilDate): BirthdayProblem | undefined {
  const { calendar, year, month, day } = birthday;
  if (year !== undefined && (!Number.isInteger(year) || year < EARLIEST_YEAR || year > LATEST_YEAR)) return 'year';
  if (!Number.isInteger(month) || month < 1 || month > 12) return 'month';
  if (birthday.leapMonth && !leapMonthExists(birthday)) return 'leap_month';
  if (!Number.isInteger(day) || day < 1 || day > longestMonth(birthday)) return 'day';
  if (year === undefined) return undefined;
  const born = calendar === 'solar' ? solarDay(year, month, day) : lunarDay(year, birthday);
  return born > today ? 'future' : undefined;
}

/**
 * The first day on or after the given one on which the birthday is kept. 29 February is kept on the 28th in common
 * years, a lunar 30th on the 29th of short months, and a birthday in a leap month in the plain month of years that do
 * not repeat it.
 */
export function nextOccurrence(birthday: Birthday, onOrAfter: CivilDate): CivilDate {
  const thisYear = birthday.calendar === 'solar' ? yearOf(onOrAfter) : lunarDateOf(onOrAfter).year;
  const first = occurrenceIn(birthday, thisYear);
  return first >= onOrAfter ? first : occurrenceIn(birthday, thisYear + 1);
}

/**
 * Full years, counted by the birthdays as this customer keeps them, so that a greeting on the day names the right age.
 * `undefined` without a year of birth, or before it.
 */
export function ageOn(birthday: Birthday, day: CivilDate): number | undefined {
  if (birthday.year === undefined) return undefined;
  const year = birthday.calendar === 'solar' ? yearOf(day) : lunarDateOf(day).year;
  const age = year - birthday.year - (occurrenceIn(birthday, year) > day ? 1 : 0);
  return age < 0 ? undefined : age;
}

/** Days until the birthday is next kept: 0 on the day itself. */
export function daysUntilBirthday(birthday: Birthday, today: CivilDate): number {
  return daysBetween(today, nextOccurrence(birthday, today));
}

const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2100;

function occurrenceIn(birthday: Birthday, year: number): CivilDate {
  return birthday.calendar === 'solar' ? solarDay(year, birthday.month, birthday.day) : lunarDay(year, birthday);
}

function solarDay(year: number, month: number, day: number): CivilDate {
  const lastDay = daysInMonth(year, month);
  return [String(year).padStart(4, '0'), twoDigits(month), twoDigits(Math.min(day, lastDay))].join('-');
}

function lunarDay(year: number, { month, day, leapMonth }: Birthday): CivilDate {
  const leap = leapMonth === true && lunarYearHasLeap(year, month);
  return civilDayOf({ year, month, leapMonth: leap, day: Math.min(day, lunarMonthLength(year, month, leap)) });
}

function leapMonthExists({ calendar, year, month }: Birthday): boolean {
  return calendar === 'lunar' && (year === undefined || lunarYearHasLeap(year, month));
}

function longestMonth({ calendar, year, month, leapMonth }: Birthday): number {
  if (calendar === 'solar') return daysInMonth(year ?? 2000, month);
  return year === undefined ? 30 : lunarMonthLength(year, month, leapMonth === true);
}

function yearOf(day: CivilDate): number {
  return Number(day.slice(0, 4));
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
