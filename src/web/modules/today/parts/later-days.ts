import { addDays, addMonths, weekday } from '../../../../maths/calendar.ts';

/** The days offered for "later". */
export function laterDays(today: string) {
  return {
    tomorrow: addDays(today, 1),
    soon: addDays(today, 3),
    monday: addDays(today, 8 - weekday(today)),
    month: addMonths(today, 1),
  };
}
