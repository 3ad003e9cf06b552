import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean, median, newcombe, pearson, percentile, skewness, variance, welch, wilson } from './statistics.ts';

describe('describing values', () => {
  it('agrees with NumPy', () => {
    expect(mean([1, 3, 4, 8, 12])).toBe(5.6);
    expect(variance([1, 3, 4, 8, 12])).toBeCloseTo(19.3, 12);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect([10, 25, 60, 90].map((percent) => percentile([12, 1, 8, 3, 4], percent))).toEqual([
      1.8,
      3,
      expect.closeTo(5.6, 12),
      expect.closeTo(10.4, 12),
    ]);
  });

  it('has the skewness of the textbook', () => {
    expect(skewness([1, 2, 3])).toBeCloseTo(0, 12);
    expect(skewness([0, 0, 0, 0, 10])).toBeCloseTo(1.5, 12);
    expect(skewness([4, 4, 4])).toBeNull();
  });

  it('has no figure for nothing', () => {
    expect([mean([]), median([]), variance([1]), wilson(0, 0), pearson([1, 1], [2, 3])]).toEqual(Array(5).fill(null));
    expect(newcombe({ successes: 0, trials: 0 }, { successes: 1, trials: 2 })).toBeNull();
    expect(welch({ n: 1, mean: 1, variance: 0 }, { n: 9, mean: 1, variance: 1 })).toBeNull();
  });
});

describe('shares', () => {
  it('reproduces the published intervals of Newcombe (1998)', () => {
    // Table I of "Two-sided confidence intervals for the single proportion": 81/263 and 15/148.
    expect(wilson(81, 263)).toEqual({ low: expect.closeTo(0.2553, 4), high: expect.closeTo(0.3662, 4) });
    expect(wilson(15, 148)).toEqual({ low: expect.closeTo(0.0624, 4), high: expect.closeTo(0.1605, 4) });
    // Table II of "Interval estimation for the difference", method 10: 56/70 − 48/80.
    const difference = newcombe({ successes: 56, trials: 70 }, { successes: 48, trials: 80 });
    expect(difference).toEqual({
      difference: expect.closeTo(0.2, 12),
      low: expect.closeTo(0.0524, 4),
      high: expect.closeTo(0.3339, 4),
    });
  });

  it('stays between nothing and all, around the share', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (successes, failures) => {
        fc.pre(successes + failures > 0);
        const share = successes / (successes + failures);
        const interval = wilson(successes, successes + failures);
        expect(interval?.low).toBeGreaterThanOrEqual(0);
        expect(interval?.high).toBeLessThanOrEqual(1);
        expect((interval?.low ?? 2) <= share + 1e-12 && (interval?.high ?? -1) >= share - 1e-12).toBe(true);
      }),
    );
  });
});

describe('comparing', () => {
  it("gives SciPy's Welch test", () => {
    const a = { n: 15, mean: 20.82, variance: 7.867428571428571 };
    const b = { n: 15, mean: 24.146666666666665, variance: 11.366952380952382 };
    expect(welch(a, b)).toEqual({
      difference: expect.closeTo(-3.3266666667, 9),
      t: expect.closeTo(-2.9377565918166, 10),
      df: expect.closeTo(27.10282724728, 9),
      p: expect.closeTo(0.006674087181083, 12),
      low: expect.closeTo(-5.64971299287, 9),
      high: expect.closeTo(-1.00362034046, 9),
    });
  });

  it("gives Anscombe's correlation", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    expect(pearson(x, y)).toBeCloseTo(0.8164205163448395, 12);
  });
});
