import { allocate } from '../../../../maths/money.ts';

/** Amounts in minor units of the base currency, quantities in thousandths. */
export interface BillLine {
  quantity: bigint;
  unitPriceMinor: bigint;
}

export interface TakenOff {
  /** Of the tier, from an amount on. */
  tier: { percent: number; fromMinor: bigint } | null;
  /** Of the tier, for lines of so many pieces; `leftMinor`: at most so much, null any amount. */
  quantity?: { pieces: number; percent: number; leftMinor: bigint | null } | null;
  couponsMinor: bigint;
  pointsMinor: bigint;
}

export interface Bill {
  subtotalMinor: bigint;
  quantityOffMinor: bigint;
  tierOffMinor: bigint;
  couponsOffMinor: bigint;
  /** What points may still pay for. */
  beforePointsMinor: bigint;
  pointsOffMinor: bigint;
  totalMinor: bigint;
  /** What is taken off each line; together exactly all that is taken off. */
  lineDiscounts: bigint[];
}

/** First the discount for many pieces, then the tier's per cent of what is left, coupons, points; never below nothing. */
export function billOf(lines: readonly BillLine[], off: TakenOff): Bill {
  const amounts = lines.map(({ quantity, unitPriceMinor }) => (quantity * unitPriceMinor + 500n) / 1000n);
  const subtotalMinor = sum(amounts);
  const { tier } = off;
  const quantityOffs = quantityOffsOf(lines, amounts, off.quantity ?? null);
  const quantityOffMinor = sum(quantityOffs);
  const left = subtotalMinor - quantityOffMinor;
  const tierOffMinor = tier && subtotalMinor >= tier.fromMinor ? (left * BigInt(tier.percent)) / 100n : 0n;
  const couponsOffMinor = smaller(off.couponsMinor, left - tierOffMinor);
  const beforePointsMinor = left - tierOffMinor - couponsOffMinor;
  const pointsOffMinor = smaller(off.pointsMinor, beforePointsMinor);
  const totalMinor = beforePointsMinor - pointsOffMinor;
  return {
    subtotalMinor,
    quantityOffMinor,
    tierOffMinor,
    couponsOffMinor,
    beforePointsMinor,
    pointsOffMinor,
    totalMinor,
    lineDiscounts: spread(
      left - totalMinor,
      amounts.map((amount, n) => amount - (quantityOffs[n] ?? 0n)),
    ).map((share, n) => share + (quantityOffs[n] ?? 0n)),
  };
}

/** Of each line of enough pieces its per cent; where that is more than may still be taken off, its share of what may. */
function quantityOffsOf(
  lines: readonly BillLine[],
  amounts: readonly bigint[],
  quantity: NonNullable<TakenOff['quantity']> | null,
): bigint[] {
  if (!quantity) return amounts.map(() => 0n);
  const { pieces, percent, leftMinor } = quantity;
  const offs = lines.map((line, n) =>
    line.quantity >= BigInt(pieces) * 1000n ? ((amounts[n] ?? 0n) * BigInt(percent)) / 100n : 0n,
  );
  return leftMinor === null || sum(offs) <= leftMinor ? offs : spread(leftMinor, offs);
}

/** How much of the total each part pays that was paid ahead, in their order; what is beyond the total pays nothing. */
export function paidAhead(totalMinor: bigint, partsMinor: readonly bigint[]): { parts: bigint[]; dueMinor: bigint } {
  let dueMinor = totalMinor;
  const parts = partsMinor.map((part) => {
    const paid = smaller(part, dueMinor);
    dueMinor -= paid;
    return paid;
  });
  return { parts, dueMinor };
}

/** Shares an amount by weight so that nothing is lost; nothing among weights that are nothing. */
export function spread(amount: bigint, weights: readonly bigint[]): bigint[] {
  const parts = allocate(amount, weights);
  return parts.ok ? parts.value : weights.map(() => 0n);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
