import { addDays, type CivilDate } from '../../../../maths/calendar.ts';
import { clockAt, instantAt, minutesOf } from '../../../../maths/wall-clock.ts';
import type { Wait, WaitSpan } from '../plan-contract.ts';

const MS = { minutes: 60_000, hours: 3_600_000 } as const;

/** When a wait that begins at `now` is over, by the clocks of `zone`. */
export function waitEnds(wait: Wait, zone: string, now: Date): Date {
  return wait.kind === 'span' ? spanEnds(wait.span, zone, now) : clockShows(wait, zone, now);
}

/** Minutes and hours pass as they do; a day is over when the clock on the wall shows the same time again. */
export function spanEnds({ amount, unit }: WaitSpan, zone: string, now: Date): Date {
  if (unit !== 'days') return new Date(now.getTime() + amount * MS[unit]);
  const { day, minutes } = clockAt(zone, now);
  return instantAt(zone, addDays(day, amount), minutes);
}

/** The next time the clock shows it, now included. */
function clockShows({ weekday, at }: Extract<Wait, { kind: 'clock' }>, zone: string, now: Date): Date {
  const { day } = clockAt(zone, now);
  for (let ahead = 0; ; ahead += 1) {
    const on = addDays(day, ahead);
    const instant = instantAt(zone, on, minutesOf(at));
    if ((weekday === null || weekdayOf(on) === weekday) && instant >= now) return instant;
  }
}

/** 1 is Monday. */
function weekdayOf(day: CivilDate): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}
