/** What of the list of orders stands in the address: it can be linked to and gone back to. */
export interface OrdersSearch {
  /** A number, a customer, something bought, or an amount. */
  q?: string;
  from?: string;
  to?: string;
  source?: string;
  phase?: 'in' | 'after';
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readOrdersSearch({ q, from, to, source, phase }: Record<string, unknown>): OrdersSearch {
  return {
    // A number of digits alone comes out of the address as a number.
    ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(typeof source === 'string' || typeof source === 'number' ? { source: String(source) } : {}),
    ...(phase === 'in' || phase === 'after' ? { phase } : {}),
  };
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && DAY.test(value);
}
