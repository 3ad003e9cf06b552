import { addDays } from '../../../maths/calendar.ts';
import { clockAt, instantAt, minutesOf } from '../../../maths/wall-clock.ts';

/** Wall clock, `HH:MM`; over midnight where `from` is the later one; the same twice: none. */
export interface QuietHours {
  from: string;
  to: string;
}

/** The first instant from now on at which it is not quiet where the person is: now itself outside the quiet hours. */
export function afterQuiet(zone: string, now: Date, { from, to }: QuietHours): Date {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  const { day, minutes } = clockAt(zone, now);
  const overNight = start > end;
  const quiet = overNight ? minutes >= start || minutes < end : minutes >= start && minutes < end;
  if (!quiet) return now;
  const endsOn = overNight && minutes >= start ? addDays(day, 1) : day;
  const until = instantAt(zone, endsOn, end);
  // In an hour that comes twice the end may be behind already.
  return until > now ? until : now;
}
