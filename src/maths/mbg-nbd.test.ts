import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitMbgNbd, mbgNbdLogLikelihood } from './mbg-nbd-fit.ts';
import { expectedPurchases, pAlive, pBuysWithin, type BuyingHistory, type MbgNbd } from './mbg-nbd.ts';

const file = new URL('../../../shared/data/cdnow/btyd_cdnowSummary_cbs.csv', import.meta.url);
const hasData = existsSync(file);
if (!hasData) process.stderr.write('CDNOW fits skipped: ../shared/data is not here\n');

const cdnow: MbgNbd = { r: 0.52484, alpha: 6.18309, a: 0.89136, b: 1.614 };
const twice = { x: 2, tx: 30.4286, T: 38.8571 };
const never = { x: 0, tx: 0, T: 38.8571 };

describe('MBG/NBD', () => {
  it('gives the known figures of two CDNOW customers', () => {
    expect(pAlive(cdnow, twice)).toBeCloseTo(0.706138, 5);
    expect(pBuysWithin(cdnow, twice, 39)).toBeCloseTo(0.55994, 5);
    expect(expectedPurchases(cdnow, twice, 39)).toBeCloseTo(1.262759, 5);
    expect(expectedPurchases(cdnow, twice, 52)).toBeCloseTo(1.596933, 5);
    expect(pAlive(cdnow, never)).toBeCloseTo(0.389723, 5);
    expect(pBuysWithin(cdnow, never, 39)).toBeCloseTo(0.108803, 5);
    expect(expectedPurchases(cdnow, never, 39)).toBeCloseTo(0.153966, 5);
  });

  it('has the known likelihoods, of heavy buyers too', () => {
    const model = { r: 0.25, alpha: 4, a: 0.8, b: 2.5 };
    expect(mbgNbdLogLikelihood([{ x: 0, tx: 0, T: 40 }], model)).toBeCloseTo(-0.41792826, 8);
    expect(mbgNbdLogLikelihood([{ x: 200, tx: 38, T: 40 }], model)).toBeCloseTo(100.7869, 4);
    expect(pAlive(model, { x: 1000, tx: 10, T: 100 })).toBe(0);
  });

  it('expects the same by series and by quadrature, on either side of where they change over', () => {
    for (const history of [twice, never, { x: 40, tx: 38, T: 39 }]) {
      const near = expectedPurchases({ ...cdnow, a: 1 + 2e-4 }, history, 39);
      const at = expectedPurchases({ ...cdnow, a: 1 }, history, 39);
      expect(Math.abs(near / at - 1)).toBeLessThan(1e-3);
      const within = expectedPurchases({ ...cdnow, r: 7.5053 }, history, 39);
      const beyond = expectedPurchases({ ...cdnow, r: 7.5054 }, history, 39);
      expect(Math.abs(within / beyond - 1)).toBeLessThan(1e-3);
    }
  });

  it('stays a share and a number for ten thousand customers of any kind', () => {
    const parameter = (min: number, max: number) =>
      fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);
    const model = fc.record({
      r: parameter(0.05, 5),
      alpha: parameter(0.5, 50),
      a: parameter(0.1, 5),
      b: parameter(0.1, 9),
    });
    const history = fc
      .tuple(fc.nat(1000), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 520, noNaN: true }))
      .map(([x, part, T]) => ({ x, tx: x > 0 ? part * T : 0, T }));
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

  it('refuses a history that cannot be', () => {
    expect(() => fitMbgNbd([{ x: 1, tx: 9, T: 5 }])).toThrow(RangeError);
    expect(fitMbgNbd([])).toBeNull();
  });
});

describe.skipIf(!hasData)('MBG/NBD fitted to CDNOW', () => {
  it('finds the published parameters by maximum likelihood', () => {
    const fit = fitMbgNbd(readCdnow(), { withPriors: false });
    expect(fit).toMatchObject({
      r: expect.closeTo(0.52484, 5),
      alpha: expect.closeTo(6.18309, 4),
      a: expect.closeTo(0.89136, 5),
      b: expect.closeTo(1.614, 4),
      logLikelihood: expect.closeTo(-9582.136, 3),
      converged: true,
    });
  });

  it('stays near them with the weak priors', () => {
    const fit = fitMbgNbd(readCdnow());
    expect(fit?.converged).toBe(true);
    expect(fit?.logLikelihood).toBeGreaterThan(-9582.136 - 0.1);
  });

  it('does not fall apart in shops with fifty customers', () => {
    const customers = readCdnow();
    for (let shop = 0; shop < 20; shop += 1) {
      const fit = fitMbgNbd(Array.from({ length: 50 }, (_, i) => customers[(shop * 811 + i * 47) % 2357] ?? never));
      expect(fit?.converged).toBe(true);
      for (const value of [fit?.r, fit?.alpha, fit?.a, fit?.b]) {
        expect(value).toBeGreaterThan(0.01);
        expect(value).toBeLessThan(200);
      }
    }
  });
});

function readCdnow(): BuyingHistory[] {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [, x = 0, tx = 0, T = 0] = line.split(',').map(Number);
    return { x, tx, T };
  });
}
