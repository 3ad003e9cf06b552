import { addDays } from '../../../../maths/calendar.ts';

export const GDPR_DAYS = 30;
/** The law of the People's Republic asks for an answer "in time"; GB/T 35273 names thirty days, practice is 15 working days. */
export const PIPL_WORKING_DAYS = 15;

/** The last day on which a request may be answered. */
export function dueOf(law: 'GDPR' | 'PIPL', receivedOn: string): string {
  return law === 'GDPR' ? addDays(receivedOn, GDPR_DAYS) : addWorkingDays(receivedOn, PIPL_WORKING_DAYS);
}

/** Weekends left out; holidays are not, which makes the day earlier rather than later. */
function addWorkingDays(day: string, count: number): string {
  let at = day;
  for (let left = count; left > 0;) {
    at = addDays(at, 1);
    const weekday = new Date(`${at}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return at;
}
