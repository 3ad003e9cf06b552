import { normalQuantile } from './distributions.ts';
import { NO_MOMENTS, withValue } from './log-moments.ts';
import type { RhythmPrior } from './rhythm-prior.ts';
import { quietness, rhythmOf, typicalRhythm } from './rhythm.ts';

/** Two one-sided cumulative sums of standardised log gaps. */
export type Drift = { slower: number; faster: number };

export const NO_DRIFT: Drift = { slower: 0, faster: 0 };

/**
 * Takes in one more gap by its quietness under the rhythm before it, so that the sums need no stored mean (Hawkins'
 * self-starting CUSUM): k = .5 standard deviations of allowance.
 */
export function nextDrift(drift: Drift, gapQuietness: number): Drift {
  const z = normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, gapQuietness)));
  return {
    slower: Math.max(0, drift.slower + z - ALLOWANCE),
    faster: Math.max(0, drift.faster - z - ALLOWANCE),
  };
}

/** Over the limit h = 4 standard deviations; null while in control. */
export function driftDirection({ slower, faster }: Drift): 'slower' | 'faster' | null {
  if (slower < LIMIT && faster < LIMIT) return null;
  return slower >= faster ? 'slower' : 'faster';
}

/** The sums after all gaps of a customer, oldest first. */
export function driftOf(gaps: readonly number[], prior: RhythmPrior): Drift {
  let moments = NO_MOMENTS;
  let drift = NO_DRIFT;
  for (const gap of gaps) {
    drift = nextDrift(drift, quietness(rhythmOf(moments, prior) ?? typicalRhythm(prior), gap));
    moments = withValue(moments, gap);
  }
  return drift;
}

const ALLOWANCE = 0.5;
const LIMIT = 4;
