import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineTotal, roundedMinor, thousandths } from './line-amounts.ts';

describe('an order line', () => {
  test('costs quantity times price, less the discount', () => {
    expect(lineTotal('3', 1250n, 0n)).toBe(3750n);
    expect(lineTotal('0.5', 1999n, 100n)).toBe(900n);
    expect(lineTotal('-2', 1250n, 0n)).toBe(-2500n);
  });

  test('rounds the same way for goods sold and goods returned', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.bigInt({ min: 0n, max: 10_000_000n }), (size, price) => {
        const quantity = (size / 1000).toFixed(3);
        expect(lineTotal(`-${quantity}`, price, 0n)).toBe(-(lineTotal(quantity, price, 0n) ?? 0n));
      }),
    );
  });

  test('beyond what can be stored is refused', () => {
    expect(lineTotal('9999999999', 9_000_000_000_000n, 0n)).toBeNull();
  });
});

test('quantities are kept in thousandths', () => {
  expect([thousandths('1'), thousandths('0.35'), thousandths('-2.5')]).toEqual([1000n, 350n, -2500n]);
});

test('an amount from a file is rounded to the decimals of its currency', () => {
  expect(roundedMinor('12.345', 'CNY')).toBe(1235n);
  expect(roundedMinor('-12.345', 'CNY')).toBe(-1235n);
  expect(roundedMinor('1999.5', 'JPY')).toBe(2000n);
  expect(roundedMinor('7', 'CNY')).toBe(700n);
  expect(roundedMinor('1e9', 'CNY')).toBeNull();
});
