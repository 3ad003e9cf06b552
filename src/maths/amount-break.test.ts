import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountAlert } from './amount-break.ts';
import { normalQuantile } from './distributions.ts';
import { momentsOf } from './log-moments.ts';

const usual = momentsOf([100, 120, 90, 110, 95, 105]);

describe('the last three orders against the own history', () => {
  it('breaks when they are far smaller or larger than usual', () => {
    expect(amountAlert(usual, [40, 45, 38])).toMatchObject({ direction: 'lower', broken: true });
    expect(amountAlert(usual, [300, 280, 310])).toMatchObject({ direction: 'higher', broken: true });
    expect(amountAlert(usual, [95, 115, 100])).toMatchObject({ broken: false });
  });

  it('says what was to be expected', () => {
    const alert = amountAlert(usual, [40, 45, 38]);
    expect(alert?.usual).toBeCloseTo((100 * 120 * 90 * 110 * 95 * 105) ** (1 / 6), 9);
    expect(alert?.expected[0]).toBeLessThan(alert?.usual ?? 0);
    expect(alert?.expected[0]).toBeGreaterThan(alert?.recent ?? 0);
  });

  it('needs four orders before the three, and three of any worth', () => {
    expect(amountAlert(momentsOf([100, 100, 100]), [1, 1, 1])).toBeNull();
    expect(amountAlert(usual, [40, 45])).toBeNull();
    expect(amountAlert(usual, [40, 0, 38])).toBeNull();
  });

  it('leaves a few per cent alone where the amount was always the same', () => {
    const subscription = momentsOf(Array<number>(12).fill(300));
    expect(amountAlert(subscription, [310, 310, 310])?.broken).toBe(false);
    expect(amountAlert(subscription, [200, 200, 200])?.broken).toBe(true);
  });

  it('agrees with its own range', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000 });
    const history = fc.array(amount, { minLength: 4, maxLength: 40 });
    fc.assert(
      fc.property(history, fc.tuple(amount, amount, amount), (past, lastThree) => {
        const alert = amountAlert(momentsOf(past), lastThree);
        if (!alert) throw new Error('no answer');
        fc.pre(Math.abs(alert.p - 0.05) > 1e-6);
        expect(alert.p >= 0 && alert.p <= 1).toBe(true);
        expect(alert.broken).toBe(alert.recent < alert.expected[0] || alert.recent > alert.expected[1]);
      }),
    );
  });

  it('is wrong about steady customers one time in twenty', () => {
    let state = 5;
    const amount = () => {
      state = (state * 48_271) % 2_147_483_647;
      return Math.exp(5 + 0.5 * normalQuantile(state / 2_147_483_648));
    };
    const many = (n: number) => Array.from({ length: n }, amount);
    const alerts = Array.from({ length: 4000 }, () => amountAlert(momentsOf(many(6)), many(3)));
    const wrong = alerts.filter((alert) => alert?.broken).length / alerts.length;
    expect(wrong).toBeGreaterThan(0.04);
    expect(wrong).toBeLessThan(0.06);
  });
});
