import { spread } from '../../counter/rules/bill.ts';

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
      return spread(give.poolMinor, measures).map((amount) => asMoneyOrPoints(amount, inPoints));
  }
}

function asMoneyOrPoints(amountMinor: bigint, inPoints: Worth | null): Reward {
  if (inPoints === null) return { amountMinor, points: 0 };
  const points = inPoints.worthMinor === 0n ? 0n : (amountMinor * BigInt(inPoints.points)) / inPoints.worthMinor;
  return { amountMinor: 0n, points: Number(points) };
}
