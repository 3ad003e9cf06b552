import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backAfter, leftWithin, openOf, payOff, type Owing } from './owing.ts';

const owing = (owed: bigint, paid = 0n, back = 0n): Owing => ({ owed, paid, back });

test.each([
  ['the first before the second', [owing(100n), owing(50n)], 120n, [100n, 20n]],
  ['only what is open of one', [owing(100n, 60n, 30n), owing(50n)], 20n, [10n, 10n]],
  ['all of it', [owing(100n), owing(50n)], 150n, [100n, 50n]],
  ['never more than is open', [owing(100n), owing(50n, 50n)], 101n, null],
  ['nothing where nothing is owed', [], 1n, null],
] as const)('a payment pays %s', (_what, owings, amount, parts) => {
  expect(payOff(owings, amount)).toEqual(parts);
});

describe('a refund', () => {
  test.each([
    ['makes what is open smaller', owing(100n), 30n, 30n],
    ['of more than was on account ends it', owing(100n), 250n, 100n],
    ['gives back in money what was paid already', owing(100n, 80n), 50n, 20n],
    ['of a paid sale is money alone', owing(100n, 100n), 50n, 0n],
    ['that comes on top of one counts what is open', owing(100n, 50n, 50n), 100n, 50n],
    ['that was taken back is owed again', owing(100n, 20n, 60n), 0n, 0n],
    ['of which a part was taken back is owed in part', owing(100n, 0n, 60n), 40n, 40n],
  ])('%s', (_what, before, refunded, back) => {
    expect(backAfter(before, refunded)).toBe(back);
  });
});

test.each([
  [1000n, 0n, 1000n],
  [1000n, 400n, 600n],
  [1000n, 1000n, 0n],
  // The tier grants less than it did.
  [500n, 800n, 0n],
])('within %s with %s open %s is left', (limit, open, left) => {
  expect(leftWithin(limit, open)).toBe(left);
});

test('whatever happens, in any order, open is owed less paid less given back, and never below nothing', () => {
  const money = fc.bigInt(1n, 1_000n);
  const step = fc.oneof(
    fc.record({ kind: fc.constant('pay' as const), amount: money }),
    fc.record({ kind: fc.constant('takeBack' as const), amount: money }),
    fc.record({ kind: fc.constant('refunded' as const), amount: fc.bigInt(0n, 1_500n) }),
  );
  fc.assert(
    fc.property(fc.array(fc.bigInt(1n, 1_000n), { minLength: 1, maxLength: 4 }), fc.array(step), (owed, steps) => {
      const all = owed.map((one) => owing(one));
      for (const { kind, amount } of steps) {
        const open = all.reduce((sum, one) => sum + openOf(one), 0n);
        const parts = kind === 'pay' ? payOff(all, amount) : null;
        if (kind === 'pay') {
          expect(parts === null).toBe(amount > open);
          parts?.forEach((part, n) => ((all[n] as Owing).paid += part));
          if (parts) expect(parts.reduce((sum, one) => sum + one, 0n)).toBe(amount);
        } else {
          const [first] = all as [Owing];
          if (kind === 'takeBack') first.paid -= amount < first.paid ? amount : first.paid;
          else first.back = backAfter(first, amount);
        }
        for (const one of all) {
          expect(openOf(one)).toBeGreaterThanOrEqual(0n);
          expect(one.back).toBeGreaterThanOrEqual(0n);
        }
      }
    }),
  );
});
