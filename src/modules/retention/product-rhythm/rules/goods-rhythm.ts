import { daysBetween, type CivilDate } from '../../../../maths/calendar.ts';
import { gapsOf, momentsOf } from '../../../../maths/log-moments.ts';
import type { RhythmPrior } from '../../../../maths/rhythm-prior.ts';
import { dueOn, quietness, rhythmOf } from '../../../../maths/rhythm.ts';

/** What all customers do with one sort of goods: how many bought it again, and the sum of their mean ln(days) between. */
export type Rebuying = { customers: number; rebuyers: number; rebuyLn: number };

/** The shop's prior for goods in general, moved to what this sort of goods is known to do. */
export function goodsPrior(shop: RhythmPrior, { rebuyers, rebuyLn }: Rebuying): RhythmPrior {
  return {
    ...shop,
    customers: rebuyers,
    meanLog: (rebuyLn + PARENT_CUSTOMERS * shop.meanLog) / (rebuyers + PARENT_CUSTOMERS),
  };
}

const PARENT_CUSTOMERS = 5;

export type GoodsRhythm = {
  times: number;
  lastOn: CivilDate;
  usualDays: number;
  spreadDays: number;
  dueOn: CivilDate;
  sinceDays: number;
  /** Share of such gaps that are over by now. */
  quietness: number;
};

/** How often one customer buys the same goods; null before the second day. `days` in any order. */
export function goodsRhythm(days: readonly CivilDate[], prior: RhythmPrior, until: CivilDate): GoodsRhythm | null {
  const rhythm = rhythmOf(momentsOf(gapsOf(days)), prior);
  const lastOn = days.toSorted().at(-1);
  if (!rhythm || lastOn === undefined) return null;
  const sinceDays = Math.max(0, daysBetween(lastOn, until));
  return {
    times: new Set(days).size,
    lastOn,
    usualDays: rhythm.usualDays,
    spreadDays: rhythm.spreadDays,
    dueOn: dueOn(rhythm, lastOn),
    sinceDays,
    quietness: quietness(rhythm, sinceDays),
  };
}

/**
 * Whether goods bought `sinceDays` ago are not offered again yet: within half the time after which they are usually
 * bought again; for two years where hardly anybody ever buys them twice (a tea pot, a car).
 */
export function tooSoon(sinceDays: number, usualDays: number, { customers, rebuyers }: Rebuying): boolean {
  if (customers >= CUSTOMERS_FOR_LASTING && rebuyers < LASTING * customers) return sinceDays < LASTING_DAYS;
  return sinceDays < usualDays / 2;
}

const CUSTOMERS_FOR_LASTING = 20;
const LASTING = 0.05;
const LASTING_DAYS = 730;
