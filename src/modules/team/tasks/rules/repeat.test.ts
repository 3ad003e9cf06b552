import { describe, expect, test } from 'vitest';
import { chineseCalendar } from '../lunar.ts';
import { nextDue, type Repeat } from './repeat.ts';

const next = (repeat: Repeat, anchor: string, after: string) => nextDue(repeat, anchor, after, chineseCalendar);

describe('the next one', () => {
  test.each<[string, Repeat, string, string, string | null]>([
    ['every day', { every: 1, unit: 'day' }, '2026-11-25', '2026-11-25', '2026-11-26'],
    ['every third day, late', { every: 3, unit: 'day' }, '2026-11-01', '2026-11-05', '2026-11-07'],
    ['every week', { every: 1, unit: 'week' }, '2026-11-25', '2026-11-25', '2026-12-02'],
    ['on Monday and Thursday', { every: 1, unit: 'week', weekdays: [1, 4] }, '2026-11-23', '2026-11-23', '2026-11-26'],
    ['every other week on Monday', { every: 2, unit: 'week', weekdays: [1] }, '2026-11-23', '2026-11-24', '2026-12-07'],
    ['monthly on the 31st, in February', { every: 1, unit: 'month' }, '2026-01-31', '2026-01-31', '2026-02-28'],
    ['and in March again', { every: 1, unit: 'month' }, '2026-01-31', '2026-02-28', '2026-03-31'],
    ['every quarter', { every: 3, unit: 'month' }, '2026-01-15', '2026-02-01', '2026-04-15'],
    ['29 February in common years', { every: 1, unit: 'year' }, '2024-02-29', '2024-02-29', '2025-02-28'],
    ['and in leap years again', { every: 1, unit: 'year' }, '2024-02-29', '2027-03-01', '2028-02-29'],
    // 2026-02-17 is the first day of the lunar year, 2027-02-06 the next one.
    ['Chinese New Year', { every: 1, unit: 'year', calendar: 'lunar' }, '2026-02-17', '2026-02-17', '2027-02-06'],
    [
      'every second lunar year',
      { every: 2, unit: 'year', calendar: 'lunar' },
      '2026-02-17',
      '2026-02-17',
      '2028-01-26',
    ],
    ['before its first day', { every: 1, unit: 'week' }, '2026-11-25', '2026-11-01', '2026-11-25'],
    ['until a day', { every: 1, unit: 'day', until: '2026-11-25' }, '2026-11-20', '2026-11-25', null],
  ])('%s', (_what, repeat, anchor, after, expected) => {
    expect(next(repeat, anchor, after)).toBe(expected);
  });
});
