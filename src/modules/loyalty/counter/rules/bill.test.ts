import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billOf, paidAhead, spread } from './bill.ts';

const line = (quantity: bigint, unitPriceMinor: bigint) => ({ quantity: quantity * 1000n, unitPriceMinor });
const nothing = { tier: null, couponsMinor: 0n, pointsMinor: 0n };

describe('a bill at the counter', () => {
  test('takes off the tier first, then coupons, then points', () => {
    const bill = billOf([line(2n, 100_00n), line(1n, 50_00n)], {
      tier: { percent: 10, fromMinor: 200_00n },
      couponsMinor: 30_00n,
      pointsMinor: 12_80n,
    });
    expect(bill).toMatchObject({
      subtotalMinor: 250_00n,
      tierOffMinor: 25_00n,
      couponsOffMinor: 30_00n,
      beforePointsMinor: 195_00n,
      pointsOffMinor: 12_80n,
      totalMinor: 182_20n,
    });
  });

  test('leaves the tier’s per cent out below its amount', () => {
    const bill = billOf([line(1n, 199_99n)], { ...nothing, tier: { percent: 10, fromMinor: 200_00n } });
    expect(bill.totalMinor).toBe(199_99n);
  });

  test('never falls below nothing', () => {
    const bill = billOf([line(1n, 20_00n)], { tier: null, couponsMinor: 15_00n, pointsMinor: 99_00n });
    expect([bill.pointsOffMinor, bill.totalMinor]).toEqual([5_00n, 0n]);
  });

  test.each([
    ['of lines with so many pieces alone, before the tier’s per cent of what is left', null, 30_00n, 27_00n],
    ['at most what is left of the period', 10_00n, 10_00n, 29_00n],
    ['nothing where nothing is left', 0n, 0n, 30_00n],
  ])('takes off for many pieces: %s', (_what, leftMinor, quantityOffMinor, tierOffMinor) => {
    const bill = billOf([line(10n, 20_00n), line(2n, 50_00n)], {
      ...nothing,
      tier: { percent: 10, fromMinor: 300_00n },
      quantity: { pieces: 10, percent: 15, leftMinor },
    });
    expect(bill).toMatchObject({
      quantityOffMinor,
      tierOffMinor,
      totalMinor: 300_00n - quantityOffMinor - tierOffMinor,
    });
  });

  test('an empty basket costs nothing', () => {
    expect(billOf([], { ...nothing, couponsMinor: 5n }).totalMinor).toBe(0n);
  });

  test('what is taken off the lines is what is taken off the whole, and no line falls below nothing', () => {
    const lines = fc.array(
      fc.record({ quantity: fc.bigInt(0n, 9_999_999n), unitPriceMinor: fc.bigInt(0n, 99_999_999n) }),
      { maxLength: 30 },
    );
    const taken = fc.record({
      tier: fc.option(fc.record({ percent: fc.integer({ min: 1, max: 90 }), fromMinor: fc.bigInt(0n, 10n ** 9n) })),
      quantity: fc.option(
        fc.record({
          pieces: fc.integer({ min: 2, max: 2000 }),
          percent: fc.integer({ min: 1, max: 90 }),
          leftMinor: fc.option(fc.bigInt(0n, 10n ** 9n)),
        }),
      ),
      couponsMinor: fc.bigInt(0n, 10n ** 10n),
      pointsMinor: fc.bigInt(0n, 10n ** 10n),
    });
    fc.assert(
      fc.property(lines, taken, (given, off) => {
        const bill = billOf(given, off);
        const discounts = bill.lineDiscounts.reduce((total, one) => total + one, 0n);
        expect(discounts).toBe(bill.subtotalMinor - bill.totalMinor);
        given.forEach(({ quantity, unitPriceMinor }, n) => {
          const amount = (quantity * unitPriceMinor + 500n) / 1000n;
          expect(bill.lineDiscounts[n]).toSatisfy((off: bigint) => off >= 0n && off <= amount);
        });
      }),
    );
  });

  test('a cent that does not divide goes to the largest remainder', () => {
    expect(spread(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  });
});

describe('money paid ahead', () => {
  test.each([
    ['pays its part', 200n, [120n, 50n], [120n, 50n], 30n],
    ['pays all of it and no more', 200n, [150n, 80n], [150n, 50n], 0n],
    ['pays with the first card what the second is not needed for', 100n, [100n, 40n], [100n, 0n], 0n],
    ['pays nothing where nothing is brought', 100n, [], [], 100n],
    ['pays nothing where nothing is to be paid', 0n, [10n], [0n], 0n],
  ] as const)('%s', (_, total, brought, parts, dueMinor) => {
    expect(paidAhead(total, brought)).toEqual({ parts, dueMinor });
  });
});

describe('what is taken off', () => {
  test('begins with the very amount that the tier names', () => {
    const tier = { percent: 10, fromMinor: 100_00n };
    expect(billOf([line(1n, 100_00n)], { ...nothing, tier }).tierOffMinor).toBe(10_00n);
    expect(billOf([line(1n, 99_99n)], { ...nothing, tier }).tierOffMinor).toBe(0n);
  });

  test('by coupons is at most what the tier has left', () => {
    const bill = billOf([line(1n, 100_00n)], {
      ...nothing,
      tier: { percent: 10, fromMinor: 0n },
      couponsMinor: 95_00n,
    });
    expect(bill).toMatchObject({ couponsOffMinor: 90_00n, totalMinor: 0n });
  });

  test.each([
    ['nothing among goods that cost nothing', 5n, [0n, 0n], [0n, 0n]],
    ['the odd cents to the first of equals', 11n, [1n, 1n, 1n], [4n, 4n, 3n]],
    ['the odd cent to whose part was cut most, not to the dearest', 3n, [5n, 2n], [2n, 1n]],
  ] as const)('is shared: %s', (_, amount, weights, shares) => {
    expect(spread(amount, weights)).toEqual(shares);
  });
});
