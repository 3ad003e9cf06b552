import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalSignOf, parseAmount, parseDiscountRate, parseQuantity } from './amounts.ts';

test.each([
  ['1,234.50', { amount: '1234.5' }],
  ['￥1,234', { amount: '1234', currency: 'CNY' }],
  ['¥ 1,234.00', { amount: '1234', currency: 'CNY' }],
  ['(12.00)', { amount: '-12' }],
  ['(¥12.00)', { amount: '-12', currency: 'CNY' }],
  ['-3', { amount: '-3' }],
  ['-¥3.20', { amount: '-3.2', currency: 'CNY' }],
  ['−3', { amount: '-3' }],
  ['12.00-', { amount: '-12' }],
  ['1.234,50', { amount: '1234.5' }],
  ['1 234,50 €', { amount: '1234.5', currency: 'EUR' }],
  ["1'234.50", { amount: '1234.5' }],
  ['１２３．５', { amount: '123.5' }],
  ['12元', { amount: '12' }],
  ['NT$1,200', { amount: '1200', currency: 'TWD' }],
  ['HK$ 88', { amount: '88', currency: 'HKD' }],
  ['$1,200.00', { amount: '1200' }],
  ['USD 15.5', { amount: '15.5', currency: 'USD' }],
  ['RMB100元', { amount: '100', currency: 'CNY' }],
  ['1.2万', { amount: '12000' }],
  ['-60.70400000000001', { amount: '-60.70400000000001' }],
  ['1.39E+3', { amount: '1390' }],
  ['5e-3', { amount: '0.005' }],
  ['.5', { amount: '0.5' }],
  ['0', { amount: '0' }],
  ['-0.00', { amount: '0' }],
  ['12,50', { amount: '12.5' }],
  ['1,234,567', { amount: '1234567' }],
  ['1.234.567', { amount: '1234567' }],
  ['1,23,456', { amount: '123456' }],
])('the amount %s is understood exactly', (text, value) => {
  expect(parseAmount(text)).toEqual({ ok: true, value });
});

test.each([
  ['', 'CELL_EMPTY'],
  ['free', 'AMOUNT_NOT_UNDERSTOOD'],
  ['12%', 'AMOUNT_IS_PERCENT'],
  ['1.2.3', 'AMOUNT_NOT_UNDERSTOOD'],
  ['12-34', 'AMOUNT_NOT_UNDERSTOOD'],
  ['2026-11-22', 'AMOUNT_NOT_UNDERSTOOD'],
  ['1,2,3', 'AMOUNT_NOT_UNDERSTOOD'],
])('%s is refused as an amount with %s', (text, code) => {
  expect(parseAmount(text)).toMatchObject({ ok: false, code });
});

test('a column of decimal commas reads 1.234 as one thousand', () => {
  expect(decimalSignOf(['12,50', '1.234', '7,05'])).toBe(',');
  expect(parseAmount('1.234', { decimal: ',' })).toMatchObject({ value: { amount: '1234' } });
  expect(parseAmount('1.234')).toMatchObject({ value: { amount: '1.234' } });
  expect(parseAmount('1,234')).toMatchObject({ value: { amount: '1234' } });
});

test.each([
  ['2.0', '2'],
  ['3件', '3'],
  ['x2', '2'],
  ['0.35kg', '0.35'],
  ['-6', '-6'],
])('the quantity %s is %s', (text, value) => {
  expect(parseQuantity(text)).toEqual({ ok: true, value });
});

test.each([
  ['0.4', '0.4'],
  ['40%', '0.4'],
  ['0', '0'],
  ['8折', '0.2'],
  ['8.5折', '0.15'],
  ['95折', '0.05'],
])('the discount %s takes %s off', (text, value) => {
  expect(parseDiscountRate(text)).toEqual({ ok: true, value });
});

test('an amount is no rate of discount', () => {
  expect(parseDiscountRate('12.50')).toMatchObject({ ok: false, code: 'AMOUNT_NOT_UNDERSTOOD' });
});

test('no cent is lost on any amount, however it is grouped', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (cents) => {
      const abs = cents < 0n ? -cents : cents;
      const grouped = String(abs / 100n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
      const fraction = String(abs % 100n).padStart(2, '0');
      const parsed = parseAmount(`${cents < 0n ? '-' : ''}${grouped}.${fraction}`);
      const [whole = '', rest = ''] = parsed.ok ? parsed.value.amount.split('.') : [];
      expect(BigInt(whole.replace('-', '') + rest.padEnd(2, '0'))).toBe(abs);
      expect(whole.startsWith('-')).toBe(cents < 0n);
    }),
  );
});
