import { expect, test } from 'vitest';
import { bootstrapDifference, skewness } from './bootstrap.ts';

test('the interval of the difference holds it, and is about as wide as theory has it', () => {
  const a = Array.from({ length: 400 }, (_, n) => 100 + (n % 20));
  const b = Array.from({ length: 400 }, (_, n) => 90 + (n % 20));
  const { low = 0, high = 0 } = bootstrapDifference(a, b) ?? {};
  // The standard error of the difference is √(2 · 33.25 / 400) = 0.408.
  expect(low).toBeCloseTo(10 - 1.96 * 0.408, 0);
  expect(high).toBeCloseTo(10 + 1.96 * 0.408, 0);
  expect(bootstrapDifference(a, b)).toEqual(bootstrapDifference(a, b));
});

test('nobody on one side is no interval, and equal amounts are a point', () => {
  expect(bootstrapDifference([], [1])).toBeNull();
  expect(bootstrapDifference([5, 5], [3, 3])).toEqual({ low: 2, high: 2 });
});

test('skewness is that of the textbook', () => {
  expect(skewness([1, 2, 3])).toBeCloseTo(0, 12);
  expect(skewness([0, 0, 0, 0, 10])).toBeCloseTo(1.5, 12);
  expect(skewness([4, 4, 4])).toBeNull();
});
