/** Minor units. `paid`: the customer's own money. `bonus`: what the shop gave on top. */
export interface Purse {
  paid: bigint;
  bonus: bigint;
}

export interface Bonus {
  fromMinor: bigint;
  bonusMinor: bigint;
}

export const EMPTY: Purse = { paid: 0n, bonus: 0n };

export function sumOf({ paid, bonus }: Purse): bigint {
  return paid + bonus;
}

/** Of the steps that the amount reaches, the highest. */
export function bonusFor(bonuses: readonly Bonus[], amount: bigint): bigint {
  const reached = bonuses.filter(({ fromMinor }) => amount >= fromMinor);
  return (
    reached.reduce<Bonus | null>((best, one) => (best && best.fromMinor > one.fromMinor ? best : one), null)
      ?.bonusMinor ?? 0n
  );
}

/** The customer's own money first: what is left at the end, and lapses when they leave, is what the shop gave. */
export function takeFrom(purse: Purse, amount: bigint): Purse {
  const paid = least(amount, purse.paid);
  return { paid, bonus: least(amount - paid, purse.bonus) };
}

/** Over several purses, one after the other; null where all of them together do not hold it. */
export function takeFromAll(purses: readonly Purse[], amount: bigint): Purse[] | null {
  let left = amount;
  const taken = purses.map((purse) => {
    const part = takeFrom(purse, left);
    left -= sumOf(part);
    return part;
  });
  return left === 0n ? taken : null;
}

/** What was taken comes back the other way round: the shop's part first, so that all parts together are what went. */
export function giveBack(taken: Purse, returned: Purse, amount: bigint): Purse {
  const bonus = least(amount, taken.bonus - returned.bonus);
  return { paid: least(amount - bonus, taken.paid - returned.paid), bonus };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
