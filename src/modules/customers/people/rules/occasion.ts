import { addDays, daysInMonth, type CivilDate } from '../../../../maths/calendar.ts';
import { nextOccurrence, problemOfBirthday, type BirthdayProblem } from '../../rules/birthday.ts';
import { civilDayOf, lunarDateOf, lunarMonthLength } from '../../rules/lunar.ts';

/** A day that matters. `day` 0: only the month is known. `year`: when it began, or the one year of an occasion that is once. */
export interface OccasionDate {
  calendar: 'solar' | 'lunar';
  year?: number | undefined;
  month: number;
  day: number;
  leapMonth: boolean;
}

export type OccasionProblem = Exclude<BirthdayProblem, 'future'> | 'year_missing';

export function problemOfOccasion(date: OccasionDate, once: boolean, today: CivilDate): OccasionProblem | undefined {
  const problem = problemOfBirthday({ ...date, day: date.day || 1 }, today);
  if (problem !== undefined && problem !== 'future') return problem;
  return once && date.year === undefined ? 'year_missing' : undefined;
}

export interface Kept {
  /** The day itself, or the first of the month. */
  on: CivilDate;
  /** The last day on which it is still current. */
  until: CivilDate;
}

/** When the occasion is kept next, today included; `null` for one that was once and is over. */
export function nextKept(date: OccasionDate, once: boolean, today: CivilDate): Kept | null {
  const kept = once && date.year !== undefined ? keptIn(date, date.year) : keptFrom(date, today);
  return kept.until < today ? null : kept;
}

function keptFrom(date: OccasionDate, today: CivilDate): Kept {
  if (date.day > 0) {
    const on = nextOccurrence(date, today);
    return { on, until: on };
  }
  // A month that has begun is still current.
  const on = nextOccurrence({ ...date, day: 1 }, monthStart(date.calendar, today));
  return { on, until: monthEnd(date.calendar, on) };
}

function keptIn(date: OccasionDate, year: number): Kept {
  const first = { year, month: date.month, day: date.day || 1, leapMonth: date.leapMonth };
  const on =
    date.calendar === 'lunar'
      ? civilDayOf(first)
      : `${String(year).padStart(4, '0')}-${twoDigits(first.month)}-${twoDigits(first.day)}`;
  return { on, until: date.day > 0 ? on : monthEnd(date.calendar, on) };
}

function monthStart(calendar: OccasionDate['calendar'], today: CivilDate): CivilDate {
  return calendar === 'lunar' ? addDays(today, 1 - lunarDateOf(today).day) : `${today.slice(0, 8)}01`;
}

/** `first`: the first of the month. */
function monthEnd(calendar: OccasionDate['calendar'], first: CivilDate): CivilDate {
  if (calendar === 'solar')
    return addDays(first, daysInMonth(Number(first.slice(0, 4)), Number(first.slice(5, 7))) - 1);
  const { year, month, leapMonth } = lunarDateOf(first);
  return addDays(first, lunarMonthLength(year, month, leapMonth === true) - 1);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
