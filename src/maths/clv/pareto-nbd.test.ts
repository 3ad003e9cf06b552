import { describe, expect, it } from 'vitest';
import { fitNbd, nbdBuysWithin, nbdExpected } from './nbd.ts';
import { fitParetoNbd, paretoAlive, paretoExpected, paretoLogLikelihood } from './pareto-nbd.ts';
import { readSummary, tellSkipped } from './testing.ts';

const summary = readSummary();
tellSkipped(summary, 'CDNOW fits of Pareto/NBD and NBD');

describe('Pareto/NBD', () => {
  const cdnow = { r: 0.5534, alpha: 10.5802, s: 0.6061, beta: 11.6562 };
  const fresh = { x: 0, tx: 0, T: 0 };

  it('gives the known figures', () => {
    const heavy = { x: 26, tx: 30.857, T: 31 };
    expect(paretoExpected(cdnow, heavy, 52) / 25.46).toBeCloseTo(1, 3);
    expect(paretoAlive(cdnow, heavy)).toBeCloseTo(0.9979, 4);
    // The published three come from parameters of which only two digits are known.
    [0.05077821, 0.09916088, 0.14542507].forEach((expected, week) => {
      expect(paretoExpected(cdnow, fresh, week + 1) / expected).toBeCloseTo(1, 2);
    });
  });

  it.each([
    [10, 0.7062289],
    [15, 0.1442396],
    [20, 0.0225066],
    [25, 0.0030927],
  ])('believes that whoever bought %i times and then fell silent has left', (x, expected) => {
    expect(paretoExpected(cdnow, { x, tx: 20, T: 39 }, 52) / expected).toBeCloseTo(1, 2);
  });

  it.each([
    [221, 724, 725, -61.585],
    [254, 680, 681, -19.623],
    [161, 663, 686, -87.429],
    [204, 690, 696, -65.198],
  ])('stays finite for who bought %i times in %i of %i days', (x, lastDay, days, logLikelihood) => {
    const model = { r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 };
    expect(paretoLogLikelihood([{ x, tx: lastDay / 7, T: days / 7 }], model)).toBeCloseTo(logLikelihood, 2);
  });

  it.each([
    [132, 6.20605],
    [133, 6.25287],
  ])('expects what it should of who bought %i times', (x, expected) => {
    const model = { r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 };
    expect(paretoExpected(model, { x, tx: 200, T: 200 }, 10)).toBeCloseTo(expected, 4);
  });

  it('is a number where the rates of buying and leaving stand at one', () => {
    const model = { r: 1, alpha: 10, s: 1, beta: 10 };
    const beside = { r: 1 + 1e-5, alpha: 10, s: 1 + 1e-5, beta: 10 };
    const customer = { x: 0, tx: 0, T: 20 };
    expect(paretoExpected(model, customer, 13)).toBeCloseTo(paretoExpected(beside, customer, 13), 4);
    expect(paretoAlive(model, customer)).toBeCloseTo(paretoAlive(beside, customer), 4);
  });
});

describe.skipIf(summary.length === 0)('fitted to CDNOW', () => {
  it('Pareto/NBD finds the published parameters and standard errors', () => {
    const fit = fitParetoNbd(summary, { withPriors: false });
    expect(fit).toMatchObject({
      r: expect.closeTo(0.55328, 4),
      alpha: expect.closeTo(10.57768, 2),
      s: expect.closeTo(0.60624, 3),
      beta: expect.closeTo(11.66873, 1),
      logLikelihood: expect.closeTo(-9594.976, 3),
      converged: true,
    });
    const [r = 0, alpha = 0, s = 0, beta = 0] = fit?.standardErrors ?? [];
    expect([r / 0.04763, alpha / 0.84271, s / 0.18727, beta / 6.21066]).toEqual([
      expect.closeTo(1, 2),
      expect.closeTo(1, 2),
      expect.closeTo(1, 2),
      expect.closeTo(1, 2),
    ]);
  });

  it('NBD finds the published parameters', () => {
    const fit = fitNbd(summary, { withPriors: false });
    expect(fit).toMatchObject({
      r: expect.closeTo(0.38477, 4),
      alpha: expect.closeTo(12.072, 3),
      logLikelihood: expect.closeTo(-9763.658, 3),
    });
  });
});

it('NBD: nobody leaves, so that a long silence only makes buying rarer', () => {
  const model = { kind: 'nbd' as const, r: 0.4, alpha: 12 };
  const silent = { x: 10, tx: 10, T: 40 };
  expect(nbdExpected(model, silent, 26)).toBeCloseTo((10.4 / 52) * 26, 10);
  expect(nbdBuysWithin(model, silent, 26)).toBeCloseTo(1 - (52 / 78) ** 10.4, 10);
  expect(nbdBuysWithin(model, silent, 0)).toBe(0);
  expect(nbdExpected(model, silent, 0)).toBe(0);
});
