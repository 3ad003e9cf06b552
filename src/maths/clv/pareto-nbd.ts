import { minimise, type Objective } from '../minimise.ts';
import { betaQuadrature } from '../quadrature.ts';
import { fitFrom, priorCentre, type Fit } from './fit.ts';
import { groupsOf, type BuyingHistory, type Groups } from './histories.ts';

/**
 * Pareto/NBD (Schmittlein, Morrison, Colombo 1987): purchases at a customer's own rate, Gamma(r, α) over customers,
 * until he leaves, at his own rate, too: Gamma(s, β). Only to hold the other models against.
 */
export type ParetoNbd = { r: number; alpha: number; s: number; beta: number };

export type ParetoNbdFit = ParetoNbd & Fit;

/** Null without a customer who was observed for any time. */
export function fitParetoNbd(histories: Iterable<BuyingHistory>, { withPriors = true } = {}): ParetoNbdFit | null {
  const groups = groupsOf(histories);
  if (groups.customers === 0 || groups.longest <= 0) return null;
  const [r = 0, alpha = 0, s = 0] = priorCentre(groups.longest);
  const centre = [r, alpha, s, alpha];
  const objective = meanNegativeLogPosterior(groups, withPriors ? centre : null);
  const fit = fitFrom(objective, [minimise(objective, centre)], groups.customers);
  const model = modelAt(fit.point);
  return { ...model, ...fit, logLikelihood: logLikelihood(groups, model) };
}

export function paretoLogLikelihood(histories: Iterable<BuyingHistory>, model: ParetoNbd): number {
  return logLikelihood(groupsOf(histories), model);
}

export function paretoAlive(model: ParetoNbd, { x, tx, T }: BuyingHistory): number {
  const { stayed, left } = partsOf(model, x, tx, T);
  return 1 / (1 + Math.exp(left - stayed));
}

/** Purchase days to be expected within the next t weeks. */
export function paretoExpected(model: ParetoNbd, history: BuyingHistory, t: number): number {
  if (!(t > 0)) return 0;
  const { r, alpha, s, beta } = model;
  const { x, T } = history;
  const rate = ((r + x) * (beta + T)) / (alpha + T);
  // (1 − ((β+T)/(β+T+t))^(s−1)) / (s−1), which is a logarithm at s = 1
  const logGrowth = Math.log1p(t / (beta + T));
  const part = Math.abs(s - 1) < 1e-9 ? logGrowth : -Math.expm1((1 - s) * logGrowth) / (s - 1);
  return paretoAlive(model, history) * rate * part;
}

/** Gauss–Legendre on [0, 1]: the weight of Beta(1, 1). */
const LEGENDRE = betaQuadrature(1, 1, 32);
const PRIOR_SDS = [1, 1, 0.8, 1];

function meanNegativeLogPosterior(groups: Groups, centre: readonly number[] | null): Objective {
  const slopes = new Float64Array(4);
  return (point, gradient) => {
    let value = logLikelihood(groups, modelAt(point), slopes);
    for (let i = 0; i < 4; i += 1) {
      const sd = PRIOR_SDS[i] ?? 1;
      const away = centre ? ((point[i] ?? 0) - (centre[i] ?? 0)) / sd : 0;
      value -= (away * away) / 2;
      gradient[i] = -((slopes[i] ?? 0) * Math.exp(point[i] ?? 0) - away / sd) / groups.customers;
    }
    return -value / groups.customers;
  };
}

function logLikelihood(groups: Groups, model: ParetoNbd, slopes?: Float64Array): number {
  const { r, alpha, s, beta } = model;
  const gammas = new Float64Array(groups.mostRepeats + 1);
  const byGammas = new Float64Array(groups.mostRepeats + 1);
  for (let x = 1; x <= groups.mostRepeats; x += 1) {
    gammas[x] = (gammas[x - 1] ?? 0) + Math.log(r + x - 1);
    byGammas[x] = (byGammas[x - 1] ?? 0) + 1 / (r + x - 1);
  }
  const sums = new Float64Array(4);
  let total = 0;
  for (let i = 0; i < groups.x.length; i += 1) {
    const [x, T, weight] = [groups.x[i] ?? 0, groups.T[i] ?? 0, groups.weight[i] ?? 0];
    const { stayed, left, slopesOfLeft } = partsOf(model, x, groups.tx[i] ?? 0, T);
    const away = 1 / (1 + Math.exp(stayed - left));
    const larger = Math.max(stayed, left);
    const sum = larger + Math.log1p(Math.exp(Math.min(stayed, left) - larger));
    total += weight * ((gammas[x] ?? 0) + r * Math.log(alpha) + s * Math.log(beta) + sum);
    if (!slopes) continue;
    const [byR, byAlpha, byS, byBeta] = slopesOfLeft;
    const here = 1 - away;
    sums[0]! += weight * ((byGammas[x] ?? 0) + Math.log(alpha) - here * Math.log(alpha + T) + away * byR);
    sums[1]! += weight * (r / alpha - (here * (r + x)) / (alpha + T) + away * byAlpha);
    sums[2]! += weight * (Math.log(beta) - here * Math.log(beta + T) + away * byS);
    sums[3]! += weight * (s / beta - (here * s) / (beta + T) + away * byBeta);
  }
  slopes?.set(sums);
  return total;
}

/**
 * ln of the likelihood's two parts: `stayed` (α+T)^−(r+x) (β+T)^−s, and `left` s ∫ (α+y)^−(r+x) (β+y)^−(s+1) dy from tx
 * to T. The first factor is integrated exactly, so that heavy buyers, whose integrand is a peak at tx, stay finite:
 * m = r+x−1, E = 1 − ((α+tx)/(α+T))^m, y(v) = (α+tx)(1 − vE)^(−1/m) − α. With `left` its derivatives by r, α, s, β.
 */
function partsOf({ r, alpha, s, beta }: ParetoNbd, x: number, tx: number, T: number) {
  const stayed = -(r + x) * Math.log(alpha + T) - s * Math.log(beta + T);
  const m = r + x - 1;
  const logLast = Math.log(alpha + tx);
  const logSpan = Math.log((alpha + T) / (alpha + tx));
  const isFlat = Math.abs(m) < 1e-7;
  const share = isFlat ? logSpan : -Math.expm1(-m * logSpan) / m;
  if (!(share > 0)) return { stayed, left: -Infinity, slopesOfLeft: [0, 0, 0, 0] as const };
  let [sum, byR, byAlpha, byS, byBeta] = [0, 0, 0, 0, 0];
  for (let k = 0; k < LEGENDRE.nodes.length; k += 1) {
    const v = LEGENDRE.nodes[k] ?? 0;
    const logGrown = isFlat ? v * logSpan : -Math.log1p(-v * share * m) / m;
    const fromAlpha = (alpha + tx) * Math.exp(logGrown);
    const y = fromAlpha - alpha;
    const fromBeta = beta + y;
    const value = (LEGENDRE.weights[k] ?? 0) * Math.exp(-(s + 1) * Math.log(fromBeta / (beta + tx)));
    sum += value;
    byR -= value * (logLast + logGrown);
    byAlpha -= (value * (r + x)) / fromAlpha;
    byS -= value * Math.log(fromBeta);
    byBeta -= (value * (s + 1)) / fromBeta;
  }
  const left = Math.log(s) - m * logLast + Math.log(share) - (s + 1) * Math.log(beta + tx) + Math.log(sum);
  return { stayed, left, slopesOfLeft: [byR / sum, byAlpha / sum, 1 / s + byS / sum, byBeta / sum] as const };
}

function modelAt(point: Float64Array): ParetoNbd {
  const [r = 0, alpha = 0, s = 0, beta = 0] = point.map(Math.exp);
  return { r, alpha, s, beta };
}
