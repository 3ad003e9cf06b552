import { expect, test } from 'vitest';
import { initialOf } from './initial.ts';

test.each([
  ['单雄信', '单'],
  ['Anna Berg', 'AB'],
  ['Anna Maria van Berg', 'AB'],
  ['anna', 'A'],
  ['  欧阳 锋 ', '欧'],
  ['𠮷野', '𠮷'],
  ['', ''],
  ['00042', ''],
  ['#7 Anna', ''],
  ['Anna 2', 'A'],
])('%s is shown as %s', (name, initial) => {
  expect(initialOf(name)).toBe(initial);
});
