/** What of the list of orders stands in the address: it can be linked to and gone back to. */
export interface OrdersSearch {
  /** The beginning of an order's number. */
  q?: string;
  from?: string;
  to?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readOrdersSearch({ q, from, to }: Record<string, unknown>): OrdersSearch {
  return {
    // A number of digits alone comes out of the address as a number.
    ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
  };
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && DAY.test(value);
}
