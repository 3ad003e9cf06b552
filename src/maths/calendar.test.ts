import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayIn,
  daysBetween,
  FIRST_DAY,
  isCivilDate,
  isZone,
  LAST_DAY,
  monthKey,
  monthsBetween,
  startOfDay,
  startOfMonth,
  weekday,
  weeksBetween,
} from './calendar.ts';

const civilDay = fc.integer({ min: 0, max: daysBetween(FIRST_DAY, LAST_DAY) }).map((days) => addDays(FIRST_DAY, days));

describe('civil dates', () => {
  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (day) => {
    expect(isCivilDate(day)).toBe(true);
  });

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '0000-01-01',
    '2026-1-2',
    '',
    null,
    5,
  ])('%s is none', (day) => {
    expect(isCivilDate(day)).toBe(false);
  });

  it('reaches the day it counted to', () => {
    fc.assert(
      fc.property(civilDay, civilDay, (from, to) => {
        expect(isCivilDate(from)).toBe(true);
        expect(addDays(from, daysBetween(from, to))).toBe(to);
        expect(daysBetween(from, to) > 0).toBe(to > from);
      }),
    );
  });

  it('counts days and weekdays as Date does in UTC', () => {
    fc.assert(
      fc.property(civilDay, (day) => {
        const date = new Date(`${day}T00:00:00Z`);
        expect(daysBetween('1970-01-01', day)).toBe(date.getTime() / 86_400_000);
        expect(weekday(day) % 7).toBe(date.getUTCDay());
      }),
    );
  });

  it('counts weeks with their fractions', () => {
    expect(weeksBetween('1997-01-01', '1997-09-30')).toBeCloseTo(38.857143, 6);
  });

  it('refuses to calculate with what is no day, or beyond the calendar', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(() => addDays(LAST_DAY, 1)).toThrow(RangeError);
  });
});

describe('months', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-11-22', 14, '2028-01-22'],
    ['2026-01-15', -13, '2024-12-15'],
  ])('%s and %i months is %s', (day, months, result) => {
    expect(addMonths(day, months)).toBe(result);
    expect(monthsBetween(day, result)).toBe(months);
  });

  it('are known by year and month', () => {
    expect(monthKey('2026-11-22')).toBe('2026-11');
    expect(startOfMonth('2026-11-22')).toBe('2026-11-01');
  });
});

describe("the shop's day", () => {
  it.each([
    ['Asia/Shanghai', '2026-11-21T16:00:00Z', '2026-11-22'],
    ['Asia/Shanghai', '2026-11-21T15:59:59Z', '2026-11-21'],
    ['America/Los_Angeles', '2026-11-22T07:59:59Z', '2026-11-21'],
    ['Pacific/Kiritimati', '2026-11-21T10:00:00Z', '2026-11-22'],
    ['Asia/Kathmandu', '2026-11-21T18:15:00Z', '2026-11-22'],
  ])('in %s at %s is %s', (zone, instant, day) => {
    expect(dayIn(zone, new Date(instant))).toBe(day);
  });

  it.each([
    ['Asia/Shanghai', '2026-11-22', '2026-11-21T16:00:00.000Z', 'an ordinary night'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', 'before the clock goes forward'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z', 'after the clock went forward'],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00.000Z', 'after the clock went back'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', 'a midnight that never was'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', 'after a day that never was'],
  ])('in %s %s begins at %s (%s)', (zone, day, instant) => {
    expect(startOfDay(zone, day).toISOString()).toBe(instant);
  });

  it('begins with its first second in every zone', () => {
    const zone = fc.constantFrom(
      'Asia/Shanghai',
      'Asia/Taipei',
      'Europe/London',
      'America/New_York',
      'Australia/Sydney',
    );
    fc.assert(
      fc.property(zone, fc.integer({ min: 0, max: 22_000 }), (place, days) => {
        const day = addDays('1990-01-01', days);
        const start = startOfDay(place, day);
        expect(dayIn(place, start)).toBe(day);
        expect(dayIn(place, new Date(start.getTime() - 1))).toBe(addDays(day, -1));
      }),
    );
  });

  it('knows which zones there are', () => {
    expect(isZone('Asia/Taipei')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
  });
});
