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
