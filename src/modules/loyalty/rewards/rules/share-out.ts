/** Minor units. */
export type Give =
  | { kind: 'points'; points: number }
  | { kind: 'percent'; percent: number }
  | { kind: 'share'; poolMinor: bigint }
  | { kind: 'coupon' };

export interface Reward {
  amountMinor: bigint;
  points: number;
}

/** What points are worth at the till: so many of them so much. */
export interface Worth {
  points: number;
  worthMinor: bigint;
}

/**
 * What each gets by what each is measured. A pool is shared by measure, to the last fen: the largest remainders get what
 * rounding leaves over. Money becomes points where `inPoints` says what these are worth, rounded down.
 */
export function shareOut(measures: readonly bigint[], give: Give, inPoints: Worth | null): Reward[] {
  switch (give.kind) {
    case 'points':
      return measures.map(() => ({ amountMinor: 0n, points: give.points }));
    case 'coupon':
      return measures.map(() => ({ amountMinor: 0n, points: 0 }));
    case 'percent':
      return measures.map((measure) => asMoneyOrPoints((measure * BigInt(give.percent)) / 100n, inPoints));
    case 'share':
      return parts(give.poolMinor, measures).map((amount) => asMoneyOrPoints(amount, inPoints));
  }
}

function asMoneyOrPoints(amountMinor: bigint, inPoints: Worth | null): Reward {
  if (inPoints === null) return { amountMinor, points: 0 };
  const points = inPoints.worthMinor === 0n ? 0n : (amountMinor * BigInt(inPoints.points)) / inPoints.worthMinor;
  return { amountMinor: 0n, points: Number(points) };
}

function parts(pool: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight, n) => ({ n, part: (pool * weight) / whole, rest: (pool * weight) % whole }));
  let left = pool - shares.reduce((sum, { part }) => sum + part, 0n);
  for (const one of shares.toSorted((a, b) => (a.rest === b.rest ? a.n - b.n : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break;
    one.part += 1n;
    left -= 1n;
  }
  return shares.map(({ part }) => part);
}
