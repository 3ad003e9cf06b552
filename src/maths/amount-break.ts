import { studentCdf, studentQuantile } from './distributions.ts';
import { meanOfLogs, momentsOf, squaresAboutMean, type LogMoments } from './log-moments.ts';

export type AmountAlert = {
  direction: 'higher' | 'lower';
  broken: boolean;
  /** Two-sided chance of a mean this far from the own history. */
  p: number;
  /** Geometric means, in the unit of the amounts. */
  usual: number;
  recent: number;
  /** Range in which the mean of as many orders lies 95 times in 100. */
  expected: [number, number];
  history: number;
};

/** Orders before the last three that make a history. */
export const ORDERS_FOR_HISTORY = 4;

/**
 * The last three orders against a customer's own earlier ones: two-sided 5 % predictive interval (Student t) for the
 * mean logarithm. `history` must not contain the last three (see `withoutValue`). Null where the history is too short.
 */
export function amountAlert(history: LogMoments, lastThree: readonly number[]): AmountAlert | null {
  const recent = momentsOf(lastThree);
  if (history.n < ORDERS_FOR_HISTORY || recent.n < 3) return null;
  const df = history.n - 1;
  const sd = Math.max(LEAST_SD, Math.sqrt(squaresAboutMean(history) / df));
  const scale = sd * Math.sqrt(1 / history.n + 1 / recent.n);
  const usual = meanOfLogs(history);
  const t = (meanOfLogs(recent) - usual) / scale;
  const reach = studentQuantile(1 - SIGNIFICANCE / 2, df) * scale;
  const p = 2 * studentCdf(-Math.abs(t), df);
  return {
    direction: t > 0 ? 'higher' : 'lower',
    broken: p < SIGNIFICANCE,
    p,
    usual: Math.exp(usual),
    recent: Math.exp(meanOfLogs(recent)),
    expected: [Math.exp(usual - reach), Math.exp(usual + reach)],
    history: history.n,
  };
}

const SIGNIFICANCE = 0.05;

/** Someone who always pays the same is not alarmed by a few per cent. */
const LEAST_SD = 0.05;
