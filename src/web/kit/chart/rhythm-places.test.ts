import { expect, test } from 'vitest';
import { placesOnLine } from './rhythm-places.ts';

const purchases = [{ on: '2026-01-01' }, { on: '2026-01-31', size: 1 }, { on: '2026-03-02', size: 0 }];

test('the line runs from the first purchase to today', () => {
  const { dots, now, lastX } = placesOnLine({ purchases, today: '2026-04-01' }, 128);
  expect(dots.map(({ x }) => Math.round(x))).toEqual([14, 47, 81]);
  expect([now, lastX]).toEqual([114, dots[2]?.x]);
});

test('a due time that lies ahead is on the line too', () => {
  const { now, due } = placesOnLine(
    { purchases, today: '2026-03-10', due: { from: '2026-03-25', to: '2026-04-01' } },
    128,
  );
  expect(due && due.x + due.width).toBe(114);
  expect(now).toBeLessThan(due?.x ?? 0);
});

test('larger amounts are larger dots', () => {
  const [first, second, third] = placesOnLine({ purchases, today: '2026-04-01' }, 128).dots;
  expect(second?.radius).toBeGreaterThan(first?.radius ?? 0);
  expect(first?.radius).toBeGreaterThan(third?.radius ?? 0);
});

test('a purchase made today alone does not break it', () => {
  expect(placesOnLine({ purchases: [{ on: '2026-04-01' }], today: '2026-04-01' }, 128).now).toBe(14);
});
