import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { welch } from '../../../maths/statistics.ts';
import { resampledDifference } from '../../../maths/resample.ts';
import { betterVersion } from './better-version.ts';
import { isUneven, liftOf, visibleLift } from './lift.ts';

const artea = new URL('../../../../../shared/data/artea/artea-a_b-experiment.csv', import.meta.url);

describe('the effect against those who were left in peace', () => {
  test('of the published coupon test: more orders, no more money', ({ skip }) => {
    skip(!existsSync(artea), `the published test is not there: ${artea.pathname}`);
    const rows = readFileSync(artea, 'utf8')
      .replace('\uFEFF', '')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number));
    const side = (coupon: number) => rows.filter((row) => row[3] === coupon);
    const moments = (values: number[]) => {
      const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
      return {
        n: values.length,
        mean,
        variance: values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1),
      };
    };
    const column = (coupon: number, n: number) => moments(side(coupon).map((row) => row[n] ?? 0));
    const [withCoupon, without] = [column(1, 1), column(0, 1)];
    expect([withCoupon.mean, without.mean].map((one) => one.toFixed(4))).toEqual(['0.1519', '0.1257']);
    expect(welch(withCoupon, without)?.p).toBeCloseTo(0.027, 3);
    expect([column(1, 2).mean, column(0, 2).mean].map((one) => one.toFixed(2))).toEqual(['7.54', '7.78']);
    expect(welch(column(1, 2), column(0, 2))?.p).toBeCloseTo(0.72, 2);
    const arm = (coupon: number) => ({
      n: side(coupon).length,
      amounts: side(coupon).flatMap((row) => (row[2] ? [row[2] * 100] : [])),
    });
    const lift = liftOf(arm(1), arm(0));
    expect(lift?.money.low).toBeLessThan(0);
    expect(lift?.money.high).toBeGreaterThan(0);
    // Shares of buyers, 310 of 2,502 against 267 of 2,498: Newcombe's interval, reckoned by hand.
    expect(lift?.buying.difference).toBeCloseTo(0.01702, 5);
    expect([lift?.buying.low, lift?.buying.high].map((one) => one?.toFixed(5))).toEqual(['-0.00071', '0.03475']);
    expect(isUneven(arm(1).n, arm(0).n, 50)).toBe(false);
    // As a test of two versions it has no winner: the one that would have gone out anyway stays.
    const hits = (coupon: number) => ({ hits: arm(coupon).amounts.length, sent: arm(coupon).n });
    expect(betterVersion(hits(0), hits(1))).toBe('A');
  });

  test('is not told of too few', () => {
    expect(liftOf({ n: 500, amounts: [100, 200, 300, 400, 500] }, { n: 19, amounts: [] })).toBeNull();
    expect(liftOf({ n: 500, amounts: [100] }, { n: 50, amounts: [] })).toBeNull();
  });

  test('drawn anew lies about where the normal interval does', () => {
    const a = { n: 4_000, amounts: Array.from({ length: 800 }, (_, n) => 5_000 + (n % 40) * 100) };
    const b = { n: 4_000, amounts: Array.from({ length: 600 }, (_, n) => 5_000 + (n % 40) * 100) };
    const normal = liftOf(a, b)!;
    const drawn = resampledDifference(a, b);
    expect(normal.resampled).toBe(false);
    expect(Math.abs(drawn.low - normal.money.low)).toBeLessThan(40);
    expect(Math.abs(drawn.high - normal.money.high)).toBeLessThan(40);
  });

  test('never has its interval the wrong way round, and the same figures give the same answer', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(amounts, amounts, fc.integer({ min: 60, max: 900 }), (one, other, n) => {
        const lift = liftOf({ n, amounts: one }, { n, amounts: other });
        if (!lift) return true;
        expect(liftOf({ n, amounts: one }, { n, amounts: other })).toEqual(lift);
        return (
          lift.money.low <= lift.money.high &&
          lift.buying.low <= lift.buying.difference &&
          lift.buying.difference <= lift.buying.high
        );
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    [0.1, 900, 100, 8.854],
    [0.2, 9_000, 1_000, 3.733],
    [0.1, 900, 10, null],
  ])('of a usual %d with %i and %i shows from %d points on', (share, treated, held, points) => {
    const visible = visibleLift(share, treated, held);
    if (points === null) expect(visible).toBeNull();
    else expect(visible).toBeCloseTo(points, 2);
  });

  test('is not told when the sides are uneven beyond chance', () => {
    expect([isUneven(900, 100, 10), isUneven(930, 70, 10), isUneven(960, 40, 10)]).toEqual([false, false, true]);
  });
});

test.each([
  [{ hits: 10, sent: 100 }, { hits: 30, sent: 100 }, 'B'],
  [{ hits: 10, sent: 100 }, { hits: 13, sent: 100 }, 'A'],
  [{ hits: 30, sent: 100 }, { hits: 10, sent: 100 }, 'A'],
  [{ hits: 0, sent: 0 }, { hits: 5, sent: 5 }, 'A'],
] as const)('of %o and %o the better version is %s', (a, b, winner) => {
  expect(betterVersion(a, b)).toBe(winner);
});
