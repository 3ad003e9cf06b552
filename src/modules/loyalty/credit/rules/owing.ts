/** One sale on account; minor units. */
export interface Owing {
  owed: bigint;
  paid: bigint;
  /** Gone back with refunds of the sale. */
  back: bigint;
}

export function openOf({ owed, paid, back }: Owing): bigint {
  return owed - paid - back;
}

/** What each of them is paid, in their order; null where all of them together are not that much. */
export function payOff(owings: readonly Owing[], amount: bigint): bigint[] | null {
  let left = amount;
  const parts = owings.map((owing) => {
    const part = least(left, openOf(owing));
    left -= part;
    return part;
  });
  return left === 0n ? parts : null;
}

/**
 * How much has gone back once so much of the sale is refunded: what is refunded makes what is open smaller first, and only
 * what was paid already goes back in money. A refund that is taken back is owed again.
 */
export function backAfter({ owed, paid, back }: Owing, refunded: bigint): bigint {
  if (refunded <= back) return refunded;
  const most = least(refunded, owed - paid);
  return most > back ? most : back;
}

/** What may still be put on account. */
export function leftWithin(limit: bigint, open: bigint): bigint {
  return limit > open ? limit - open : 0n;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
