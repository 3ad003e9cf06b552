import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, isCivilDate, LAST_DAY } from './calendar.ts';
import { normalQuantile } from './distributions.ts';
import { momentsOf, type LogMoments } from './log-moments.ts';
import {
  estimateClassPrior,
  estimateShopPrior,
  priorFromSums,
  sumGroups,
  tradePrior,
  type RhythmPrior,
} from './rhythm-prior.ts';
import {
  alertOn,
  dayWhenQuietness,
  dueOn,
  explainRhythm,
  gapAtQuietness,
  quietness,
  rhythmOf,
  typicalRhythm,
  type Rhythm,
} from './rhythm.ts';

const teaShop: RhythmPrior = {
  level: 'shop',
  customers: 400,
  meanLog: Math.log(40),
  betweenVariance: 0.25,
  withinVariance: 0.08,
  withinDf: 6,
};

const gapList = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 60 });
const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe('the rhythm of one customer', () => {
  it('reads "usually every 34 ± 6 days, now 51, quieter than 94 % of such gaps"', () => {
    const gaps = momentsOf([23, 31, 50, 39, 26, 33, 46, 29, 37, 22, 41, 34, 30, 45]);
    const rhythm = known(rhythmOf(gaps, teaShop));
    expect(Math.round(rhythm.usualDays)).toBe(34);
    expect(Math.round(rhythm.spreadDays)).toBe(6);
    expect(Math.round(100 * quietness(rhythm, 51))).toBe(94);
  });

  it('is the posterior predictive of the textbook', () => {
    // One gap of 10 days: variance (6−2)·.08/6, weight .25/(.25 + variance), worked by hand.
    const rhythm = known(rhythmOf(momentsOf([10]), teaShop));
    const variance = (4 * 0.08) / 6;
    const weight = 0.25 / (0.25 + variance);
    expect(rhythm.predictive.meanLog).toBeCloseTo(weight * Math.log(10) + (1 - weight) * Math.log(40), 12);
    expect(rhythm.predictive.scaleLog).toBeCloseTo(Math.sqrt(variance + (0.25 * variance) / (0.25 + variance)), 12);
    expect(rhythm.predictive.df).toBe(6);
  });

  it('does not exist before the second purchase day; the peers have one', () => {
    expect(rhythmOf(momentsOf([]), teaShop)).toBeNull();
    expect(typicalRhythm(teaShop).usualDays).toBeCloseTo(40, 9);
  });

  it('lies between own gaps and peers, nearer to the own ones the more there are', () => {
    const usual = [1, 3, 10, 100].map((n) => known(rhythmOf(momentsOf(Array<number>(n).fill(10)), teaShop)).usualDays);
    expect(usual).toEqual([...usual].sort((a, b) => b - a));
    expect(usual.at(0)).toBeLessThan(40);
    expect(usual.at(-1)).toBeGreaterThan(10);
    expect(usual.at(-1)).toBeLessThan(10.1);
  });

  it('shows its arithmetic', () => {
    const gaps = momentsOf([20, 45]);
    const shown = explainRhythm(gaps, teaShop, 60);
    const rhythm = known(rhythmOf(gaps, teaShop));
    expect(shown).toMatchObject({ gaps: 2, ownUsualDays: expect.closeTo(30, 9), elapsedDays: 60 });
    expect(shown.peers).toMatchObject({
      level: 'shop',
      customers: 400,
      usualDays: expect.closeTo(40, 9),
      betweenSd: 0.5,
    });
    expect(shown.usualDays).toBe(rhythm.usualDays);
    expect(shown.quietness).toBe(quietness(rhythm, 60));
    expect((shown.middleHalf[1] - shown.middleHalf[0]) / 2).toBeCloseTo(rhythm.spreadDays, 9);
    const mean = shown.ownWeight * Math.log(shown.ownUsualDays ?? 0) + (1 - shown.ownWeight) * Math.log(40);
    expect(Math.exp(mean)).toBeCloseTo(shown.usualDays, 9);
    expect(explainRhythm(momentsOf([]), teaShop, 5)).toMatchObject({ ownUsualDays: null, ownSd: null, ownWeight: 0 });
  });

  it('tells half of the gaps from the other half, and more silence from less', () => {
    fc.assert(
      fc.property(gapList, fc.nat(4000), fc.nat(4000), (gaps, a, b) => {
        const rhythm = known(rhythmOf(momentsOf(gaps), tradePrior()));
        expect(quietness(rhythm, rhythm.usualDays)).toBeCloseTo(0.5, 9);
        expect(quietness(rhythm, 0)).toBe(0);
        const less = quietness(rhythm, Math.min(a, b));
        const more = quietness(rhythm, Math.max(a, b));
        expect(0 <= less && less <= more + 1e-13 && more <= 1).toBe(true);
      }),
    );
  });

  it('stays finite for ten thousand customers of any kind', () => {
    const random = randomShares(7);
    for (let i = 0; i < 10_000; i += 1) {
      const n = 1 + Math.floor(1000 * random() ** 4);
      const gaps = momentsOf(Array.from({ length: n }, () => Math.ceil(3650 * random() ** 3) || 1));
      const rhythm = known(rhythmOf(gaps, i % 2 ? teaShop : tradePrior()));
      const elapsed = Math.floor(5000 * random());
      const figures = [rhythm.usualDays, rhythm.spreadDays, gapAtQuietness(rhythm, 0.9), quietness(rhythm, elapsed)];
      expect(figures.every((figure) => Number.isFinite(figure) && figure >= 0)).toBe(true);
      expect(rhythm.usualDays).toBeGreaterThan(0.99);
      expect(isCivilDate(alertOn(rhythm, '2026-11-22').on)).toBe(true);
    }
  });
});

describe('the days that follow from it', () => {
  it('are the first on which the silence is that quiet', () => {
    fc.assert(
      fc.property(gapList, share, (gaps, p) => {
        const rhythm = known(rhythmOf(momentsOf(gaps), teaShop));
        fc.pre(gapAtQuietness(rhythm, p) < 36_525);
        const on = dayWhenQuietness(rhythm, '2026-01-01', p);
        const elapsed = daysBetween('2026-01-01', on);
        expect(quietness(rhythm, elapsed)).toBeGreaterThan(p - 1e-9);
        expect(elapsed === 1 || quietness(rhythm, elapsed - 1) < p + 1e-9).toBe(true);
      }),
    );
  });

  it('come due before they alarm', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 2, maxLength: 40 }), (gaps) => {
        const rhythm = known(rhythmOf(momentsOf(gaps), teaShop));
        const alert = alertOn(rhythm, '2026-01-01');
        expect(alert.basis).toBe('rhythm');
        expect(dueOn(rhythm, '2026-01-01') <= alert.on).toBe(true);
        expect(dueOn(rhythm, '2026-01-01') > '2026-01-01').toBe(true);
      }),
    );
  });

  it('go by the fixed rule until there are two gaps', () => {
    const once = rhythmOf(momentsOf([30]), teaShop);
    expect(alertOn(null, '2026-01-01')).toEqual({ on: addDays('2026-01-01', 113), basis: 'fixed-days' });
    expect(alertOn(once, '2026-01-01', 60)).toEqual({ on: addDays('2026-01-01', 60), basis: 'fixed-days' });
  });

  it('stop at the end of the calendar', () => {
    expect(alertOn(null, LAST_DAY).on).toBe(LAST_DAY);
    expect(dueOn(typicalRhythm(tradePrior(1e9)), '2026-01-01') < LAST_DAY).toBe(true);
  });
});

describe('what is known of the peers', () => {
  it('is the trade default for a shop without a second purchase', () => {
    expect(estimateShopPrior([])).toEqual({ ...tradePrior(), level: 'shop' });
    expect(estimateShopPrior([{ n: 3, sumLog: Number.NaN, sumLogSq: 1 }])).toEqual({ ...tradePrior(), level: 'shop' });
  });

  it('leans on the level above while customers are few', () => {
    const weekly = momentsOf([7, 7, 7]);
    const usual = (n: number) => Math.exp(estimateShopPrior(Array<LogMoments>(n).fill(weekly)).meanLog);
    expect(usual(1)).toBeGreaterThan(20);
    expect(usual(1)).toBeLessThan(42);
    expect(usual(200)).toBeCloseTo(7.3, 1);
    const shop = estimateShopPrior(Array<LogMoments>(200).fill(weekly));
    expect(estimateClassPrior([], shop)).toEqual({ ...shop, level: 'class', customers: 0 });
    expect(estimateClassPrior([momentsOf([60])], shop).meanLog).toBeLessThan(Math.log(15));
  });

  it('can be had from one aggregate of the database', () => {
    const groups = [momentsOf([10, 20]), momentsOf([5]), momentsOf([40, 50, 60])];
    expect(priorFromSums('shop', sumGroups(groups), tradePrior())).toEqual(estimateShopPrior(groups));
  });

  it('finds the variances that made the gaps', () => {
    const { groups } = simulatedShop(2000);
    const prior = estimateShopPrior(groups);
    expect(Math.abs(Math.exp(prior.meanLog) - 30)).toBeLessThan(1.5);
    expect(Math.sqrt(prior.betweenVariance)).toBeCloseTo(0.6, 1);
    expect(Math.sqrt(prior.withinVariance)).toBeCloseTo(0.4, 1);
  });

  it('is always usable', () => {
    fc.assert(
      fc.property(fc.array(gapList, { maxLength: 20 }), (customers) => {
        const prior = estimateShopPrior(customers.map(momentsOf));
        expect(Object.values(prior).every((value) => typeof value === 'string' || Number.isFinite(value))).toBe(true);
        expect(prior.betweenVariance).toBeGreaterThan(0);
        expect(prior.withinVariance).toBeGreaterThan(0);
      }),
    );
  });

  it('makes the alarm as rare as it says: one next gap in ten is that long', () => {
    const { groups, nextGaps } = simulatedShop(4000);
    const prior = estimateShopPrior(groups);
    const quiet = groups.map((gaps, index) => quietness(known(rhythmOf(gaps, prior)), nextGaps[index] ?? 0));
    const shareAbove = (p: number) => quiet.filter((value) => value >= p).length / quiet.length;
    expect(shareAbove(0.9)).toBeGreaterThan(0.08);
    expect(shareAbove(0.9)).toBeLessThan(0.12);
    expect(shareAbove(0.5)).toBeGreaterThan(0.47);
    expect(shareAbove(0.5)).toBeLessThan(0.53);
  });
});

function known(rhythm: Rhythm | null): Rhythm {
  if (!rhythm) throw new Error('no rhythm');
  return rhythm;
}

/** Customers whose usual gap scatters around 30 days (sd .6), each with 1–6 gaps (sd .4) and the one after. */
function simulatedShop(customers: number): { groups: LogMoments[]; nextGaps: number[] } {
  const random = randomShares(11);
  const normal = () => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, random())));
  const nextGaps: number[] = [];
  const groups = Array.from({ length: customers }, (_, index) => {
    const usual = Math.log(30) + 0.6 * normal();
    const gap = () => Math.exp(usual + 0.4 * normal());
    nextGaps.push(gap());
    return momentsOf(Array.from({ length: 1 + (index % 6) }, gap));
  });
  return { groups, nextGaps };
}

/** Lehmer's generator: the same customers on every run. */
function randomShares(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
