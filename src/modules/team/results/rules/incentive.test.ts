import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultIn, payFor, reaches, type IncentiveRule, type Unit } from './incentive.ts';

const rule = (facts: Partial<IncentiveRule>): IncentiveRule => {
  return { id: 'r', figure: 'kept', kind: 'reached', from: null, amount: 20_000n, atMost: null, ...facts };
};
const yuan = { unit: 'money', fewer: false, decimals: 2 } as const;
const count = { unit: 'count', fewer: false, decimals: 2 } as const;
const share = { unit: 'share', fewer: false, decimals: 2 } as const;
const days = { unit: 'days', fewer: true, decimals: 2 } as const;

describe('an incentive', () => {
  test('of 50 yuan for every customer won back from the third on', () => {
    const each = rule({ kind: 'each', from: 2, amount: 5_000n });
    expect([0, 2, 3, 6].map((value) => payFor(each, { value, target: null }, count))).toEqual([
      0n,
      0n,
      5_000n,
      20_000n,
    ]);
  });

  test('of 200 yuan for keeping nine of ten', () => {
    const kept = rule({ from: 90 });
    expect(payFor(kept, { value: 90, target: null }, share)).toBe(20_000n);
    expect(payFor(kept, { value: 89.9, target: null }, share)).toBe(0n);
  });

  test('for one’s own target pays nothing where none is set, and where nothing was measured', () => {
    expect(payFor(rule({}), { value: 95, target: null }, share)).toBe(0n);
    expect(payFor(rule({}), { value: 95, target: 95 }, share)).toBe(20_000n);
    expect(payFor(rule({}), { value: null, target: 1 }, share)).toBe(0n);
  });

  test('for quick answers is earned by fewer days', () => {
    const quick = rule({ from: 2 });
    expect(payFor(quick, { value: 1.5, target: null }, days)).toBe(20_000n);
    expect(payFor(quick, { value: 2.5, target: null }, days)).toBe(0n);
  });

  test('of 1.5 per cent beyond 10,000 yuan, at most 300', () => {
    const part = rule({ kind: 'percent', from: 10_000, amount: 150n, atMost: 30_000n });
    expect(payFor(part, { value: 1_500_000n, target: null }, yuan)).toBe(7_500n);
    expect(payFor(part, { value: 9_000_000n, target: null }, yuan)).toBe(30_000n);
    expect(payFor(part, { value: -5_000n, target: null }, yuan)).toBe(0n);
  });

  test('is never negative, never beyond its limit, and never less for more', () => {
    const anyRule = fc.record({
      id: fc.constant('r'),
      figure: fc.constant('x'),
      kind: fc.constantFrom('each' as const, 'percent' as const, 'reached' as const),
      from: fc.option(fc.integer({ min: 0, max: 10_000 })),
      amount: fc.bigInt({ min: 0n, max: 10_000n }),
      atMost: fc.option(fc.bigInt({ min: 0n, max: 1_000_000n })),
    });
    const amount = fc.bigInt({ min: -10_000n, max: 10_000_000n });
    fc.assert(
      fc.property(anyRule, amount, amount, fc.option(fc.integer({ min: 0, max: 500 })), (one, a, b, target) => {
        const unit: Unit = one.kind === 'percent' ? yuan : count;
        const value = (minor: bigint) => (one.kind === 'percent' ? minor : Number(minor));
        const [less, more] = a < b ? [a, b] : [b, a];
        const [low, high] = [less, more].map((minor) => payFor(one, { value: value(minor), target }, unit)) as [
          bigint,
          bigint,
        ];
        expect(low >= 0n && high >= low).toBe(true);
        expect(one.atMost === null || high <= one.atMost).toBe(true);
      }),
    );
  });
});

test('a line of money is in whole units, a figure in minor ones', () => {
  expect([reaches(100_000n, 1_000, yuan), reaches(99_999n, 1_000, yuan)]).toEqual([true, false]);
});

describe('rules', () => {
  const figures = new Map([
    ['kept', { unit: 'share' as const, sales: false }],
    ['spent', { unit: 'money' as const, sales: true }],
  ]);
  test('are never about sales alone', () => {
    const sales = { figure: 'spent', kind: 'percent' as const, from: 0 };
    expect(faultIn([sales], figures)).toEqual({ at: 0, fault: 'only-sales' });
    expect(faultIn([sales, { figure: 'kept', kind: 'reached', from: 90 }], figures)).toBeNull();
    expect(faultIn([], figures)).toBeNull();
  });
  test('fit what their figure counts', () => {
    expect(faultIn([{ figure: 'kept', kind: 'each', from: 0 }], figures)).toEqual({ at: 0, fault: 'kind' });
    expect(faultIn([{ figure: 'gone', kind: 'reached', from: 0 }], figures)).toEqual({ at: 0, fault: 'kind' });
    expect(faultIn([{ figure: 'kept', kind: 'reached', from: 101 }], figures)).toEqual({ at: 0, fault: 'line' });
  });
});
