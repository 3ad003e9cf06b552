import { expect, test } from 'vitest';
import { limitOf, usualOf } from './unusual.ts';

test.each([
  ['nobody is told of a new colleague’s busy day', 'opened', [], 80],
  ['nor of little more than usual', 'opened', [40, 60, 50], 150],
  ['one day of much does not make much usual', 'exported', [0, 5_000, 10, 20, 10], 300],
  ['whoever exports a lot every day may go on', 'exported', [4_000, 5_000, 4_500], 13_500],
] as const)('%s', (_name, kind, days, limit) => {
  expect(limitOf(kind, days)).toBe(limit);
});

test('usual is the middle, not the mean', () => {
  expect(usualOf([1, 2, 1_000])).toBe(2);
  expect(usualOf([])).toBe(0);
});
