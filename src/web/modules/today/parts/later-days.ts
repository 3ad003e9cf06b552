import { addDays, addMonths, weekday } from '../../../../maths/calendar.ts';

export type LaterKey = 'tomorrow' | 'soon' | 'monday' | 'month';

/** The days offered for "later", each once. */
export function laterDays(today: string): [key: LaterKey, day: string][] {
  const days: [LaterKey, string][] = [
    ['tomorrow', addDays(today, 1)],
    ['soon', soonDay(today)],
    ['monday', addDays(today, 8 - weekday(today))],
    ['month', addMonths(today, 1)],
  ];
  return days.filter(([, day], index) => days.findIndex(([, other]) => other === day) === index);
}

/** What a plain "later" means. */
export function soonDay(today: string): string {
  return addDays(today, 3);
}

/** The last day that the server accepts. */
export function lastDay(today: string): string {
  return addDays(today, 366);
}
