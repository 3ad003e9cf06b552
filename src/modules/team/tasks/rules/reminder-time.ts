import { addDays, type CivilDate } from '../../../../maths/calendar.ts';
import { onWorkingDay, openingOn, type ShopCalendar } from '../../calendar/rules/working-time.ts';

export interface Reminder {
  /** Before the instant; of a day, whole days before it, at the time of opening. */
  minutesBefore: number;
  /** Ring on days off, too, instead of on the next working morning. */
  anyDay: boolean;
}

const DAY_MINUTES = 1440;

/** When a task rings. */
export function reminderTime(
  calendar: ShopCalendar,
  due: { on: CivilDate; at: Date | null },
  { minutesBefore, anyDay }: Reminder,
): Date {
  const wanted = due.at
    ? new Date(due.at.getTime() - minutesBefore * 60_000)
    : openingOn(calendar, addDays(due.on, -Math.floor(minutesBefore / DAY_MINUTES)));
  return anyDay ? wanted : onWorkingDay(calendar, wanted);
}
