import { describe, expect, test } from 'vitest';
import { clockAt, endOfDay, instantAt } from './wall-clock.ts';

describe('the time on the wall', () => {
  test.each([
    ['Asia/Shanghai', '2026-11-25', 9 * 60, '2026-11-25T01:00:00.000Z'],
    ['Asia/Taipei', '2026-01-01', 0, '2025-12-31T16:00:00.000Z'],
    ['America/New_York', '2026-07-01', 9 * 60, '2026-07-01T13:00:00.000Z'],
    // 02:30 is skipped on the night the clocks go forward …
    ['America/New_York', '2026-03-08', 2 * 60 + 30, '2026-03-08T07:30:00.000Z'],
    // … and 01:30 comes twice on the night they go back: the first counts.
    ['America/New_York', '2026-11-01', 60 + 30, '2026-11-01T05:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25', 9 * 60, '2026-10-25T08:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', 9 * 60, '2026-10-03T22:00:00.000Z'],
  ])('in %s on %s, minute %i, is %s', (zone, day, minutes, expected) => {
    expect(instantAt(zone, day, minutes).toISOString()).toBe(expected);
  });

  test.each([
    ['Asia/Shanghai', '2026-11-25T16:00:00Z', { day: '2026-11-26', minutes: 0 }],
    ['America/New_York', '2026-03-08T07:30:00Z', { day: '2026-03-08', minutes: 3 * 60 + 30 }],
    ['America/New_York', '2026-11-01T06:30:00Z', { day: '2026-11-01', minutes: 60 + 30 }],
  ])('is read back in %s at %s', (zone, instant, shown) => {
    expect(clockAt(zone, new Date(instant))).toEqual(shown);
  });

  test('a day may have 23 or 25 hours', () => {
    const length = (day: string) =>
      (endOfDay('Europe/Berlin', day).getTime() - instantAt('Europe/Berlin', day, 0).getTime()) / 3_600_000;
    expect([length('2026-03-29'), length('2026-10-25'), length('2026-11-25')]).toEqual([23, 25, 24]);
  });
});
