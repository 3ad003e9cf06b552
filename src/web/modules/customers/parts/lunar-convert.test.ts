import { expect, test } from 'vitest';
import { inOtherCalendar } from './lunar-convert.ts';

const solar = (year: number, month: number, day: number) => ({ calendar: 'solar' as const, year, month, day });
const lunar = (year: number, month: number, day: number, leapMonth = false) => {
  return { calendar: 'lunar' as const, year, month, day, leapMonth };
};

test.each([
  ['Mid-Autumn 2025', solar(2025, 10, 6), lunar(2025, 8, 15)],
  ['New Year 2026', solar(2026, 2, 17), lunar(2026, 1, 1)],
  ['the eve of it', solar(2026, 2, 16), lunar(2025, 12, 29)],
  ['a leap month', solar(2025, 7, 25), lunar(2025, 6, 1, true)],
  ['January of a late year', solar(1985, 1, 1), lunar(1984, 11, 11)],
])('%s is the same day in both calendars', (_name, sun, moon) => {
  expect(inOtherCalendar(sun)).toEqual(moon);
  expect(inOtherCalendar(moon)).toEqual(sun);
});

test('without a year, or on a day that was not, there is no other calendar', () => {
  expect(inOtherCalendar({ calendar: 'lunar', month: 8, day: 15 })).toBeUndefined();
  expect(inOtherCalendar(solar(2025, 2, 30))).toBeUndefined();
  expect(inOtherCalendar(lunar(2025, 7, 1, true))).toBeUndefined();
});
