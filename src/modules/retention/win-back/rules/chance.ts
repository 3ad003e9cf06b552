/** Of those lost for so many half-years, how many were watched for one more and how many came back in it. */
export interface Returns {
  halfYears: number;
  away: number;
  returned: number;
}

/** Whoever is gone for longer than three years counts with those. */
export const LONGEST_HALF_YEARS = 6;

/** As many imagined customers as pull a figure of few towards that of all. */
const WEIGHT = 20;
/** One in twenty, where the shop has seen nobody lost for long enough. */
const FIRST_GUESS = 0.05;

/**
 * The chance to come back within the next half-year, by half-years since the loss: the share seen, shrunk towards that
 * of all lost customers, and that towards a first guess. It never rises with time, because a longer silence is no hope.
 */
export function returnChances(seen: readonly Returns[]): number[] {
  const all = seen.reduce((sum, one) => ({ away: sum.away + one.away, returned: sum.returned + one.returned }), {
    away: 0,
    returned: 0,
  });
  const overall = (all.returned + FIRST_GUESS * WEIGHT) / (all.away + WEIGHT);
  let least = 1;
  return Array.from({ length: LONGEST_HALF_YEARS + 1 }, (_, halfYears) => {
    const one = seen.find((row) => row.halfYears === halfYears);
    const chance = ((one?.returned ?? 0) + overall * WEIGHT) / ((one?.away ?? 0) + WEIGHT);
    least = Math.min(least, chance);
    return least;
  });
}
