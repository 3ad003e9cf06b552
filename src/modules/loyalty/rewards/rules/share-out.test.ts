import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOut } from './share-out.ts';

const WORTH = { points: 100, worthMinor: 100n };

test('so many points each, or so many per cent of what was spent, in money or in points', () => {
  expect(shareOut([100n, 200n], { kind: 'points', points: 50 }, null)).toEqual([
    { amountMinor: 0n, points: 50 },
    { amountMinor: 0n, points: 50 },
  ]);
  expect(shareOut([9_999n], { kind: 'percent', percent: 5 }, null)).toEqual([{ amountMinor: 499n, points: 0 }]);
  expect(shareOut([9_999n], { kind: 'percent', percent: 5 }, WORTH)).toEqual([{ amountMinor: 0n, points: 499 }]);
});

test('a share of the profit is shared out to the last fen, by measure', () => {
  const amounts = (pool: bigint, ...measures: bigint[]) =>
    shareOut(measures, { kind: 'share', poolMinor: pool }, null).map(({ amountMinor }) => amountMinor);
  expect(amounts(100n, 1n, 1n, 1n)).toEqual([34n, 33n, 33n]);
  expect(amounts(100n, 0n, 0n)).toEqual([0n, 0n]);
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 9n }),
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 40 }),
      (pool, measures) => {
        expect(amounts(pool, ...measures).reduce((sum, one) => sum + one, 0n)).toBe(pool);
      },
    ),
  );
});
