import { expect, test } from 'vitest';
import { givesUp, waitAfter } from './retry.ts';

test.each([
  [1, 60_000],
  [2, 120_000],
  [5, 960_000],
  [9, 15_360_000],
  [10, 21_600_000],
  [5_000, 21_600_000],
])('after %i failures in a row it waits %i ms', (failures, wait) => {
  expect(waitAfter(failures)).toBe(wait);
});

test.each([
  ['2026-11-23T08:00:00Z', true],
  ['2026-11-23T08:00:01Z', false],
  ['2026-11-26T07:59:59Z', false],
])('an address that fails since %s: is it given up on the 26th at eight? %s', (since, up) => {
  expect(givesUp(new Date(since), new Date('2026-11-26T08:00:00Z'))).toBe(up);
});
