/** Weeks from now that a share p of next purchases takes, if the customer is still there. */
export type NextPurchase = { p10: number; p50: number; p90: number };

/**
 * When a customer who is still there buys next: the time since his last purchase over (α+tx) follows a beta-prime
 * distribution (1, r+x), cut off at the silence so far. What is left then has the same form, started from α+T:
 * P(later than d) = ((α+T)/(α+T+d))^(r+x).
 */
export function nextPurchase(
  { r, alpha }: { r: number; alpha: number },
  { x, T }: { x: number; T: number },
): NextPurchase {
  const weeks = (p: number) => (alpha + T) * Math.expm1(-Math.log1p(-p) / (r + x));
  return { p10: weeks(0.1), p50: weeks(0.5), p90: weeks(0.9) };
}
