import { addDays, type CivilDate } from '../../../maths/calendar.ts';

/** No shop is closed longer before somebody's day. */
const FARTHEST = 14;

/** On the day itself where nothing is asked ahead; else so many days before, on a day on which the shop works. */
export function sendDay(on: CivilDate, daysAhead: number, works: (day: CivilDate) => boolean): CivilDate {
  const wanted = addDays(on, -daysAhead);
  if (daysAhead === 0) return wanted;
  for (let back = 0; back <= FARTHEST; back += 1) {
    const day = addDays(wanted, -back);
    if (works(day)) return day;
  }
  return wanted;
}
