import { newcombe, welch, type Interval } from '../../../maths/statistics.ts';
import { resampledDifference } from '../../../maths/resample.ts';

/** One side of the comparison. `amounts`: of those who bought, minor units; the others spent nothing. */
export interface Arm {
  n: number;
  amounts: readonly number[];
}

export interface Lift {
  /** Difference of the shares of buyers, 0 to 1. */
  buying: Interval & { difference: number };
  /** Difference of the revenue per person, minor units. */
  money: Interval & { difference: number };
  resampled: boolean;
}

/** Fewer than these on either side, or fewer buyers altogether, tell nothing. */
export const FEWEST = 20;
const FEWEST_BUYERS = 5;
/** Below so many people, or above such a skew, the money is drawn anew instead of taken as normal. */
const SMALL = 2_000;
const SKEWED = 5;
/** Drawing anew so many buyers 2,000 times takes a second. */
const MOST_DRAWN = 20_000;

/** What being written to brought, against being left in peace: shares by Newcombe, money by Welch or drawn anew. */
export function liftOf(treated: Arm, held: Arm): Lift | null {
  if (Math.min(treated.n, held.n) < FEWEST || treated.amounts.length + held.amounts.length < FEWEST_BUYERS) return null;
  const buying = newcombe(shareOf(treated), shareOf(held));
  const money = welch(momentsOf(treated), momentsOf(held));
  if (!buying || !money) return null;
  const buyers = treated.amounts.length + held.amounts.length;
  const unlike = Math.min(treated.n, held.n) < SMALL || Math.max(skewOf(treated), skewOf(held)) > SKEWED;
  if (!unlike || buyers > MOST_DRAWN) return { buying, money, resampled: false };
  return { buying, money: { difference: money.difference, ...resampledDifference(treated, held) }, resampled: true };
}

/** The smallest difference of shares that such numbers show with a power of 80 %, in percentage points. */
export function visibleLift(share: number, treated: number, held: number): number | null {
  if (Math.min(treated, held) < FEWEST) return null;
  const p = Math.min(0.99, Math.max(0.01, share));
  return 280 * Math.sqrt(p * (1 - p) * (1 / treated + 1 / held));
}

/** More than one in a thousand samples would be as uneven by chance (χ², one degree of freedom: 10.83). */
export function isUneven(treated: number, held: number, holdOutPercent: number): boolean {
  const n = treated + held;
  const expected = (n * holdOutPercent) / 100;
  if (expected === 0 || expected === n) return false;
  return (held - expected) ** 2 / expected + (held - expected) ** 2 / (n - expected) > 10.83;
}

function shareOf({ n, amounts }: Arm) {
  return { successes: amounts.length, trials: n };
}

function momentsOf({ n, amounts }: Arm) {
  const sum = amounts.reduce((total, one) => total + one, 0);
  const mean = sum / n;
  const squares = amounts.reduce((total, one) => total + (one - mean) ** 2, 0) + (n - amounts.length) * mean ** 2;
  return { n, mean, variance: squares / (n - 1) };
}

function skewOf({ n, amounts }: Arm): number {
  const { mean, variance } = momentsOf({ n, amounts });
  if (!(variance > 0)) return 0;
  const cubes = amounts.reduce((total, one) => total + (one - mean) ** 3, 0) + (n - amounts.length) * (-mean) ** 3;
  return cubes / n / variance ** 1.5;
}
