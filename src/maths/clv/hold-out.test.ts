import { describe, expect, it } from 'vitest';
import { countError } from '../accuracy.ts';
import { fitBetaGeometric } from './beta-geometric-fit.ts';
import { expectedPurchases } from './beta-geometric.ts';
import { drawsAround } from './draws.ts';
import { fitNbd, nbdExpected } from './nbd.ts';
import { fitParetoNbd, paretoExpected } from './pareto-nbd.ts';
import { readSummary, tellSkipped, type SummaryRow } from './testing.ts';

const summary = readSummary();
tellSkipped(summary, 'CDNOW hold-out');

describe.skipIf(summary.length === 0)('39 weeks held back from CDNOW', () => {
  const held = summary.map((row) => row.held);
  const bg = fitBetaGeometric('bg-nbd', summary, { withPriors: false })!;
  const mbg = fitBetaGeometric('mbg-nbd', summary, { withPriors: false })!;
  const pareto = fitParetoNbd(summary, { withPriors: false })!;
  const nbd = fitNbd(summary, { withPriors: false })!;
  const meanHeld = held.reduce((sum, value) => sum + value, 0) / held.length;

  it.each([
    ['everybody’s mean', () => meanHeld, 1.134, 2.057],
    ['as often as before', ({ x, T }: SummaryRow) => (x / T) * 39, 1.024, 2.212],
    ['NBD', (row: SummaryRow) => nbdExpected(nbd, row, 39), 1.041, 1.86],
    ['Pareto/NBD', (row: SummaryRow) => paretoExpected(pareto, row, 39), 0.755, 1.603],
    ['BG/NBD', (row: SummaryRow) => expectedPurchases(bg, row, 39), 0.786, 1.608],
    ['MBG/NBD', (row: SummaryRow) => expectedPurchases(mbg, row, 39), 0.765, 1.607],
  ] as const)('%s is as far off as published', (_, expected, mae, rmse) => {
    const off = countError(summary.map(expected), held);
    expect(off?.mae).toBeCloseTo(mae, 2);
    expect(off?.rmse).toBeCloseTo(rmse, 2);
  });

  it('gives the published means by number of repeats', () => {
    const mean = (of: (row: SummaryRow) => number) =>
      Array.from({ length: 8 }, (_, x) => {
        const rows = summary.filter((row) => Math.min(7, row.x) === x);
        return rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
      });
    const near = (values: number[]) => values.map((value) => expect.closeTo(value, 2));
    expect(mean(({ held: came }) => came)).toEqual(near([0.237, 0.697, 1.393, 1.56, 2.532, 2.947, 3.862, 6.359]));
    expect(mean((row) => paretoExpected(pareto, row, 39))).toEqual(
      near([0.138, 0.6, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403]),
    );
    expect(mean((row) => expectedPurchases(bg, row, 39))).toEqual(
      near([0.225, 0.523, 1.044, 1.52, 2.164, 2.654, 3.504, 6.157]),
    );
    expect(meanHeld).toBeCloseTo(0.7985, 3);
  });

  it('the draws of a fit scatter as its standard errors say', () => {
    const draws = drawsAround(mbg.point, mbg.covariance);
    expect(draws).toHaveLength(200);
    const lnR = draws.map((draw) => draw[0] ?? 0);
    const centre = lnR.reduce((sum, value) => sum + value, 0) / lnR.length;
    const spread = Math.sqrt(lnR.reduce((sum, value) => sum + (value - centre) ** 2, 0) / lnR.length);
    expect(centre).toBeCloseTo(Math.log(mbg.r), 1);
    expect(spread / Math.sqrt(mbg.covariance?.[0]?.[0] ?? 0)).toBeCloseTo(1, 0);
    expect(drawsAround(mbg.point, null)).toEqual([mbg.point]);
  });
});
