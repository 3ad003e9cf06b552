import type { CivilDate } from '../../../../maths/calendar.ts';
import { MAX_POINTS } from '../../shapes-contract.ts';

/** Points that came together. */
export interface Lot {
  id: string;
  remaining: number;
  expiresOn: CivilDate | null;
  orderId: string | null;
}

/** `lots` may come in any order; `debt` are points taken back that were spent already. */
export interface Holding {
  debt: number;
  lots: readonly Lot[];
}

/** What a posting does: `points` to the balance, `taken` from lots (negative: put back), a new lot, the debt after. */
export interface Posting {
  points: number;
  taken: { lotId: string; points: number }[];
  lot: { points: number; remaining: number; expiresOn: CivilDate | null; orderId: string | null } | null;
  debt: number;
}

export type Refused = { refused: 'too-few' | 'too-many' };

/** Lots less debt: what the entries add up to. */
export function balanceOf({ debt, lots }: Holding): number {
  return lots.reduce((sum, { remaining }) => sum + remaining, 0) - debt;
}

/** A lot of its own; what pays the debt does not stay in it. */
export function give(
  holding: Holding,
  points: number,
  terms: { expiresOn: CivilDate | null; orderId: string | null },
): Posting | Refused {
  if (points > MAX_POINTS - Math.max(0, balanceOf(holding))) return { refused: 'too-many' };
  const paid = Math.min(points, holding.debt);
  return {
    points,
    taken: [],
    lot: { points, remaining: points - paid, ...terms },
    debt: holding.debt - paid,
  };
}

/** From the lots that expire first; never below nothing. */
export function take(holding: Holding, points: number): Posting | Refused {
  if (points > balanceOf(holding)) return { refused: 'too-few' };
  return { points: -points, taken: takeFrom(inOrder(holding.lots), points), lot: null, debt: holding.debt };
}

/** What an order gave goes from its own lots first, then from the others; what was spent already is a debt. */
export function takeBack(holding: Holding, points: number, orderId: string | null): Posting {
  const own = (lot: Lot) => (orderId !== null && lot.orderId === orderId ? 0 : 1);
  const lots = inOrder(holding.lots).sort((a, b) => own(a) - own(b));
  const taken = takeFrom(lots, points);
  const found = taken.reduce((sum, one) => sum + one.points, 0);
  return { points: -points, taken, lot: null, debt: holding.debt + points - found };
}

/** Everything whose last day is over. Points that pay the debt are not lost to their customer. */
export function expire(holding: Holding, today: CivilDate): Posting | null {
  const over = holding.lots.filter(({ expiresOn, remaining }) => remaining > 0 && isOver(expiresOn, today));
  if (over.length === 0) return null;
  const taken = over.map(({ id, remaining }) => ({ lotId: id, points: remaining }));
  return { points: -taken.reduce((sum, one) => sum + one.points, 0), taken, lot: null, debt: holding.debt };
}

/** One of the lots that the reversed entry took from, with what of it has not come back yet. */
export interface Taken {
  lotId: string;
  points: number;
  expiresOn: CivilDate | null;
}

/**
 * Spent points come back: to the lots they were taken from, those that last longest first, as far as these still last; the
 * rest as a lot with a last day of its own, so that nobody gets back what is gone at once.
 */
export function restore(
  holding: Holding,
  taken: readonly Taken[],
  points: number,
  { today, fresh }: { today: CivilDate; fresh: CivilDate },
): Posting | Refused {
  if (points > taken.reduce((sum, one) => sum + one.points, 0)) return { refused: 'too-many' };
  if (points > MAX_POINTS - Math.max(0, balanceOf(holding))) return { refused: 'too-many' };
  let paid = Math.min(points, holding.debt);
  const debt = holding.debt - paid;
  const lots = taken.map((one) => ({ ...one, id: one.lotId, remaining: one.points, orderId: null }));
  const back = takeFrom(inOrder(lots).reverse(), points);
  const put: Posting['taken'] = [];
  let gone = 0;
  for (const { lotId, points: came } of back) {
    const toDebt = Math.min(paid, came);
    paid -= toDebt;
    const lasting = !isOver(taken.find((one) => one.lotId === lotId)?.expiresOn ?? null, today);
    if (!lasting) gone += came - toDebt;
    else if (came > toDebt) put.push({ lotId, points: toDebt - came });
  }
  const lot = gone > 0 ? { points: gone, remaining: gone, expiresOn: fresh, orderId: null } : null;
  return { points, taken: put, lot, debt };
}

/** The debt of a card that was merged into one with points: paid without an entry, for the sum stays the same. */
export function settleDebt({ debt, lots }: Holding): Posting {
  const taken = takeFrom(inOrder(lots), debt);
  return { points: 0, taken, lot: null, debt: debt - taken.reduce((sum, one) => sum + one.points, 0) };
}

/** Those that expire first come first, the older of two; those that never do come last. */
export function inOrder(lots: readonly Lot[]): Lot[] {
  return [...lots].sort((a, b) => {
    if (a.expiresOn !== b.expiresOn) {
      if (a.expiresOn === null) return 1;
      if (b.expiresOn === null) return -1;
      return a.expiresOn < b.expiresOn ? -1 : 1;
    }
    return a.id < b.id ? -1 : 1;
  });
}

export function isOver(expiresOn: CivilDate | null, today: CivilDate): boolean {
  return expiresOn !== null && expiresOn < today;
}

function takeFrom(lots: readonly Lot[], points: number): Posting['taken'] {
  const taken: Posting['taken'] = [];
  let left = points;
  for (const { id, remaining } of lots) {
    const part = Math.min(left, remaining);
    if (part > 0) taken.push({ lotId: id, points: part });
    left -= part;
  }
  return taken;
}
