import { expect, it } from 'vitest';
import { brier, calibrationBins, countError, rankedRight } from '../accuracy.ts';
import { recalibrated, recalibrationOf, type Looked } from './recalibration.ts';

/** People of whom 10, 20 … 80 of a hundred buy, told twice as sure as they are. */
function looked(count: number): Looked[] {
  return Array.from({ length: count }, (_, i) => {
    const share = 0.1 * (1 + (i % 8));
    const said = share ** 2 / (share ** 2 + (1 - share) ** 2);
    return { history: { x: 1 + (i % 3), tx: 10, T: 20 }, p: said, bought: Math.floor(i / 8) % 100 < share * 100 };
  });
}

it('a chance that was told too surely is put right', () => {
  const curve = recalibrationOf(looked(8_000));
  for (const share of [0.1, 0.3, 0.6]) {
    const said = share ** 2 / (share ** 2 + (1 - share) ** 2);
    expect(curve && recalibrated(curve, { x: 2, tx: 10, T: 20 }, said)).toBeCloseTo(share, 1);
  }
});

it('is left alone where too few were looked at, nobody bought, or what came could be told without fail', () => {
  expect(recalibrationOf(looked(299))).toBeNull();
  expect(recalibrationOf(looked(800).map((one) => ({ ...one, bought: false })))).toBeNull();
  const clear = looked(20_000).map((one, i) => ({ ...one, p: i % 2 ? 0.999 : 0.001, bought: i % 2 === 1 }));
  expect(recalibrationOf(clear, 1e-9)).toBeNull();
});

it('accuracy is counted as the books do', () => {
  const came = [true, false, true, false];
  expect(rankedRight([0.9, 0.1, 0.8, 0.2], came)).toBe(1);
  expect(rankedRight([0.1, 0.9, 0.2, 0.8], came)).toBe(0);
  expect(rankedRight([0.5, 0.5, 0.5, 0.5], came)).toBe(0.5);
  expect(rankedRight([0.5, 0.5], [true, true])).toBeNull();
  expect(brier([1, 0, 0.5, 0.5], came)).toBeCloseTo(0.125, 10);
  expect(brier([], [])).toBeNull();
  expect(countError([1, 2], [2, 4])).toEqual({ mae: 1.5, rmse: Math.sqrt(2.5), bias: -1.5 });
  expect(calibrationBins([0.9, 0.1, 0.8, 0.2], came, 2)).toEqual([
    { customers: 2, said: expect.closeTo(0.15, 10), came: 0 },
    { customers: 2, said: expect.closeTo(0.85, 10), came: 1 },
  ]);
});
