import { expect, test } from 'vitest';
import { birthdaysBetween, spanOf } from './birthday-days.ts';

test('a week of birthdays has those of both calendars', () => {
  // 2026-02-17 is the first day of the first lunar month.
  const days = birthdaysBetween('2026-02-17', '2026-02-18');
  expect(days).toContainEqual({ calendar: 'solar', month: 2, day: 17, leapMonth: false, on: '2026-02-17' });
  expect(days).toContainEqual({ calendar: 'lunar', month: 1, day: 1, leapMonth: false, on: '2026-02-17' });
  expect(days).toContainEqual({ calendar: 'lunar', month: 1, day: 2, leapMonth: true, on: '2026-02-18' });
  expect(days.every(({ on }) => on === '2026-02-17' || on === '2026-02-18')).toBe(true);
});

test('29 February is kept on the 28th of a common year', () => {
  expect(birthdaysBetween('2026-02-28', '2026-02-28')).toContainEqual(
    expect.objectContaining({ calendar: 'solar', month: 2, day: 29, on: '2026-02-28' }),
  );
});

test.each([
  ['today', '2026-11-25', '2026-11-25'],
  ['next7', '2026-11-25', '2026-12-02'],
  ['thisMonth', '2026-11-01', '2026-11-30'],
] as const)('%s is from %s to %s', (span, from, to) => {
  expect(spanOf(span, '2026-11-25', 30)).toEqual([from, to]);
});
