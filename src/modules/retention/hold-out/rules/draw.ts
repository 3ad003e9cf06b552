/** An alert that may be held back: its stratum, and a number of 0…1 that nobody can choose. */
export interface Candidate {
  id: string;
  class: string;
  score: number;
}

/**
 * Which alerts are held back: within each class the share that is asked for, by the smallest scores. What is left of a
 * whole alert is decided by the class's own coin, so that in the long run exactly the share is held back.
 */
export function drawHoldOut(
  candidates: readonly Candidate[],
  share: number,
  coinOf: (name: string) => number,
): Set<string> {
  const held = new Set<string>();
  if (share <= 0) return held;
  for (const [name, own] of Map.groupBy(candidates, (one) => one.class)) {
    const wanted = own.length * share;
    const count = Math.floor(wanted) + (coinOf(name) < wanted - Math.floor(wanted) ? 1 : 0);
    for (const { id } of own.toSorted((a, b) => a.score - b.score || a.id.localeCompare(b.id)).slice(0, count)) {
      held.add(id);
    }
  }
  return held;
}

/** A keyed mark as a number of 0…1. */
export function scoreOf(mark: string): number {
  let value = 0;
  for (const byte of Buffer.from(mark, 'base64url').subarray(0, 6)) value = value * 256 + byte;
  return value / 2 ** 48;
}

/** Alerts of a year below which even a whole year of holding back could tell nothing. */
export const ALERTS_A_YEAR = 200;
/** Days that are compared. */
export const WINDOW = 30;
/** On either side fewer tell nothing. */
const FEWEST = 30;

export type Verdict = 'off' | 'not_begun' | 'too_few' | 'no_difference' | 'helps' | 'harms';

/** What may be said, given the interval of the difference between those acted on and those held back. */
export function verdictOf(facts: {
  percent: number;
  begun: boolean;
  shown: number;
  withheld: number;
  interval: { low: number; high: number } | null;
}): Verdict {
  const { percent, begun, shown, withheld, interval } = facts;
  if (shown + withheld === 0) {
    if (percent === 0) return 'off';
    return begun ? 'too_few' : 'not_begun';
  }
  if (shown < FEWEST || withheld < FEWEST || interval === null) return 'too_few';
  if (interval.low > 0) return 'helps';
  return interval.high < 0 ? 'harms' : 'no_difference';
}

/** The difference of two shares that such a trial sees four times in five. */
export function smallestVisible(share: number, shown: number, withheld: number): number | null {
  if (shown === 0 || withheld === 0) return null;
  // A share of nought or one would promise that everything is seen.
  const p = Math.min(0.95, Math.max(0.05, share));
  return Math.min(1, 2.8 * Math.sqrt(p * (1 - p) * (1 / shown + 1 / withheld)));
}
