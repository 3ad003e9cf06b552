import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaGeometricLogLikelihood, fitBetaGeometric } from './beta-geometric-fit.ts';
import { expectedPurchases, pAlive, pBuysWithin, pPurchases, type BetaGeometric } from './beta-geometric.ts';
import { discountedPurchases } from './value.ts';
import { readSummary, tellSkipped } from './testing.ts';

const summary = readSummary();
tellSkipped(summary, 'CDNOW fits');

const mbg: BetaGeometric = { kind: 'mbg-nbd', r: 0.52484, alpha: 6.18309, a: 0.89136, b: 1.614 };
const bg: BetaGeometric = { kind: 'bg-nbd', r: 0.24259, alpha: 4.4136, a: 0.79292, b: 2.42591 };
const twice = { x: 2, tx: 30.4286, T: 38.8571 };
const never = { x: 0, tx: 0, T: 38.8571 };

describe('MBG/NBD', () => {
  it('gives the known figures of two CDNOW customers', () => {
    expect(pAlive(mbg, twice)).toBeCloseTo(0.706138, 5);
    expect(pBuysWithin(mbg, twice, 39)).toBeCloseTo(0.55994, 5);
    expect(expectedPurchases(mbg, twice, 39)).toBeCloseTo(1.262759, 5);
    expect(expectedPurchases(mbg, twice, 52)).toBeCloseTo(1.596933, 5);
    expect(pAlive(mbg, never)).toBeCloseTo(0.389723, 5);
    expect(pBuysWithin(mbg, never, 39)).toBeCloseTo(0.108803, 5);
    expect(expectedPurchases(mbg, never, 39)).toBeCloseTo(0.153966, 5);
  });

  it('discounts the purchases of a year week by week', () => {
    const exact = (v: number) =>
      Array.from({ length: 52 }, (_, w) => {
        const purchases = expectedPurchases(mbg, twice, w + 1) - expectedPurchases(mbg, twice, w);
        return v ** (w + 1) * purchases;
      }).reduce((sum, value) => sum + value, 0);
    const discounted = discountedPurchases((t) => expectedPurchases(mbg, twice, t), 0.1);
    expect(discounted).toBeCloseTo(1.527554, 5);
    expect(discounted).toBeCloseTo(exact(1.1 ** (-1 / 52)), 5);
    expect(discounted * 24.654517).toBeCloseTo(37.66111, 3);
  });

  it('expects the same of a customer whoever was asked about before', () => {
    const steady: BetaGeometric = { kind: 'mbg-nbd', r: 204, alpha: 1368, a: 0.3, b: 6 };
    const history = fc.record({ x: fc.integer({ min: 0, max: 80 }), T: fc.double({ min: 1, max: 200, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(history, { minLength: 2, maxLength: 20 }), (all) => {
        for (const { x, T } of all) {
          const one = { x, tx: T / 2, T };
          expect(expectedPurchases(steady, one, 26)).toBe(expectedPurchases({ ...steady }, one, 26));
        }
      }),
    );
  });

  it('expects the same by series and by quadrature, on either side of where they change over', () => {
    for (const history of [twice, never, { x: 40, tx: 38, T: 39 }]) {
      const near = expectedPurchases({ ...mbg, a: 1 + 2e-4 }, history, 39);
      const at = expectedPurchases({ ...mbg, a: 1 }, history, 39);
      expect(Math.abs(near / at - 1)).toBeLessThan(1e-3);
      const within = expectedPurchases({ ...mbg, r: 7.5053 }, history, 39);
      const beyond = expectedPurchases({ ...mbg, r: 7.5054 }, history, 39);
      expect(Math.abs(within / beyond - 1)).toBeLessThan(1e-3);
    }
  });
});

describe('BG/NBD', () => {
  const heavy = { x: 26, tx: 30.857, T: 31 };

  it.each([
    [1 / 7, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [78, 1.858],
  ])('expects of a new customer within %f weeks %f purchases', (t, expected) => {
    expect(expectedPurchases(bg, { x: 0, tx: 0, T: 0 }, t)).toBeCloseTo(expected, t > 50 ? 3 : 4);
  });

  it.each([
    [10, 0.3474606],
    [15, 0.0428339],
    [20, 0.004159],
    [25, 0.0003584],
  ])('believes that whoever bought %i times and then fell silent has left', (x, expected) => {
    expect(expectedPurchases(bg, { x, tx: 20, T: 39 }, 52) / expected).toBeCloseTo(1, 3);
  });

  it('gives the known figures', () => {
    expect(expectedPurchases(bg, { x: 2, tx: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 3);
    expect(expectedPurchases(bg, { x: 0, tx: 0, T: 0 }, 52)).toBeCloseTo(1.444004, 3);
    expect(expectedPurchases(bg, heavy, 52)).toBeCloseTo(25.75659, 2);
    expect(pAlive(bg, heavy)).toBeCloseTo(0.9688523, 5);
    expect(pBuysWithin(bg, never, 39)).toBeCloseTo(0.144335, 5);
    expect(expectedPurchases(bg, never, 39)).toBeCloseTo(0.194794, 5);
    expect(pAlive(bg, { x: 1000, tx: 10, T: 100 })).toBe(0);
    expect(pAlive(bg, never)).toBe(1);
  });

  it('knows how likely just so many purchases are', () => {
    const rounded = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
    expect(pPurchases(rounded, 0, 39)).toBeCloseTo(0.5737864, 5);
    expect(pPurchases(rounded, 10, 2) / 1.07869e-7).toBeCloseTo(1, 2);
    const all = Array.from({ length: 120 }, (_, n) => pPurchases(bg, n, 39)).reduce((sum, p) => sum + p, 0);
    expect(all).toBeCloseTo(1, 6);
  });
});

describe('both', () => {
  it.each([
    ['bg-nbd', -0.59947382, 100.7957],
    ['mbg-nbd', -0.41792826, 100.7869],
  ] as const)('have the known likelihoods, of heavy buyers too: %s', (kind, silent, heavy) => {
    const model = { kind, r: 0.25, alpha: 4, a: 0.8, b: 2.5 };
    expect(betaGeometricLogLikelihood([{ x: 0, tx: 0, T: 40 }], model)).toBeCloseTo(silent, 8);
    expect(betaGeometricLogLikelihood([{ x: 200, tx: 38, T: 40 }], model)).toBeCloseTo(heavy, 4);
    expect(pAlive(model, { x: 1000, tx: 10, T: 100 })).toBe(0);
  });

  it('stay a share and a number for ten thousand customers of any kind', () => {
    const parameter = (min: number, max: number) =>
      fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);
    const model = fc.record({
      kind: fc.constantFrom('mbg-nbd' as const, 'bg-nbd' as const),
      r: parameter(0.05, 5),
      alpha: parameter(0.5, 50),
      a: parameter(0.1, 5),
      b: parameter(0.1, 9),
    });
    const history = fc
      .tuple(fc.nat(1000), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 520, noNaN: true }))
      .map(([x, share, T]) => ({ x, tx: x === 0 ? 0 : share * T, T }));
    const weeks = fc.double({ min: 0.01, max: 104, noNaN: true });
    fc.assert(
      fc.property(model, history, weeks, weeks, (parameters, customer, s, t) => {
        const sooner = pBuysWithin(parameters, customer, Math.min(s, t));
        const later = pBuysWithin(parameters, customer, Math.max(s, t));
        const expected = expectedPurchases(parameters, customer, Math.max(s, t));
        expect(0 <= sooner && sooner <= later && later <= pAlive(parameters, customer)).toBe(true);
        expect(Number.isFinite(expected)).toBe(true);
        expect(expected).toBeGreaterThanOrEqual(later * (1 - 1e-6));
      }),
      { numRuns: 10_000 },
    );
  });

  it('refuse a history that cannot be', () => {
    expect(() => fitBetaGeometric('mbg-nbd', [{ x: 1, tx: 9, T: 5 }])).toThrow(RangeError);
    expect(fitBetaGeometric('bg-nbd', [])).toBeNull();
  });
});

describe.skipIf(summary.length === 0)('fitted to CDNOW', () => {
  it.each([
    ['mbg-nbd', [0.52484, 6.18309, 0.89136, 1.614], -9582.136],
    ['bg-nbd', [0.24259, 4.4136, 0.79292, 2.42591], -9582.429],
  ] as const)('%s finds the published parameters by maximum likelihood', (kind, [r, alpha, a, b], logLikelihood) => {
    const fit = fitBetaGeometric(kind, summary, { withPriors: false });
    expect(fit).toMatchObject({
      r: expect.closeTo(r, 5),
      alpha: expect.closeTo(alpha, 4),
      a: expect.closeTo(a, 4),
      b: expect.closeTo(b, 4),
      logLikelihood: expect.closeTo(logLikelihood, 3),
      converged: true,
    });
    expect(fit?.standardErrors?.every((error, i) => error > 0 && error < [r, alpha, a, b][i]!)).toBe(true);
  });

  it('finds them from twenty starts', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 }), (start) => {
        const fit = fitBetaGeometric('mbg-nbd', summary, { withPriors: false, starts: [start] });
        expect(fit?.logLikelihood).toBeCloseTo(-9582.136, 3);
        expect(fit?.alpha).toBeCloseTo(6.18309, 3);
      }),
      { numRuns: 20 },
    );
  });

  it('stays near them with the weak priors', () => {
    const fit = fitBetaGeometric('mbg-nbd', summary);
    expect(fit?.converged).toBe(true);
    expect(fit?.logLikelihood).toBeGreaterThan(-9582.136 - 0.1);
  });

  it('does not fall apart in shops with fifty customers', () => {
    for (let shop = 0; shop < 20; shop += 1) {
      const fit = fitBetaGeometric(
        'mbg-nbd',
        Array.from({ length: 50 }, (_, i) => summary[(shop * 811 + i * 47) % 2357] ?? never),
      );
      expect(fit?.converged).toBe(true);
      for (const value of [fit?.r, fit?.alpha, fit?.a, fit?.b]) {
        expect(value).toBeGreaterThan(0.01);
        expect(value).toBeLessThan(200);
      }
    }
  });
});
