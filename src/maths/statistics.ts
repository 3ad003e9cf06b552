import { normalQuantile, studentCdf, studentQuantile } from './distributions.ts';

/** Null, never NaN, where a figure is not defined (too few values, no spread). */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sumOf(values) / values.length;
}

/** Sample variance, divisor n − 1. */
export function variance(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = sumOf(values) / values.length;
  return sumOf(values.map((value) => (value - centre) ** 2)) / (values.length - 1);
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

export function median(values: readonly number[]): number | null {
  return percentile(values, 50);
}

/** Hyndman and Fan's type 7, as in R, NumPy and Excel: linear between order statistics. */
export function percentile(values: readonly number[], percent: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const position = (Math.min(100, Math.max(0, percent)) / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}

export type Interval = { low: number; high: number };

/** Wilson score interval of a share; null without trials. */
export function wilson(successes: number, trials: number, confidence = 0.95): Interval | null {
  if (trials <= 0) return null;
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

export type Share = { successes: number; trials: number };

/** Difference of two independent shares with Newcombe's hybrid score interval (1998, method 10). */
export function newcombe(a: Share, b: Share, confidence = 0.95): (Interval & { difference: number }) | null {
  const wilsonA = wilson(a.successes, a.trials, confidence);
  const wilsonB = wilson(b.successes, b.trials, confidence);
  if (!wilsonA || !wilsonB) return null;
  const shareA = a.successes / a.trials;
  const shareB = b.successes / b.trials;
  const difference = shareA - shareB;
  return {
    difference,
    low: difference - Math.hypot(shareA - wilsonA.low, wilsonB.high - shareB),
    high: difference + Math.hypot(wilsonA.high - shareA, shareB - wilsonB.low),
  };
}

export type Sample = { n: number; mean: number; variance: number };

export type WelchResult = Interval & { difference: number; t: number; df: number; p: number };

/** Welch's test of two means with unequal variances, two-sided. */
export function welch(a: Sample, b: Sample, confidence = 0.95): WelchResult | null {
  if (a.n < 2 || b.n < 2) return null;
  const partA = a.variance / a.n;
  const partB = b.variance / b.n;
  const error = Math.sqrt(partA + partB);
  if (!(error > 0)) return null;
  const df = (partA + partB) ** 2 / (partA ** 2 / (a.n - 1) + partB ** 2 / (b.n - 1));
  const difference = a.mean - b.mean;
  const t = difference / error;
  const reach = studentQuantile((1 + confidence) / 2, df) * error;
  const p = 2 * studentCdf(-Math.abs(t), df);
  return { difference, t, df, p, low: difference - reach, high: difference + reach };
}

/** Pearson's correlation; null without spread on either side. */
export function pearson(xs: readonly number[], ys: readonly number[]): number | null {
  const n = xs.length;
  if (n < 2 || n !== ys.length) return null;
  const centreX = sumOf(xs) / n;
  const centreY = sumOf(ys) / n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i += 1) {
    const dx = (xs[i] ?? 0) - centreX;
    const dy = (ys[i] ?? 0) - centreY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const spread = Math.sqrt(xx) * Math.sqrt(yy);
  return spread > 0 ? Math.max(-1, Math.min(1, xy / spread)) : null;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
