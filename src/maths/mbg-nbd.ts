import { betaQuadrature } from './quadrature.ts';

/**
 * Buying and leaving by the MBG/NBD model (Batislam, Denizel, Filiztekin 2007): purchases come at a customer's own rate,
 * Gamma(r, α) over customers, and after each purchase, the first included, he leaves with his own chance, Beta(a, b).
 */
export type MbgNbd = { r: number; alpha: number; a: number; b: number };

/** Repeat purchase days x, weeks from the first to the last (tx) and from the first to the end of observation (T). */
export type BuyingHistory = { x: number; tx: number; T: number };

/** Chance that the customer has not left. */
export function pAlive(model: MbgNbd, history: BuyingHistory): number {
  return 1 / (1 + Math.exp(logOddsAway(model, history)));
}

/** Chance that he buys at least once within the next t weeks. */
export function pBuysWithin(model: MbgNbd, history: BuyingHistory, t: number): number {
  if (!(t > 0)) return 0;
  return pAlive(model, history) * -Math.expm1(-(model.r + history.x) * Math.log1p(t / (model.alpha + history.T)));
}

/** Purchase days to be expected within the next t weeks. */
export function expectedPurchases(model: MbgNbd, history: BuyingHistory, t: number): number {
  if (!(t > 0)) return 0;
  const { r, alpha, a, b } = model;
  const { x, T } = history;
  const z = t / (alpha + T + t);
  const c = a + b + x;
  const usesSeries = Math.abs(a - 1) >= 1e-4 && z <= 0.98 && a + b - r > -5;
  const ifAlive = usesSeries ? bySeries(a, r + x, c, z) : byQuadrature(model, history, t);
  return pAlive(model, history) * ifAlive;
}

/** ln of q = a/(b+x) · ((α+T)/(α+tx))^(r+x), the odds of having left; in logs because the power overflows. */
export function logOddsAway({ r, alpha, a, b }: MbgNbd, { x, tx, T }: BuyingHistory): number {
  return Math.log(a / (b + x)) + (r + x) * Math.log((alpha + T) / (alpha + tx));
}

/** C/(a−1) · [1 − ρ^(a−1) ₂F₁(a−1, C−r−x; C; 1−ρ)]: Euler's transformation, so that no large power appears. */
function bySeries(a: number, shape: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 0; k < 5000; k += 1) {
    term *= ((a - 1 + k) * (c - shape + k) * z) / ((c + k) * (k + 1));
    sum += term;
    if (Math.abs(term) < 1e-17 * Math.abs(sum)) break;
  }
  return (c / (a - 1)) * (1 - (1 - z) ** (a - 1) * sum);
}

/** E over p ~ Beta(a, b+x+1) of (1 − (1 + p t/(α+T))^−(r+x)) / p. */
function byQuadrature({ r, alpha, a, b }: MbgNbd, { x, T }: BuyingHistory, t: number): number {
  const { nodes, weights } = betaQuadrature(a, b + x + 1, 40);
  return nodes.reduce((sum, p, index) => {
    const chance = Math.max(p, Number.MIN_VALUE);
    const purchases = -Math.expm1(-(r + x) * Math.log1p((chance * t) / (alpha + T))) / chance;
    return sum + (weights[index] ?? 0) * purchases;
  }, 0);
}
