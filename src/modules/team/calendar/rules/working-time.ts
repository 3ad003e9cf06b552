import { addDays, daysBetween, weekday, type CivilDate } from '../../../../maths/calendar.ts';
import { clockAt, instantAt, minutesOf } from '../../../../maths/wall-clock.ts';

export interface Hours {
  /** `HH:MM` */
  from: string;
  to: string;
}

export interface ShopCalendar {
  zone: string;
  /** ISO weekday (Monday 1 … Sunday 7) → hours; a weekday that is missing is a day off. */
  hours: Readonly<Partial<Record<number, Hours>>>;
  /** Public holidays: day → true for a day off, false for the workday that makes up for it. */
  holidays: ReadonlyMap<CivilDate, { off: boolean }>;
  /** Days that the shop itself decided; they go before everything else. */
  ownDays: ReadonlyMap<CivilDate, { works: boolean }>;
}

const USUAL: Hours = { from: '09:00', to: '18:00' };
/** No calendar is closed longer; one that is closed for good moves nothing. */
const LONGEST_CLOSURE_DAYS = 400;

/** When the shop works on that day; null on a day off. A make-up workday keeps the hours of the first working weekday. */
export function hoursOn(calendar: ShopCalendar, day: CivilDate): Hours | null {
  const usual = calendar.hours[weekday(day)];
  const own = calendar.ownDays.get(day);
  const holiday = calendar.holidays.get(day);
  const works = own ? own.works : holiday ? !holiday.off : usual !== undefined;
  return works ? (usual ?? firstHours(calendar)) : null;
}

/** The same day if the shop works on it, else the next one on which it does. */
export function workingDayFrom(calendar: ShopCalendar, day: CivilDate): CivilDate | null {
  for (let next = day; daysBetween(day, next) <= LONGEST_CLOSURE_DAYS; next = addDays(next, 1)) {
    if (hoursOn(calendar, next)) return next;
  }
  return null;
}

/** The instant the shop opens on that day; on a day off the usual time of opening. */
export function openingOn(calendar: ShopCalendar, day: CivilDate): Date {
  return instantAt(calendar.zone, day, minutesOf((hoursOn(calendar, day) ?? firstHours(calendar)).from));
}

/** The instant itself within working hours, else the next opening. */
export function nextWorkingTime(calendar: ShopCalendar, instant: Date): Date {
  const { day, minutes } = clockAt(calendar.zone, instant);
  const hours = hoursOn(calendar, day);
  if (hours && minutes < minutesOf(hours.to)) {
    return minutes < minutesOf(hours.from) ? openingOn(calendar, day) : instant;
  }
  const next = workingDayFrom(calendar, addDays(day, 1));
  return next ? openingOn(calendar, next) : instant;
}

/** On a working day the instant as it is, on a day off the opening of the next working day. */
export function onWorkingDay(calendar: ShopCalendar, instant: Date): Date {
  const { day } = clockAt(calendar.zone, instant);
  const next = workingDayFrom(calendar, day);
  return next === null || next === day ? instant : openingOn(calendar, next);
}

function firstHours(calendar: ShopCalendar): Hours {
  return [1, 2, 3, 4, 5, 6, 7].map((day) => calendar.hours[day]).find((hours) => hours !== undefined) ?? USUAL;
}
