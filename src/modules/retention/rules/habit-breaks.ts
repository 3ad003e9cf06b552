import { amountAlert, ORDERS_FOR_HISTORY } from '../../../maths/amount-break.ts';
import { driftDirection, driftOf } from '../../../maths/drift.ts';
import { meanOfLogs, momentsOf } from '../../../maths/log-moments.ts';
import type { RhythmPrior } from '../../../maths/rhythm-prior.ts';

/** What a customer bought, oldest first: minor units of each purchase day, and the days between neighbouring ones. */
export type Purchases = { amounts: readonly number[]; gaps: readonly number[] };

export type HabitBreak = {
  kind: 'amount_down' | 'slowing';
  /** Geometric means: minor units of a purchase, or days between purchases. */
  usual: number;
  recent: number;
  purchases: number;
  perYear: number;
  stakeMinor: bigint;
};

/** So many purchases, or gaps, are held against those before. */
const LATEST = 3;

/** Purchase days before a habit can be seen to break: a history, and three to hold against it. */
export const DAYS_FOR_HABITS = ORDERS_FOR_HISTORY + LATEST;

/**
 * What changed with a customer who still comes. Beyond the tests of `maths` a change must be worth a call: a fifth less
 * money, or gaps a quarter longer. That is asked first, because it costs a hundredth of the tests.
 */
export function habitBreaks(purchases: Purchases, prior: RhythmPrior): HabitBreak[] {
  if (purchases.amounts.length < DAYS_FOR_HABITS) return [];
  return [smallerAmounts(purchases), longerGaps(purchases, prior)].filter((one) => one !== null);
}

function smallerAmounts({ amounts, gaps }: Purchases): HabitBreak | null {
  const history = momentsOf(amounts.slice(0, -LATEST));
  const latest = amounts.slice(-LATEST);
  if (meanOfLogs(momentsOf(latest)) > meanOfLogs(history) + Math.log(0.8)) return null;
  const alert = amountAlert(history, latest);
  if (!alert?.broken || alert.direction === 'higher') return null;
  const perYear = DAYS_PER_YEAR / typicalGap(gaps);
  return {
    kind: 'amount_down',
    usual: alert.usual,
    recent: alert.recent,
    purchases: amounts.length,
    perYear,
    stakeMinor: BigInt(Math.round((alert.usual - alert.recent) * perYear)),
  };
}

function longerGaps({ amounts, gaps }: Purchases, prior: RhythmPrior): HabitBreak | null {
  const usual = typicalGap(gaps.slice(0, -LATEST));
  const recent = typicalGap(gaps.slice(-LATEST));
  if (recent < 1.25 * usual || driftDirection(driftOf(gaps, prior)) !== 'slower') return null;
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const lostPerYear = DAYS_PER_YEAR / usual - DAYS_PER_YEAR / recent;
  return {
    kind: 'slowing',
    usual,
    recent,
    purchases: amounts.length,
    perYear: DAYS_PER_YEAR / recent,
    stakeMinor: BigInt(Math.round((total / amounts.length) * lostPerYear)),
  };
}

function typicalGap(gaps: readonly number[]): number {
  return Math.max(1, Math.exp(meanOfLogs(momentsOf(gaps))));
}

const DAYS_PER_YEAR = 365.25;
