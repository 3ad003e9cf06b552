import { normalQuantile } from './distributions.ts';

/** Of those who had lasted until `time`: how many ended there, and how many were only seen until then. */
export type LifeTableRow = { time: number; ended: number; censored: number };

/** Share that lasts beyond `time`, with how sure that is; `atRisk` had lasted until then. */
export type SurvivalPoint = { time: number; share: number; low: number; high: number; atRisk: number };

/**
 * The product-limit estimate of Kaplan and Meier (1958) with Greenwood's variance; the interval is on the scale of
 * log(−log S), so that it never leaves 0…1. Whoever is censored at a time was still there when others ended at it.
 */
export function kaplanMeier(rows: readonly LifeTableRow[], confidence = 0.95): SurvivalPoint[] {
  const z = normalQuantile((1 + confidence) / 2);
  const sorted = rows.toSorted((a, b) => a.time - b.time);
  let atRisk = sorted.reduce((sum, { ended, censored }) => sum + ended + censored, 0);
  let share = 1;
  let greenwood = 0;
  const curve: SurvivalPoint[] = [];
  for (const { time, ended, censored } of sorted) {
    if (atRisk <= 0) break;
    share *= 1 - ended / atRisk;
    greenwood += atRisk > ended ? ended / (atRisk * (atRisk - ended)) : 0;
    curve.push({ time, share, ...bounds(share, greenwood, z), atRisk });
    atRisk -= ended + censored;
  }
  return curve;
}

/** The first time at which no more than half are left; null while more are. */
export function medianSurvival(curve: readonly SurvivalPoint[]): number | null {
  return curve.find(({ share }) => share <= 0.5)?.time ?? null;
}

function bounds(share: number, greenwood: number, z: number): { low: number; high: number } {
  if (share <= 0) return { low: 0, high: 0 };
  if (share >= 1) return { low: 1, high: 1 };
  const log = Math.log(share);
  const reach = (z * Math.sqrt(greenwood)) / -log;
  return { low: share ** Math.exp(reach), high: share ** Math.exp(-reach) };
}
