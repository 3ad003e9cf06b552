import { addDays, addMonths, startOfMonth, type CivilDate } from '../../../../maths/calendar.ts';
import type { ProgrammeRules } from '../contract.ts';

/** The last day on which points given on `day` can be used; null for ever. */
export function expiryOf(rule: ProgrammeRules['expiry'], day: CivilDate): CivilDate | null {
  switch (rule.kind) {
    case 'never':
      return null;
    case 'months':
      return addMonths(day, rule.months);
    case 'month-end':
      return addDays(addMonths(startOfMonth(day), rule.months + 1), -1);
    case 'year-end':
      return `${String(Number(day.slice(0, 4)) + rule.years).padStart(4, '0')}-12-31`;
    case 'date':
      // Points given after the date would be gone at once; they last to the same day of the next year that is to come.
      return nextSuchDay(rule.date, day);
  }
}

function nextSuchDay(date: CivilDate, day: CivilDate): CivilDate {
  if (date >= day) return date;
  const thisYear = addMonths(date, 12 * (Number(day.slice(0, 4)) - Number(date.slice(0, 4))));
  return thisYear >= day ? thisYear : addMonths(thisYear, 12);
}
