import { addDays, type CivilDate } from '../../../maths/calendar.ts';

/** The n-th Sunday of a month: Mother's Day is the second of May. */
export function nthSunday(year: number, month: number, nth: number): CivilDate {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  const weekday = new Date(`${first}T00:00:00Z`).getUTCDay();
  return addDays(first, ((7 - weekday) % 7) + 7 * (nth - 1));
}
