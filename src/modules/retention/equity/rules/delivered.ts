/** What a customer gets, and what it costs them besides the price. */
export const valueSides = ['product', 'service', 'staff', 'image'] as const;
export const costSides = ['money', 'time', 'energy', 'psychic'] as const;
export type Side = (typeof valueSides)[number] | (typeof costSides)[number];
/** One to ten: of a value ten is best, of a cost ten is dearest. */
export type Scores = Record<Side, number>;

export interface Delivered {
  scores: number;
  average: Scores;
  /** All value less all cost, −36 to 36: what is delivered. */
  value: number;
  /** What lifts it most, the weakest first: points that are missing to the best. */
  improvements: { side: Side; missing: number }[];
}

const MOST_IMPROVEMENTS = 3;
/** Who misses less than this is well served there. */
const WORTH_NAMING = 1;

/** Null without scores. */
export function deliveredValue(scores: readonly Scores[]): Delivered | null {
  if (scores.length === 0) return null;
  const average = Object.fromEntries(
    [...valueSides, ...costSides].map((side) => [side, meanOf(scores.map((one) => one[side]))]),
  ) as Scores;
  const sum = (sides: readonly Side[]) => sides.reduce((all, side) => all + average[side], 0);
  const missing = (side: Side) =>
    (valueSides as readonly Side[]).includes(side) ? 10 - average[side] : average[side] - 1;
  const improvements = [...valueSides, ...costSides]
    .map((side) => ({ side, missing: missing(side) }))
    .filter((one) => one.missing >= WORTH_NAMING)
    .toSorted((a, b) => b.missing - a.missing)
    .slice(0, MOST_IMPROVEMENTS);
  return { scores: scores.length, average, value: sum(valueSides) - sum(costSides), improvements };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
