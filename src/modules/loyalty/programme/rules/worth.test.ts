import { expect, test } from 'vitest';
import type { ProgrammeRules } from '../contract.ts';
import { expiryOf } from './expiry.ts';
import { mostFor, worthOf } from './worth.ts';

const redeem = (more: Partial<ProgrammeRules['redeem']> = {}) =>
  ({ points: 100, worth: '5', minimum: 1, step: 1, maxShare: 100, ...more }) as ProgrammeRules['redeem'];

test.each([
  [100, 500n],
  [99, 495n],
  [1, 5n],
  [0, 0n],
])('%i points are worth %s at 5 yuan the hundred', (points, worth) => {
  expect(worthOf(redeem(), 500n, points)).toBe(worth);
});

test('what does not make a whole cent is not paid', () => {
  expect(worthOf(redeem(), 33n, 100)).toBe(33n);
  expect(worthOf(redeem(), 33n, 2)).toBe(0n);
});

test.each([
  ['all of the balance', redeem(), 500n, 1_000, 100_00n, 1_000],
  ['no more than the bill', redeem(), 500n, 3_000, 100_00n, 2_000],
  ['no more than the share of it', redeem({ maxShare: 50 }), 500n, 3_000, 100_00n, 1_000],
  ['in whole steps', redeem({ step: 100 }), 500n, 1_050, 100_00n, 1_000],
  ['nothing below the least', redeem({ minimum: 500 }), 500n, 499, 100_00n, 0],
  ['just the least', redeem({ minimum: 500 }), 500n, 500, 100_00n, 500],
  ['nothing where they are worth nothing', redeem(), 0n, 500, 100_00n, 0],
  ['nothing of a bill of nothing', redeem(), 500n, 500, 0n, 0],
  ['nothing of a bill below nothing', redeem(), 500n, 500, -1n, 0],
])('points that may pay: %s', (_what, rules, worthMinor, balance, totalMinor, most) => {
  expect(mostFor(rules, worthMinor, balance, totalMinor)).toBe(most);
});

test.each([
  ['never', { kind: 'never' }, null],
  ['after months', { kind: 'months', months: 3 }, '2027-02-26'],
  ['at the end of a month', { kind: 'month-end', months: 2 }, '2027-01-31'],
  ['at the end of this month', { kind: 'month-end', months: 0 }, '2026-11-30'],
  ['at the end of the year', { kind: 'year-end', years: 0 }, '2026-12-31'],
  ['at the end of the next year', { kind: 'year-end', years: 1 }, '2027-12-31'],
  ['on a date', { kind: 'date', date: '2027-03-31' }, '2027-03-31'],
  ['on that very day', { kind: 'date', date: '2026-11-26' }, '2026-11-26'],
  ['on a date of long ago: the same day of this year', { kind: 'date', date: '2024-12-01' }, '2026-12-01'],
  ['on a date of a later year', { kind: 'date', date: '2028-03-31' }, '2028-03-31'],
  ['that was today years ago: today', { kind: 'date', date: '2024-11-26' }, '2026-11-26'],
  ['or of the next', { kind: 'date', date: '2026-03-31' }, '2027-03-31'],
] as const)('points expire %s', (_what, rule, last) => {
  expect(expiryOf(rule as ProgrammeRules['expiry'], '2026-11-26')).toBe(last);
});

test('in the first years the end of the year has four digits', () => {
  expect(expiryOf({ kind: 'year-end', years: 1 } as ProgrammeRules['expiry'], '0998-05-01')).toBe('0999-12-31');
});
