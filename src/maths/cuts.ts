/** Ascending lower bounds: a value is on level 1 + the number of bounds it reaches. Stored with the run that made them. */
export type Bounds = readonly number[];

export function levelOf(value: number, bounds: Bounds): number {
  return 1 + bounds.filter((bound) => value >= bound).length;
}

/** Bounds a person typed in, sorted and without doubles. */
export function thresholdBounds(thresholds: readonly number[]): number[] {
  return [...new Set(thresholds.filter(Number.isFinite))].sort((a, b) => a - b);
}

/** Bounds at shares of the customers (percent, `[80]` = the best fifth above), each a value that occurs. */
export function percentileBounds(values: readonly number[], percents: readonly number[]): number[] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const bounds = percents.flatMap((percent) => {
    const bound = sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length))];
    return bound !== undefined && bound > (sorted[0] ?? bound) ? [bound] : [];
  });
  return thresholdBounds(bounds);
}

/**
 * Equal shares by rank on distinct values, ties together: each level takes whole values until it holds its share of the
 * customers not yet placed. Six in ten who bought once are one level, and the others still spread over the rest.
 */
export function rankBounds(values: readonly number[], levels: number): number[] {
  return rankBoundsOfCounts(countsByValue(values), levels);
}

/** The same from how many customers have each value; values ascending, each once. */
export function rankBoundsOfCounts(counts: readonly ValueCount[], levels: number): number[] {
  const bounds: number[] = [];
  let left = counts.reduce((sum, { count }) => sum + count, 0);
  let inLevel = 0;
  for (const [index, { count }] of counts.entries()) {
    const levelsLeft = levels - bounds.length;
    const next = counts[index + 1];
    inLevel += count;
    if (!next || levelsLeft <= 1) continue;
    // Closing before a value of many is better than after it when that leaves the share less wrong.
    const share = left / levelsLeft;
    const closer = inLevel >= share || Math.abs(inLevel - share) <= Math.abs(inLevel + next.count - share);
    const oneValueEach = counts.length - 1 - index < levelsLeft;
    if (!closer && !oneValueEach) continue;
    bounds.push(next.value);
    left -= inLevel;
    inLevel = 0;
  }
  return bounds;
}

export type ValueCount = { value: number; count: number };

function countsByValue(values: readonly number[]): ValueCount[] {
  const counts = new Map<number, number>();
  for (const value of values) if (Number.isFinite(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => a.value - b.value);
}

/**
 * Natural breaks (Fisher 1958, Jenks 1967): the levels within which the values differ least, by least squares, exactly.
 * Values ascending, each once; null when there are fewer distinct ones than levels. O(levels · n²).
 */
export function naturalBounds(counts: readonly ValueCount[], levels: number): number[] | null {
  const n = counts.length;
  if (n < levels) return null;
  const spread = spreadWithin(counts);
  let best = counts.map((_one, end) => spread(0, end));
  const starts: number[][] = [];
  for (let level = 2; level <= levels; level += 1) {
    const before = best;
    const start: number[] = Array.from({ length: n }, () => 0);
    best = counts.map((_one, end) => {
      let least = Infinity;
      for (let from = level - 1; from <= end; from += 1) {
        const cost = (before[from - 1] ?? Infinity) + spread(from, end);
        if (cost < least) [least, start[end]] = [cost, from];
      }
      return least;
    });
    starts.push(start);
  }
  const bounds: number[] = [];
  for (let end = n - 1, level = starts.length - 1; level >= 0; level -= 1) {
    const from = starts[level]?.[end] ?? 0;
    bounds.unshift(counts[from]?.value ?? 0);
    end = from - 1;
  }
  return bounds;
}

/** Sum of squares about their mean of the values from one place to another, in constant time. */
function spreadWithin(counts: readonly ValueCount[]): (from: number, to: number) => number {
  const centre = counts[Math.floor(counts.length / 2)]?.value ?? 0;
  const sums = [{ count: 0, sum: 0, squares: 0 }];
  for (const { value, count } of counts) {
    const last = sums.at(-1) as (typeof sums)[number];
    const off = value - centre;
    sums.push({ count: last.count + count, sum: last.sum + count * off, squares: last.squares + count * off * off });
  }
  return (from, to) => {
    const [a, b] = [sums[from], sums[to + 1]];
    if (!a || !b) return Infinity;
    const weight = b.count - a.count;
    return Math.max(0, b.squares - a.squares - (b.sum - a.sum) ** 2 / weight);
  };
}
