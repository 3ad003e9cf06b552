import { describe, expect, test } from 'vitest';
import { nextKept, problemOfOccasion, type OccasionDate } from './occasion.ts';

const date = (facts: Partial<OccasionDate>): OccasionDate => ({
  calendar: 'solar',
  month: 5,
  day: 1,
  leapMonth: false,
  ...facts,
});

describe('a day that matters', () => {
  test.each([
    ['every year', date({}), false, '2026-05-02', '2027-05-01'],
    ['29 February of a common year', date({ month: 2, day: 29 }), false, '2026-01-01', '2026-02-28'],
    ['by the moon', date({ calendar: 'lunar', month: 8, day: 15 }), false, '2026-01-01', '2026-09-25'],
    ['a month that has begun', date({ day: 0 }), false, '2026-05-20', '2026-05-01'],
    ['a month that is over', date({ day: 0 }), false, '2026-06-01', '2027-05-01'],
    ['once, still to come', date({ year: 2026 }), true, '2026-04-01', '2026-05-01'],
  ])('%s', (_name, when, once, today, on) => {
    expect(nextKept(when, once, today)?.on).toBe(on);
  });

  test('that was once is over, a month on its last day', () => {
    expect(nextKept(date({ year: 2026 }), true, '2026-05-02')).toBeNull();
    expect(nextKept(date({ year: 2026, day: 0 }), true, '2026-05-31')?.on).toBe('2026-05-01');
    expect(nextKept(date({ year: 2026, day: 0 }), true, '2026-06-01')).toBeNull();
  });

  test('may lie ahead, but must exist', () => {
    expect(problemOfOccasion(date({ year: 2030 }), true, '2026-01-01')).toBeUndefined();
    expect(problemOfOccasion(date({ day: 0 }), false, '2026-01-01')).toBeUndefined();
    expect(problemOfOccasion(date({ month: 4, day: 31 }), false, '2026-01-01')).toBe('day');
    expect(problemOfOccasion(date({ year: 1500 }), false, '2026-01-01')).toBe('year');
    expect(problemOfOccasion(date({}), true, '2026-01-01')).toBe('year_missing');
  });
});
