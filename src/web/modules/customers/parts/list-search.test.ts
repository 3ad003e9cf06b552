import { expect, test } from 'vitest';
import { listOf, readListSearch, withField } from './list-search.ts';

test('the address says what is shown; what makes no sense is let go', () => {
  expect(readListSearch({ q: 1234, sort: '-name', filter: { stage: ['active'] }, page: 3 })).toEqual({
    q: '1234',
    sort: '-name',
    filter: { stage: ['active'] },
  });
  expect(readListSearch({ q: {}, sort: 4, filter: [] })).toEqual({});
});

test('a filter without a value is no filter', () => {
  expect(withField({ stage: ['active'], tag: ['VIP'] }, 'stage', [])).toEqual({ tag: ['VIP'] });
  expect(withField({ tag: ['VIP'] }, 'tag', undefined)).toEqual({});
  expect(withField(undefined, 'hasPhone', false)).toEqual({ hasPhone: false });
  expect(listOf('VIP')).toEqual(['VIP']);
});
