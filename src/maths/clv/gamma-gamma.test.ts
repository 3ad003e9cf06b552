import { describe, expect, it } from 'vitest';
import { amountsOf, averageAmount, expectedAmount, fitGammaGamma, type Amounts } from './gamma-gamma.ts';
import { readSummary, tellSkipped } from './testing.ts';

const summary = readSummary();
tellSkipped(summary, 'CDNOW amounts');
const repeated = summary.filter(({ x, mean }) => x > 0 && mean > 0).map(({ x, mean }) => ({ n: x, mean }));

const published: Amounts = { kind: 'gamma-gamma', p: 6.25, q: 3.74, v: 15.44 };
const exact: Amounts = { kind: 'gamma-gamma', p: 6.2488, q: 3.74459, v: 15.44775 };

describe('amounts', () => {
  it('of the whole population and of one customer are the known ones', () => {
    expect(averageAmount(exact)).toBeCloseTo(35.171, 3);
    expect(expectedAmount(exact, { n: 3, mean: 35 })).toBeCloseTo(35.0218, 4);
    expect(expectedAmount(exact, { n: 2, mean: 22.345 })).toBeCloseTo(24.654517, 3);
  });

  it.skipIf(summary.length === 0)('of the first ten customers of CDNOW are the known ones', () => {
    const first = summary.slice(0, 10).map(({ x, mean }) => expectedAmount(published, { n: x, mean }));
    [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17].forEach((expected, i) => {
      expect(Math.abs((first[i] ?? 0) - expected)).toBeLessThan(0.06);
    });
  });

  it.skipIf(summary.length === 0)('fitted to CDNOW have the published parameters', () => {
    expect(repeated).toHaveLength(946);
    // The likelihood is flat along a ridge: the last digits of p and v belong together.
    expect(fitGammaGamma(repeated, { withPriors: false })).toMatchObject({
      p: expect.closeTo(6.2488, 2),
      q: expect.closeTo(3.74459, 3),
      v: expect.closeTo(15.44775, 1),
      logLikelihood: expect.closeTo(-4055.92, 2),
      converged: true,
    });
    expect(amountsOf(repeated)).toMatchObject({ kind: 'gamma-gamma' });
  });

  it('are drawn to the shop’s mean where the model does not hold, and say why', () => {
    const equal = Array.from({ length: 40 }, (_, i) => ({ n: 2 + (i % 5), mean: 500 }));
    expect(amountsOf(equal)).toMatchObject({ kind: 'shrunken', mean: 500, why: 'all-equal' });
    const growing = Array.from({ length: 40 }, (_, i) => ({ n: 2 + i, mean: 100 + 10 * i }));
    expect(amountsOf(growing)).toMatchObject({ kind: 'shrunken', why: 'amounts-follow-frequency' });
    expect(amountsOf([{ n: 1, mean: 40 }])).toEqual({ kind: 'shrunken', mean: 40, why: 'too-few' });
    expect(amountsOf([{ n: 3, mean: 0 }])).toBeNull();
    expect(expectedAmount({ kind: 'shrunken', mean: 100, why: 'too-few' }, { n: 2, mean: 200 })).toBe(150);
  });
});
