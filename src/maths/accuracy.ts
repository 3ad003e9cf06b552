/** What was said of each, and what came: how well the one told the other. All null where nothing can be told. */

/** Share of pairs (one that came, one that did not) in the right order, ties as half: the area under the ROC curve. */
export function rankedRight(scores: readonly number[], came: readonly boolean[]): number | null {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const positives = came.filter(Boolean).length;
  const negatives = came.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let ranks = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    let here = 0;
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) {
      if (came[order[to] ?? 0]) here += 1;
      to += 1;
    }
    ranks += here * ((from + 1 + to) / 2);
    from = to;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Mean squared distance of chances from what came (Brier 1950). */
export function brier(chances: readonly number[], came: readonly boolean[]): number | null {
  if (chances.length === 0) return null;
  return chances.reduce((sum, p, i) => sum + (p - (came[i] ? 1 : 0)) ** 2, 0) / chances.length;
}

export type Bin = { customers: number; said: number; came: number };

/** Customers by rising chance in so many equal bins: the share that was said, and the share that came. */
export function calibrationBins(chances: readonly number[], came: readonly boolean[], bins = 5): Bin[] {
  const order = chances.map((_, i) => i).sort((a, b) => (chances[a] ?? 0) - (chances[b] ?? 0));
  return Array.from({ length: bins }, (_, bin) => {
    const part = order.slice(Math.round((bin * order.length) / bins), Math.round(((bin + 1) * order.length) / bins));
    const share = (of: (i: number) => number) => part.reduce((sum, i) => sum + of(i), 0) / Math.max(1, part.length);
    return { customers: part.length, said: share((i) => chances[i] ?? 0), came: share((i) => (came[i] ? 1 : 0)) };
  }).filter(({ customers }) => customers > 0);
}

export type CountError = { mae: number; rmse: number; bias: number };

/** Mean distance, root mean square and mean difference of counts from what came. */
export function countError(said: readonly number[], came: readonly number[]): CountError | null {
  const n = said.length;
  if (n === 0) return null;
  let [distance, square, difference] = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const off = (said[i] ?? 0) - (came[i] ?? 0);
    distance += Math.abs(off);
    square += off * off;
    difference += off;
  }
  return { mae: distance / n, rmse: Math.sqrt(square / n), bias: difference / n };
}
