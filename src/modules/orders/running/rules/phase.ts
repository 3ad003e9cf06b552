/** What of an order says where it stands. */
export interface Course {
  state: string;
  /** Null: handed over as it was placed. */
  promisedOn: string | null;
  handedOverOn: string | null;
  /** Last day of the after-sale time; null while it has not begun, and where there is none. */
  afterUntil: string | null;
}

/** Where an order stands on a day; null: nothing of it is running any more. */
export function phaseOf({ state, promisedOn, handedOverOn, afterUntil }: Course, today: string): 'in' | 'after' | null {
  if (state !== 'placed') return null;
  if (promisedOn !== null && handedOverOn === null) return 'in';
  return afterUntil !== null && afterUntil >= today ? 'after' : null;
}

/** An offer is put on the desk so many days before its last one. */
export const OFFER_NOTICE_DAYS = 3;
/** A question that nobody asked within so many days after it was due is not asked any more. */
export const CHECK_IN_WINDOW_DAYS = 14;
