import { expect, test } from 'vitest';
import { readOrdersSearch } from './orders-search.ts';

test('an address says which orders are looked at', () => {
  const days = { from: '2026-01-01', to: '2026-01-31' };
  const address = { q: 6058, ...days, source: 'web', phase: 'in', other: true };
  expect(readOrdersSearch(address)).toEqual({ q: '6058', ...days, source: 'web', phase: 'in' });
});

test('what is no day and no number in an address is left out', () => {
  expect(readOrdersSearch({ q: ['x'], from: 'yesterday', to: 20260131, phase: 'pre' })).toEqual({});
});
