import { expect, test } from 'vitest';
import { resampledDifference } from './resample.ts';

const of = (...amounts: number[]) => ({ n: amounts.length, amounts: amounts.filter((amount) => amount !== 0) });

test('the interval of the difference holds it, and is about as wide as theory has it', () => {
  const a = of(...Array.from({ length: 400 }, (_, n) => 100 + (n % 20)));
  const b = of(...Array.from({ length: 400 }, (_, n) => 90 + (n % 20)));
  const { low, high } = resampledDifference(a, b);
  // The standard error of the difference is √(2 · 33.25 / 400) = 0.408.
  expect(low).toBeCloseTo(10 - 1.96 * 0.408, 0);
  expect(high).toBeCloseTo(10 + 1.96 * 0.408, 0);
  expect(resampledDifference(a, b)).toEqual({ low, high });
});

test('who spent nothing is drawn like the others', () => {
  const tenth = { n: 1000, amounts: Array.from({ length: 100 }, () => 50) };
  const { low, high } = resampledDifference(tenth, { n: 1000, amounts: [] });
  // Mean 5, standard error 50 · √(0.1 · 0.9 / 1000) = 0.474.
  expect(low).toBeCloseTo(5 - 1.96 * 0.474, 0);
  expect(high).toBeCloseTo(5 + 1.96 * 0.474, 0);
});

test('equal amounts are a point', () => {
  expect(resampledDifference(of(5, 5), of(3, 3))).toEqual({ low: 2, high: 2 });
});
