import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../../../maths/calendar.ts';
import type { Birthday } from './birthday.ts';
import { ageOn, daysUntilBirthday, nextOccurrence, problemOfBirthday } from './birthday.ts';
import { lunarDateOf, lunarMonthLength, lunarYearHasLeap } from './lunar.ts';

const solar = (month: number, day: number, year?: number): Birthday => ({ calendar: 'solar', year, month, day });
const lunar = (month: number, day: number, rest: Partial<Birthday> = {}): Birthday => ({
  calendar: 'lunar',
  month,
  day,
  ...rest,
});

describe('a birthday is next kept', () => {
  test.each<[string, Birthday, string, string]>([
    ['on the day itself', solar(11, 22), '2026-11-22', '2026-11-22'],
    ['next year once it is over', solar(11, 21), '2026-11-22', '2027-11-21'],
    ['on 29 February in leap years', solar(2, 29), '2028-01-01', '2028-02-29'],
    ['on 28 February in common years', solar(2, 29), '2026-01-01', '2026-02-28'],
    ['on the day of the lunar calendar', lunar(10, 15), '2026-11-22', '2026-11-23'],
    ['in the lunar year that has begun', lunar(12, 8), '2026-01-01', '2026-01-26'],
    ['in the plain month, not in its repetition', lunar(6, 10), '2025-01-29', '2025-07-04'],
    ['a year later when only the repetition is left', lunar(6, 10), '2025-07-05', '2026-07-23'],
    ['in the leap month when there is one', lunar(6, 1, { leapMonth: true }), '2025-01-29', '2025-07-25'],
    [
      'in the plain month when the year has no leap month',
      lunar(6, 1, { leapMonth: true }),
      '2026-01-01',
      '2026-07-14',
    ],
    [
      'in the plain month when another month is the leap one',
      lunar(6, 1, { leapMonth: true }),
      '2028-01-26',
      '2028-07-22',
    ],
    ['on the 29th of a short twelfth month', lunar(12, 30), '2025-01-01', '2025-01-28'],
    ['on New Year of the lunar calendar', lunar(1, 1), '2026-02-18', '2027-02-06'],
  ])('%s', (_, birthday, from, expected) => {
    expect(nextOccurrence(birthday, from)).toBe(expected);
  });

  test('never a day early, never late, and within 385 days', () => {
    const birthday = fc.oneof(
      fc.record({
        calendar: fc.constant('solar' as const),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 28 }),
      }),
      fc.record({
        calendar: fc.constant('lunar' as const),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 30 }),
        leapMonth: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(birthday, fc.integer({ min: 0, max: 60_000 }), (birthday, days) => {
        const today = addDays('1930-01-01', days);
        const next = nextOccurrence(birthday, today);
        expect(daysUntilBirthday(birthday, today)).toBe(daysBetween(today, next));
        expect(daysBetween(today, next)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(today, next)).toBeLessThanOrEqual(385);
        expect(isKeptOn(birthday, next)).toBe(true);
        for (let day = today; day < next; day = addDays(day, 1))
          if (isKeptOn(birthday, day)) expect.fail(`${day} was skipped`);
      }),
      { numRuns: 200 },
    );
  });
});

describe('age', () => {
  test('grows on the birthday', () => {
    expect(ageOn(solar(11, 22, 1980), '2026-11-21')).toBe(45);
    expect(ageOn(solar(11, 22, 1980), '2026-11-22')).toBe(46);
    expect(ageOn(solar(2, 29, 2000), '2026-02-28')).toBe(26);
  });

  test('grows on the lunar birthday when that is the one kept', () => {
    const birthday = lunar(10, 15, { year: 1966 });
    expect(ageOn(birthday, '2026-11-22')).toBe(59);
    expect(ageOn(birthday, '2026-11-23')).toBe(60);
    expect(ageOn(lunar(12, 8, { year: 1966 }), '2026-01-26')).toBe(59);
  });

  test('is not known without a year, or before birth', () => {
    expect(ageOn(solar(1, 1), '2026-01-01')).toBeUndefined();
    expect(ageOn(solar(1, 2, 2026), '2026-01-01')).toBeUndefined();
  });
});

describe('a birthday', () => {
  test.each<[Birthday, string | undefined]>([
    [solar(2, 29), undefined],
    [solar(2, 29, 2024), undefined],
    [solar(2, 29, 2023), 'day'],
    [solar(4, 31), 'day'],
    [solar(13, 1), 'month'],
    [solar(0, 1), 'month'],
    [solar(1, 1.5), 'day'],
    [solar(1, 1, 1899), 'year'],
    [solar(1, 1, 2027), 'future'],
    [{ ...solar(6, 1), leapMonth: true }, 'leap_month'],
    [lunar(12, 30), undefined],
    [lunar(12, 31), 'day'],
    [lunar(12, 30, { year: 2024 }), 'day'],
    [lunar(6, 1, { leapMonth: true }), undefined],
    [lunar(6, 1, { leapMonth: true, year: 2025 }), undefined],
    [lunar(6, 30, { leapMonth: true, year: 2025 }), 'day'],
    [lunar(6, 1, { leapMonth: true, year: 2024 }), 'leap_month'],
    [lunar(12, 1, { year: 2026 }), 'future'],
  ])('%j has the problem %s', (birthday, problem) => {
    expect(problemOfBirthday(birthday, '2026-11-22')).toBe(problem);
  });
});

function isKeptOn(birthday: Birthday, day: string): boolean {
  if (birthday.calendar === 'solar')
    return Number(day.slice(5, 7)) === birthday.month && Number(day.slice(8)) === birthday.day;
  const date = lunarDateOf(day);
  const leapMonth = birthday.leapMonth === true && lunarYearHasLeap(date.year, birthday.month);
  const lastDay = lunarMonthLength(date.year, date.month, date.leapMonth);
  return date.month === birthday.month && date.leapMonth === leapMonth && date.day === Math.min(birthday.day, lastDay);
}
