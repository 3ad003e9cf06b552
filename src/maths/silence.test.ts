import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentsOf } from './log-moments.ts';
import { tradePrior } from './rhythm-prior.ts';
import { rhythmOf, typicalRhythm } from './rhythm.ts';
import { awayGivenSilence, silenceRisk } from './silence.ts';

const rhythmWith = (gaps: readonly number[]) => rhythmOf(momentsOf(gaps), tradePrior()) ?? typicalRhythm(tradePrior());

describe('what a silence means', () => {
  it('weighs leaving against a long gap', () => {
    // Of 100 such customers 10 leave after a purchase; of the 90 who stay 6 % are still silent now: 10 / 15.4.
    expect(awayGivenSilence(0.1, 0.94)).toBeCloseTo(10 / 15.4, 12);
    expect(awayGivenSilence(0.1, 0)).toBeCloseTo(0.1, 12);
    expect([awayGivenSilence(0, 1), awayGivenSilence(0, 0.5), awayGivenSilence(1, 1)]).toEqual([0, 0, 1]);
  });

  it('counts money of a year by the rhythm, never more often than seen', () => {
    const yearly = silenceRisk({
      rhythm: rhythmWith(Array<number>(12).fill(30)),
      total: 130_000n,
      activeDays: 360,
      elapsedDays: 30,
    });
    expect(yearly.averagePerDay).toBe(10_000n);
    expect(yearly.purchaseDaysPerYear).toBeGreaterThan(11.5);
    expect(yearly.purchaseDaysPerYear).toBeLessThanOrEqual((12 * 365.25) / 360);
    const once = silenceRisk({ rhythm: typicalRhythm(tradePrior(7)), total: 5000n, activeDays: 0, elapsedDays: 0 });
    expect(once).toMatchObject({ purchaseDaysPerYear: 1, moneyPerYear: 5000n, leavingRate: 0.35, atStake: 1750n });
    const twiceInTwoDays = silenceRisk({ rhythm: rhythmWith([1]), total: 5000n, activeDays: 1, elapsedDays: 0 });
    expect(twiceInTwoDays.purchaseDaysPerYear).toBe(2);
  });

  it('has nothing at stake for who brought nothing', () => {
    expect(silenceRisk({ rhythm: rhythmWith([30]), total: -500n, activeDays: 30, elapsedDays: 90 }).atStake).toBe(0n);
  });

  it('is a chance between 0 and 1, and neither it nor the stake falls while the silence lasts', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 40 });
    const days = fc.nat(5000);
    fc.assert(
      fc.property(gaps, fc.bigInt({ min: 0n, max: 10n ** 15n }), days, days, (history, total, a, b) => {
        const activeDays = history.reduce((sum, gap) => sum + gap, 0);
        const at = (elapsedDays: number) =>
          silenceRisk({ rhythm: rhythmWith(history), total, activeDays, elapsedDays });
        const [sooner, later] = [at(Math.min(a, b)), at(Math.max(a, b))];
        expect(sooner.pAway).toBeGreaterThanOrEqual(0);
        expect(later.pAway).toBeLessThanOrEqual(1);
        expect(later.pAway - sooner.pAway).toBeGreaterThan(-1e-12);
        expect(later.atStake <= later.moneyPerYear + 1n).toBe(true);
        expect(later.purchaseDaysPerYear).toBeLessThanOrEqual(history.length + 1);
      }),
    );
  });
});
