/** Fewer say nothing: one good customer more or less would turn it round. */
export const ENOUGH = 20;

export interface Spent {
  before: number;
  after: number;
}

export type Verdict = 'tooFew' | 'unsure' | 'more' | 'less';

export interface Difference {
  verdict: Verdict;
  /** Of all together, minor units; null where they are too few. */
  sum: number | null;
  low: number | null;
  high: number | null;
}

/**
 * Each guest against himself: the mean of after − before with its 95 % interval (1.96 standard errors of paired
 * differences), times the guests. It says that they buy more since, not that the event is why.
 */
export function differenceOf(guests: readonly Spent[]): Difference {
  const n = guests.length;
  if (n < ENOUGH) return { verdict: 'tooFew', sum: null, low: null, high: null };
  const differences = guests.map(({ before, after }) => after - before);
  const sum = differences.reduce((total, one) => total + one, 0);
  const mean = sum / n;
  const variance = differences.reduce((total, one) => total + (one - mean) ** 2, 0) / (n - 1);
  const reach = 1.96 * Math.sqrt(variance * n);
  const [low, high] = [sum - reach, sum + reach];
  return { verdict: low > 0 ? 'more' : high < 0 ? 'less' : 'unsure', sum, low, high };
}
