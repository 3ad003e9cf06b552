import type { Interval } from './statistics.ts';

/** Draws of a comparison that is told to people. */
const BOOTSTRAP_DRAWS = 2_000;

/**
 * The percentile bootstrap of the difference of two means (Efron 1979): for amounts, which are few and skewed. The same
 * values and seed give the same interval. Null where either side is empty.
 */
export function bootstrapDifference(
  a: readonly number[],
  b: readonly number[],
  { seed = 1, draws = BOOTSTRAP_DRAWS, confidence = 0.95 } = {},
): Interval | null {
  if (a.length === 0 || b.length === 0) return null;
  const next = mulberry(seed);
  const resampled = (values: readonly number[]) => {
    let sum = 0;
    for (let n = 0; n < values.length; n += 1) sum += values[Math.floor(next() * values.length)] ?? 0;
    return sum / values.length;
  };
  const differences = Float64Array.from({ length: draws }, () => resampled(a) - resampled(b)).sort();
  const at = (share: number) => differences[Math.min(draws - 1, Math.max(0, Math.round(share * (draws - 1))))] ?? 0;
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
}

/** Fisher's skewness; null without spread. */
export function skewness(values: readonly number[]): number | null {
  const n = values.length;
  if (n < 3) return null;
  const centre = values.reduce((sum, value) => sum + value, 0) / n;
  let [second, third] = [0, 0];
  for (const value of values) {
    second += (value - centre) ** 2;
    third += (value - centre) ** 3;
  }
  return second > 0 ? third / n / (second / n) ** 1.5 : null;
}

/** Mulberry32: 32 bits of state, good enough for resampling and the same everywhere. */
function mulberry(seed: number): () => number {
  let state = Math.trunc(seed);
  return () => {
    state = Math.trunc(state + 0x6d2b79f5);
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
