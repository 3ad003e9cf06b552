import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breakEven, economyOf, warningsOf, type YearFigures } from './bucket.ts';

const year: YearFigures = {
  start: 200,
  lostOfStart: 40,
  new: 50,
  active: 205,
  revenueMinor: 41_000_000n,
  winningMinor: 2_500_000n,
  keepingMinor: 2_050_000n,
  marginPercent: null,
};

describe('the economy of a year', () => {
  test('is plain division', () => {
    expect(economyOf(year)).toEqual({
      churn: 0.2,
      perCustomerMinor: 200_000,
      winningPerNewMinor: 50_000,
      keepingPerKeptMinor: 10_000,
      ratio: 5,
      pointMinor: 410_000,
    });
    expect(economyOf({ ...year, marginPercent: 40 })).toMatchObject({ perCustomerMinor: 80_000, pointMinor: 164_000 });
  });

  test.each([
    [
      'nothing booked',
      { winningMinor: 0n, keepingMinor: 0n },
      { ratio: null, winningPerNewMinor: null, keepingPerKeptMinor: null },
    ],
    ['nobody new', { new: 0 }, { winningPerNewMinor: null, ratio: null }],
    ['nobody at the beginning', { start: 0, active: 0 }, { churn: null, perCustomerMinor: null, pointMinor: null }],
    ['corrections larger than what was booked', { winningMinor: -5n }, { winningPerNewMinor: null }],
  ])('with %s says nothing rather than something wrong', (_what, facts, told) => {
    expect(economyOf({ ...year, ...facts })).toMatchObject(told);
  });

  test('never says what is not a number', () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    const money = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
    fc.assert(
      fc.property(count, count, count, count, money, money, money, (start, fresh, lost, active, revenue, win, keep) => {
        const economy = economyOf({
          ...year,
          start,
          new: fresh,
          lostOfStart: lost,
          active,
          revenueMinor: revenue,
          winningMinor: win,
          keepingMinor: keep,
        });
        for (const figure of Object.values(economy)) expect(figure === null || Number.isFinite(figure)).toBe(true);
        expect(economy.churn ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test.each([
  [5_000, 200_000, 2.5],
  [200_000, 200_000, 100],
  [5_000, 0, null],
  [5_000, null, null],
])('a gift of %s where a customer brings %s a year pays from %s in a hundred on', (gift, yearly, needed) => {
  expect(breakEven(gift, yearly)).toBe(needed);
});

test.each([
  [{ customers: 0 }, ['nobody']],
  [{ customers: 80, days: 1, spanDays: 0 }, ['one_day']],
  [{ customers: 80, spanDays: 120 }, ['too_short']],
  [{ customers: 30 }, ['few']],
  [{ customers: 300, largestShare: 0.4 }, ['one_customer']],
  [{ customers: 1, largestShare: 1 }, ['few']],
  [{ customers: 300 }, []],
])('of %j is said: %j', (facts, warnings) => {
  expect(warningsOf({ days: 400, spanDays: 900, lostAfter: 203, largestShare: 0.01, ...facts })).toEqual(warnings);
});
