import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../maths/calendar.ts';
import { civilDayOf, lunarDateOf, lunarLabelOf, lunarMonthLength, lunarYearHasLeap } from './lunar.ts';

describe('the Chinese calendar', () => {
  // Hong Kong Observatory, Gregorian-Lunar Calendar Conversion Table; several new moons lie minutes from midnight.
  test.each([
    ['2026-11-22', 2026, 10, 14, false],
    ['2025-06-25', 2025, 6, 1, false],
    ['2025-07-25', 2025, 6, 1, true],
    ['2025-08-22', 2025, 6, 29, true],
    ['2025-08-23', 2025, 7, 1, false],
    ['2024-02-10', 2024, 1, 1, false],
    ['2025-01-28', 2024, 12, 29, false],
    ['2025-01-29', 2025, 1, 1, false],
    ['2027-02-06', 2027, 1, 1, false],
    ['2028-01-26', 2028, 1, 1, false],
    ['2028-06-23', 2028, 5, 1, true],
    ['2030-02-03', 2030, 1, 1, false],
    ['2033-12-22', 2033, 11, 1, true],
    ['2012-08-17', 2012, 7, 1, false],
  ])('names %s', (day, year, month, date, leapMonth) => {
    expect(lunarDateOf(day)).toEqual({ year, month, leapMonth, day: date });
  });

  test('repeats the sixth month in 2025 and the fifth in 2028, and none in 2026', () => {
    const leapMonth = (year: number) =>
      Array.from({ length: 12 }, (_, at) => at + 1).filter((m) => lunarYearHasLeap(year, m));
    expect([2023, 2025, 2026, 2028, 2033].map(leapMonth)).toEqual([[2], [6], [], [5], [11]]);
  });

  test('agrees with the calendar of ICU on every day where ICU does not round a new moon over midnight', () => {
    const icu = new Intl.DateTimeFormat('en-u-ca-chinese', {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    const named = (day: string) => {
      const parts = Object.fromEntries(
        icu.formatToParts(new Date(`${day}T00:00:00Z`)).map(({ type, value }) => [type, value]),
      );
      return `${parts['relatedYear']}-${parts['month']}-${parts['day']}`;
    };
    for (let day = '2031-01-01'; day < '2070-01-01'; day = addDays(day, 1)) {
      const { year, month, leapMonth, day: date } = lunarDateOf(day);
      if (named(day) !== `${year}-${month}${leapMonth ? 'bis' : ''}-${date}`) expect.fail(`${day} is ${named(day)}`);
    }
  });

  test('and the civil one translate into each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80_000 }), (days) => {
        const day = addDays('1900-01-01', days);
        const lunar = lunarDateOf(day);
        expect(civilDayOf(lunar)).toBe(day);
        expect(lunar.day).toBeLessThanOrEqual(lunarMonthLength(lunar.year, lunar.month, lunar.leapMonth));
      }),
    );
  });

  test('is spoken in words', () => {
    expect(lunarLabelOf(lunarDateOf('2026-11-22'), 'zh-CN')).toEqual({ month: '十月', day: '十四' });
    expect(lunarLabelOf(lunarDateOf('2025-07-25'), 'zh-TW')).toEqual({ month: '閏六月', day: '初一' });
    expect(lunarLabelOf(lunarDateOf('2025-01-28'), 'zh-CN')).toEqual({ month: '腊月', day: '廿九' });
  });

  test('has no month that is not in it', () => {
    expect(() => civilDayOf({ year: 2026, month: 6, leapMonth: true, day: 1 })).toThrow(RangeError);
  });
});
