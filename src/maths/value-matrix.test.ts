import { describe, expect, it } from 'vitest';
import { valueMatrixCuts, valueMatrixKey } from './value-matrix.ts';

const buyers = [
  { frequency: 1, average: 100 },
  { frequency: 2, average: 900 },
  { frequency: 9, average: 100 },
  { frequency: 0, average: 0 },
];

describe('value matrix', () => {
  it('is divided at the mean of the shop, or where half the customers stand on either side', () => {
    expect(valueMatrixCuts(buyers, 'mean')).toEqual({ by: 'mean', frequency: 4, average: 2800 / 12 });
    expect(valueMatrixCuts(buyers, 'median')).toEqual({ by: 'median', frequency: 2, average: 100 });
  });

  it('has no cuts before anybody bought', () => {
    expect(valueMatrixCuts([], 'mean')).toBeNull();
    expect(valueMatrixCuts([{ frequency: 0, average: 0 }], 'median')).toBeNull();
  });

  it.each([
    [4, 250, 'best'],
    [9, 100, 'frequent'],
    [3, 250, 'spender'],
    [3, 249, 'uncertain'],
  ])('%i purchase days of %i are %s', (frequency, average, key) => {
    expect(valueMatrixKey(frequency, average, { by: 'mean', frequency: 4, average: 250 })).toBe(key);
  });
});
