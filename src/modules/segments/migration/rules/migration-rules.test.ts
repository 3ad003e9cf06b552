import { expect, test } from 'vitest';
import { newcombe } from '../../../../maths/statistics.ts';
import { monthPlus, monthsBack } from './month-span.ts';
import { verdictOf } from './verdict.ts';

test.each([
  ['2026-01', -1, '2025-12'],
  ['2026-11', 2, '2027-01'],
  ['2026-05', 0, '2026-05'],
])('%s %d months on is %s', (month, by, expected) => {
  expect(monthPlus(month, by)).toBe(expected);
});

test('months are counted back to the first division at most', () => {
  expect(monthsBack({ until: '2026-11', months: 3, first: '2026-01' })).toEqual({
    start: '2026-09-01',
    end: '2026-12-01',
    until: '2026-11',
  });
  expect(monthsBack({ until: '2026-11', months: 12, first: '2026-10' })?.start).toBe('2026-10-01');
  expect(monthsBack({ until: '2026-09', months: 3, first: '2026-10' })).toBeNull();
});

const interval = (up: number, of: number, aloneUp: number, alone: number) =>
  newcombe({ successes: up, trials: of }, { successes: aloneUp, trials: alone });

test.each([
  [9, 9, 0, 9, 'too-few'],
  [30, 40, 5, 40, 'more'],
  [2, 40, 25, 40, 'less'],
  [12, 40, 10, 40, 'unclear'],
] as const)('%d of %d contacted beside %d of %d left alone: %s', (up, of, aloneUp, alone, expected) => {
  expect(verdictOf(of, alone, interval(up, of, aloneUp, alone))).toBe(expected);
});
