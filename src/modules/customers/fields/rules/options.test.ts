import { expect, test } from 'vitest';
import { optionsAfter } from './options.ts';

const before = [
  { key: 'yan', name: '岩茶' },
  { key: 'bai', name: '白茶' },
];

test('a renamed option keeps its key, one left out is offered no longer', () => {
  expect(optionsAfter(before, [{ key: 'yan', name: '武夷岩茶' }])).toEqual([
    { key: 'yan', name: '武夷岩茶' },
    { key: 'bai', name: '白茶', removed: true },
  ]);
});

test('one that comes back under its name is the same as before', () => {
  const gone = optionsAfter(before, [{ name: '岩茶' }]) ?? [];
  expect(optionsAfter(gone, [{ name: '白茶' }, { name: '岩茶' }])).toEqual([
    { key: 'bai', name: '白茶' },
    { key: 'yan', name: '岩茶' },
  ]);
});

test('new ones get keys of their own, even with names that are no words', () => {
  const keys = (optionsAfter(before, [{ name: '__proto__' }, { name: '<b>' }, { name: '😀' }]) ?? [])
    .filter(({ removed }) => !removed)
    .map(({ key }) => key);
  expect(new Set([...keys, 'yan', 'bai']).size).toBe(5);
  expect(keys.every((key) => /^[a-z][a-z0-9]*$/i.test(key))).toBe(true);
});

test('two of one name are refused', () => {
  expect(optionsAfter([], [{ name: 'Tea' }, { name: 'ｔｅａ' }])).toBeNull();
});
