import { betaQuadrature, type Quadrature } from '../quadrature.ts';
import type { BuyingHistory } from './histories.ts';

/**
 * Buying and leaving: purchases come at a customer's own rate, Gamma(r, α) over customers, and he leaves with his own
 * chance, Beta(a, b). In MBG/NBD (Batislam, Denizel, Filiztekin 2007) he may leave after any purchase, the first
 * included; in BG/NBD (Fader, Hardie, Lee 2005) not after the first, so that one-time buyers never leave.
 */
export type BetaGeometric = { kind: 'mbg-nbd' | 'bg-nbd'; r: number; alpha: number; a: number; b: number };

/** Chance that the customer has not left. */
export function pAlive(model: BetaGeometric, history: BuyingHistory): number {
  return 1 / (1 + Math.exp(logOddsAway(model, history)));
}

/** Chance that he buys at least once within the next t weeks. */
export function pBuysWithin(model: BetaGeometric, history: BuyingHistory, t: number): number {
  if (!(t > 0)) return 0;
  return pAlive(model, history) * -Math.expm1(-(model.r + history.x) * Math.log1p(t / (model.alpha + history.T)));
}

/** Purchase days to be expected within the next t weeks. */
export function expectedPurchases(model: BetaGeometric, history: BuyingHistory, t: number): number {
  if (!(t > 0)) return 0;
  return pAlive(model, history) * expectedIfAlive(model, history, t);
}

/** The same given that he has not left. */
export function expectedIfAlive(model: BetaGeometric, { x, T }: BuyingHistory, t: number): number {
  const { r, alpha, a, b } = model;
  const z = t / (alpha + T + t);
  const stayed = b + timesStayed(model, x);
  const c = a + stayed - 1;
  const usesSeries = Math.abs(a - 1) >= 1e-4 && z <= 0.98 && c > 0.05 && c - (r + x) > -5;
  return usesSeries ? bySeries(a, r + x, c, z) : byQuadrature(quadratureOf(model, stayed), r + x, t / (alpha + T));
}

/** ln of q = a/(b+x) · ((α+T)/(α+tx))^(r+x), the odds of having left; in logs because the power overflows. */
export function logOddsAway(model: BetaGeometric, { x, tx, T }: BuyingHistory): number {
  const { r, alpha, a, b } = model;
  const times = timesStayed(model, x);
  if (times === 0) return -Infinity;
  return Math.log(a / (b + times - 1)) + (r + x) * Math.log((alpha + T) / (alpha + tx));
}

/** Chance of just n purchases in the first t weeks of a new customer, in BG/NBD (its equation 8). */
export function pPurchases({ r, alpha, a, b }: Omit<BetaGeometric, 'kind'>, n: number, t: number): number {
  const [bought, not] = [t / (alpha + t), alpha / (alpha + t)];
  // Γ(r+j)/(Γ(r) j!) (α/(α+t))^r (t/(α+t))^j for j = 0 … n
  let term = not ** r;
  let fewer = 0;
  // B(a, b+j)/B(a, b)
  let stayed = 1;
  for (let j = 0; j < n; j += 1) {
    fewer += term;
    term *= ((r + j) / (j + 1)) * bought;
    stayed *= (b + j) / (a + b + j);
  }
  if (n === 0) return term;
  // B(a+1, b+n−1)/B(a, b)
  const left = (stayed * a) / (b + n - 1);
  return stayed * term + left * (1 - fewer);
}

/** How often he could have left and did not: after each repeat, and in MBG/NBD after the first purchase, too. */
function timesStayed({ kind }: BetaGeometric, x: number): number {
  return kind === 'mbg-nbd' ? x + 1 : x;
}

/** C/(a−1) · [1 − ρ^(a−1) ₂F₁(a−1, C−r−x; C; 1−ρ)]: Euler's transformation, so that no large power appears. */
function bySeries(a: number, shape: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 0; k < 5000; k += 1) {
    term *= ((a - 1 + k) * (c - shape + k) * z) / ((c + k) * (k + 1));
    sum += term;
    if (Math.abs(term) < 1e-14 * Math.abs(sum)) break;
  }
  return (c / (a - 1)) * (1 - (1 - z) ** (a - 1) * sum);
}

/** What a model asks with is the same for all who bought as often, and costs forty times what asking does. */
const quadratures = new WeakMap<BetaGeometric, Map<number, Quadrature>>();

function quadratureOf(model: BetaGeometric, stayed: number): Quadrature {
  const known = quadratures.get(model) ?? new Map<number, Quadrature>();
  quadratures.set(model, known);
  const made = known.get(stayed) ?? betaQuadrature(model.a, stayed, 40);
  known.set(stayed, made);
  return made;
}

/** E over p ~ Beta(a, stayed) of (1 − (1 + p t/(α+T))^−(r+x)) / p, with the nodes of that distribution. */
function byQuadrature({ nodes, weights }: Quadrature, shape: number, ratio: number): number {
  return nodes.reduce((sum, p, index) => {
    const chance = Math.max(p, Number.MIN_VALUE);
    return sum + ((weights[index] ?? 0) * -Math.expm1(-shape * Math.log1p(chance * ratio))) / chance;
  }, 0);
}
