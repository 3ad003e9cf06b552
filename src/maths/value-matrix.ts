import { median } from './statistics.ts';

export type ValueMatrixKey = 'best' | 'frequent' | 'spender' | 'uncertain';

/** Purchase days and average amount per purchase day of one customer within the period looked at. */
export type Buyer = { frequency: number; average: number };

export type ValueMatrixCuts = { by: 'mean' | 'median'; frequency: number; average: number };

/**
 * Where the matrix is divided (Marcus 1998). By mean: purchase days per customer, and money per purchase day over the
 * whole shop. By median: half of the customers on either side. Null when nobody bought.
 */
export function valueMatrixCuts(buyers: readonly Buyer[], by: 'mean' | 'median'): ValueMatrixCuts | null {
  const active = buyers.filter(({ frequency }) => frequency > 0);
  if (active.length === 0) return null;
  if (by === 'median') {
    return {
      by,
      frequency: median(active.map(({ frequency }) => frequency)) ?? 0,
      average: median(active.map(({ average }) => average)) ?? 0,
    };
  }
  const days = active.reduce((sum, { frequency }) => sum + frequency, 0);
  const money = active.reduce((sum, { frequency, average }) => sum + frequency * average, 0);
  return { by, frequency: days / active.length, average: money / days };
}

/** At the cut counts as above it. */
export function valueMatrixKey(frequency: number, average: number, cuts: ValueMatrixCuts): ValueMatrixKey {
  if (frequency >= cuts.frequency) return average >= cuts.average ? 'best' : 'frequent';
  return average >= cuts.average ? 'spender' : 'uncertain';
}
