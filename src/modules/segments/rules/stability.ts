/** Trade of one customer within the period: money in minor units, months counted back from the newest purchase's. */
export interface Trade {
  days: number;
  money: number;
  /** Months, and spans of three months, in which they bought. */
  months: number;
  quarters: number;
  /** Since their first purchase, at least six months and at most the period. */
  monthsKnown: number;
  quartersKnown: number;
  /** Sums of squares of the money of three months, and of a purchase day. */
  quarterSquares: number;
  daySquares: number;
}

export interface Stability {
  /** 0 to 100: the mean of the four below, each 0 to 1. */
  points: number;
  monthsShare: number;
  quartersShare: number;
  quartersEven: number;
  tradesEven: number;
}

/**
 * How regularly a customer trades, and how even the volume is: months and quarters with trade among those known, and
 * 1 ÷ (1 + coefficient of variation) of the volume of quarters and of single trades. One trade alone tells nothing: 0.
 */
export function stabilityOf(trade: Trade): Stability {
  const monthsShare = trade.months / trade.monthsKnown;
  const quartersShare = trade.quarters / trade.quartersKnown;
  const quartersEven = evenness(trade.money, trade.quarterSquares, trade.quartersKnown);
  const tradesEven = evenness(trade.money, trade.daySquares, trade.days);
  const mean = (monthsShare + quartersShare + quartersEven + tradesEven) / 4;
  const points = trade.days < 2 ? 0 : Math.round(1000 * mean) / 10;
  return { points, monthsShare, quartersShare, quartersEven, tradesEven };
}

function evenness(sum: number, squares: number, count: number): number {
  const mean = sum / count;
  const variance = Math.max(0, squares / count - mean * mean);
  return 1 / (1 + Math.sqrt(variance) / mean);
}
