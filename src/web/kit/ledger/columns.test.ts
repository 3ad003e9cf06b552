import { describe, expect, test } from 'vitest';
import { directionOf, nextSort, toggled, type LedgerColumn } from './columns.ts';

const name: LedgerColumn<unknown> = { key: 'name', title: '', cell: () => null, sort: 'name' };
const spent: LedgerColumn<unknown> = { ...name, key: 'spent', sort: 'spent', descendingFirst: true };

describe('pressing a heading', () => {
  test('sorts names from the first, amounts from the largest', () => {
    expect(nextSort(name, '-spent')).toBe('name');
    expect(nextSort(spent, 'name')).toBe('-spent');
  });
  test('again turns the order round', () => {
    expect(nextSort(name, 'name')).toBe('-name');
    expect(nextSort(spent, '-spent')).toBe('spent');
  });
  test('is told to screen readers', () => {
    expect(directionOf(spent, '-spent')).toBe('descending');
    expect(directionOf(name, 'name')).toBe('ascending');
    expect(directionOf(name, '-spent')).toBe('none');
    expect(directionOf({ ...name, sort: undefined }, 'name')).toBeUndefined();
  });
});

test('a chosen row chosen again is given up', () => {
  const one = toggled(new Set(), 'a');
  expect([...one]).toEqual(['a']);
  expect([...toggled(one, 'a')]).toEqual([]);
});
