/** A day of the proleptic Gregorian calendar as `'YYYY-MM-DD'`, 0001-01-01 to 9999-12-31, without a zone. */
export type CivilDate = string;

export const FIRST_DAY: CivilDate = '0001-01-01';
export const LAST_DAY: CivilDate = '9999-12-31';

export function isCivilDate(text: unknown): text is CivilDate {
  if (typeof text !== 'string') return false;
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function addDays(day: CivilDate, days: number): CivilDate {
  return dayOfNumber(dayNumber(day) + days);
}

/** Positive when `to` is later. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Weeks of seven days, fractions included, as the buying models count time. */
export function weeksBetween(from: CivilDate, to: CivilDate): number {
  return daysBetween(from, to) / 7;
}

/** ISO 8601: Monday 1 … Sunday 7. */
export function weekday(day: CivilDate): number {
  // Day 0 is Thursday 1970-01-01.
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;
}

/** Same day of another month, or that month's last day where it is shorter. */
export function addMonths(day: CivilDate, months: number): CivilDate {
  const { year, month, date } = partsOf(day);
  const index = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(index / 12);
  const targetMonth = index - targetYear * 12 + 1;
  return civil(targetYear, targetMonth, Math.min(date, daysInMonth(targetYear, targetMonth)));
}

/** `'2026-11-22'` → `'2026-11'`. */
export function monthKey(day: CivilDate): string {
  return day.slice(0, 7);
}

export function startOfMonth(day: CivilDate): CivilDate {
  return `${monthKey(day)}-01`;
}

/** Calendar months from the month of one day to the month of the other, whatever the days in them. */
export function monthsBetween(from: CivilDate, to: CivilDate): number {
  const a = partsOf(from);
  const b = partsOf(to);
  return (b.year - a.year) * 12 + (b.month - a.month);
}

export function isZone(zone: string): boolean {
  try {
    wallClock(zone);
    return true;
  } catch {
    return false;
  }
}

/** The day it is at that instant in an IANA zone: "the shop's day". */
export function dayIn(zone: string, instant: Date): CivilDate {
  // 'M/D/YYYY': formatting and splitting takes half the time of formatToParts.
  const [month = 0, date = 0, year = 0] = wallClock(zone).format(instant).split('/').map(Number);
  return civil(year, month, date);
}

/**
 * First instant of a day in a zone. Where the clock skips midnight the day begins later; a day that a zone skipped
 * altogether (Samoa, 2011-12-30) is empty and begins where the next one does.
 */
export function startOfDay(zone: string, day: CivilDate): Date {
  const utcMidnight = dayNumber(day) * 86_400;
  // Zones lie between UTC−12 and UTC+14, with a day to spare around the date line.
  let before = utcMidnight - 40 * 3600;
  let reached = utcMidnight + 40 * 3600;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (dayIn(zone, new Date(middle * 1000)) >= day) reached = middle;
    else before = middle;
  }
  return new Date(reached * 1000);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function wallClock(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  clocks.set(zone, clock);
  return clock;
}

type CivilParts = { year: number; month: number; date: number };

function partsOf(day: CivilDate): CivilParts {
  if (!isCivilDate(day)) throw new RangeError(`not a civil date: ${day}`);
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), date: Number(day.slice(8, 10)) };
}

function civil(year: number, month: number, date: number): CivilDate {
  if (year < 1 || year > 9999) throw new RangeError(`year out of range: ${year}`);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** Days since 1970-01-01 (Howard Hinnant, days_from_civil: years begin in March, so the leap day comes last). */
function dayNumber(day: CivilDate): number {
  const { year, month, date } = partsOf(day);
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Inverse of `dayNumber` (civil_from_days). */
function dayOfNumber(number: number): CivilDate {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return civil(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date);
}
