import { amountAlert, ORDERS_FOR_HISTORY } from '../../../maths/amount-break.ts';
import type { CivilDate } from '../../../maths/calendar.ts';
import { driftDirection, driftOf } from '../../../maths/drift.ts';
import { gapsOf, meanOfLogs, momentsOf } from '../../../maths/log-moments.ts';
import type { RhythmPrior } from '../../../maths/rhythm-prior.ts';

export type PurchaseDay = { on: CivilDate; amount: bigint };

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
 * money, or gaps a quarter longer.
 */
export function habitBreaks(days: readonly PurchaseDay[], prior: RhythmPrior): HabitBreak[] {
  if (days.length < DAYS_FOR_HABITS) return [];
  return [smallerAmounts(days), longerGaps(days, prior)].filter((one) => one !== null);
}

function smallerAmounts(days: readonly PurchaseDay[]): HabitBreak | null {
  const amounts = days.map(({ amount }) => Number(amount));
  const alert = amountAlert(momentsOf(amounts.slice(0, -LATEST)), amounts.slice(-LATEST));
  if (!alert?.broken || alert.direction === 'higher' || alert.recent > 0.8 * alert.usual) return null;
  const perYear = DAYS_PER_YEAR / typicalGap(gapsOf(days.map(({ on }) => on)));
  return {
    kind: 'amount_down',
    usual: alert.usual,
    recent: alert.recent,
    purchases: days.length,
    perYear,
    stakeMinor: BigInt(Math.round((alert.usual - alert.recent) * perYear)),
  };
}

function longerGaps(days: readonly PurchaseDay[], prior: RhythmPrior): HabitBreak | null {
  const gaps = gapsOf(days.map(({ on }) => on));
  if (driftDirection(driftOf(gaps, prior)) !== 'slower') return null;
  const usual = typicalGap(gaps.slice(0, -LATEST));
  const recent = typicalGap(gaps.slice(-LATEST));
  if (recent < 1.25 * usual) return null;
  const total = days.reduce((sum, { amount }) => sum + Number(amount), 0);
  const lostPerYear = DAYS_PER_YEAR / usual - DAYS_PER_YEAR / recent;
  return {
    kind: 'slowing',
    usual,
    recent,
    purchases: days.length,
    perYear: DAYS_PER_YEAR / recent,
    stakeMinor: BigInt(Math.round((total / days.length) * lostPerYear)),
  };
}

function typicalGap(gaps: readonly number[]): number {
  return Math.max(1, Math.exp(meanOfLogs(momentsOf(gaps))));
}

const DAYS_PER_YEAR = 365.25;
