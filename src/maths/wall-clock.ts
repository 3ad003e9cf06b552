import { addDays, dayIn, type CivilDate } from './calendar.ts';

/** Minutes since the beginning of the civil day, as a clock on the wall shows them. */
export type WallMinutes = number;

export function minutesOf(time: string): WallMinutes {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/**
 * The instant at which the zone's clocks show this time. An hour that comes twice means its first coming; an hour that
 * the clocks skip means as much later (02:30 becomes 03:30).
 */
export function instantAt(zone: string, day: CivilDate, minutes: WallMinutes): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  const before = offsetAt(zone, asUtc - DAY_MS);
  const after = offsetAt(zone, asUtc + DAY_MS);
  const fitting = [before, after].map((offset) => ({ offset, at: asUtc - offset }));
  const right = fitting.filter(({ offset, at }) => offsetAt(zone, at) === offset).map(({ at }) => at);
  return new Date(right.length > 0 ? Math.min(...right) : asUtc - before);
}

/** What the zone's clocks show at that instant. */
export function clockAt(zone: string, instant: Date): { day: CivilDate; minutes: WallMinutes } {
  const day = dayIn(zone, instant);
  const shown = instant.getTime() + offsetAt(zone, instant.getTime());
  return { day, minutes: Math.floor((shown - Date.parse(`${day}T00:00:00Z`)) / 60_000) };
}

/** The first instant that no longer belongs to the day. */
export function endOfDay(zone: string, day: CivilDate): Date {
  return instantAt(zone, addDays(day, 1), 0);
}

const DAY_MS = 86_400_000;

/** Milliseconds that the zone is ahead of UTC. */
function offsetAt(zone: string, at: number): number {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const shown = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return shown - Math.floor(at / 1000) * 1000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clocks.set(zone, clock);
  }
  return clock;
}
