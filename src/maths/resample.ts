import { uniforms } from './random.ts';
import type { Interval } from './statistics.ts';

interface Sample {
  n: number;
  /** The values that are not zero. */
  amounts: readonly number[];
}

const ROUNDS = 2_000;

/**
 * The percentile bootstrap of the difference of two means (Efron 1979): for amounts, which are few and skewed. Each side,
 * of one at least, is drawn anew with replacement; the same input, the same answer.
 */
export function resampledDifference(a: Sample, b: Sample, confidence = 0.95, rounds = ROUNDS): Interval {
  const draw = uniforms(0x9e3779b9 ^ (a.n * 31 + b.n));
  const differences = Array.from({ length: rounds }, () => meanDrawn(a, draw) - meanDrawn(b, draw)).sort(
    (x, y) => x - y,
  );
  const tail = (1 - confidence) / 2;
  return {
    low: differences[Math.floor(tail * (rounds - 1))] ?? 0,
    high: differences[Math.ceil((1 - tail) * (rounds - 1))] ?? 0,
  };
}

function meanDrawn({ n, amounts }: Sample, draw: () => number): number {
  // How many of n draws hit a value that is not zero is binomial; only those have to be drawn one by one.
  const hits = binomial(n, amounts.length / n, draw);
  let sum = 0;
  for (let hit = 0; hit < hits; hit += 1) sum += amounts[Math.floor(draw() * amounts.length)] ?? 0;
  return sum / n;
}

/** Exact below 50 expected hits, by waiting times; else the normal approximation, which is then as good. */
function binomial(n: number, p: number, draw: () => number): number {
  if (p <= 0) return 0;
  if (p >= 1) return n;
  if (n * p > 50 && n * (1 - p) > 50) {
    const normal = Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
    return Math.min(n, Math.max(0, Math.round(n * p + normal * Math.sqrt(n * p * (1 - p)))));
  }
  if (p > 0.5) return n - binomial(n, 1 - p, draw);
  let hits = 0;
  for (let at = 0; ; hits += 1) {
    at += Math.floor(Math.log(1 - draw()) / Math.log(1 - p)) + 1;
    if (at > n) return hits;
  }
}
