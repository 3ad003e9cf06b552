import { digamma, logGamma } from '../distributions.ts';
import { minimise, type Objective } from '../minimise.ts';
import { median, pearson } from '../statistics.ts';
import { fitFrom, type Fit } from './fit.ts';

/** What n purchases came to on average. */
export type Spending = { n: number; mean: number };

/**
 * Amounts (Fader, Hardie 2013): a customer's purchases scatter around his own mean as Gamma(p, ν), and ν over customers
 * as Gamma(q, v). Where that does not fit, everybody's mean is drawn to the shop's with the weight of two purchases.
 */
export type Amounts =
  | { kind: 'gamma-gamma'; p: number; q: number; v: number }
  | { kind: 'shrunken'; mean: number; why: 'amounts-follow-frequency' | 'all-equal' | 'too-few' };

export type GammaGammaFit = Extract<Amounts, { kind: 'gamma-gamma' }> & Fit;

/** What one purchase of this customer is to be expected to come to. */
export function expectedAmount(amounts: Amounts, { n, mean }: Spending): number {
  if (amounts.kind === 'shrunken') return (2 * amounts.mean + n * mean) / (2 + n);
  const { p, q, v } = amounts;
  return (p * (v + n * mean)) / (p * n + q - 1);
}

/** The same of a customer of whom nothing is known. */
export function averageAmount(amounts: Amounts): number {
  return expectedAmount(amounts, { n: 0, mean: 0 });
}

/** The model that the amounts bear; null without any purchase of a positive amount. */
export function amountsOf(customers: readonly Spending[]): Amounts | null {
  const bought = customers.filter(isPositive);
  const all = bought.reduce((sum, { n, mean }) => sum + n * mean, 0);
  const purchases = bought.reduce((sum, { n }) => sum + n, 0);
  if (purchases === 0) return null;
  const shrunken = { kind: 'shrunken', mean: all / purchases } as const;
  const repeated = bought.filter(({ n }) => n > 1);
  if (repeated.length < 10) return { ...shrunken, why: 'too-few' };
  const correlation = pearson(
    repeated.map(({ n }) => n),
    repeated.map(({ mean }) => mean),
  );
  const [first] = repeated;
  if (repeated.every(({ mean }) => Math.abs(mean / (first?.mean ?? 1) - 1) < 1e-9))
    return { ...shrunken, why: 'all-equal' };
  if (Math.abs(correlation ?? 0) > 0.3) return { ...shrunken, why: 'amounts-follow-frequency' };
  const fit = fitGammaGamma(repeated);
  return fit?.converged && fit.q > 1
    ? { kind: fit.kind, p: fit.p, q: fit.q, v: fit.v }
    : { ...shrunken, why: 'too-few' };
}

/** Null without a customer who bought for a positive amount. */
export function fitGammaGamma(all: readonly Spending[], { withPriors = true } = {}): GammaGammaFit | null {
  const customers = all.filter(isPositive);
  const typical = median(customers.map(({ mean }) => mean));
  if (typical === null) return null;
  const centre = [Math.log(5), Math.log(4), Math.log(typical)];
  const objective = meanNegativeLogPosterior(customers, withPriors ? centre : null);
  const fit = fitFrom(objective, [minimise(objective, centre)], customers.length);
  const [p = 0, q = 0, v = 0] = fit.point.map(Math.exp);
  return { kind: 'gamma-gamma', p, q, v, ...fit, logLikelihood: logLikelihood(customers, { p, q, v }) };
}

const PRIOR_SDS = [0.8, 0.6, 1];

function isPositive({ n, mean }: Spending): boolean {
  return n > 0 && mean > 0 && mean < Infinity;
}

function meanNegativeLogPosterior(customers: readonly Spending[], centre: readonly number[] | null): Objective {
  const slopes = new Float64Array(3);
  return (point, gradient) => {
    const [p = 0, q = 0, v = 0] = point.map(Math.exp);
    let value = logLikelihood(customers, { p, q, v }, slopes);
    [p, q, v].forEach((parameter, i) => {
      const sd = PRIOR_SDS[i] ?? 1;
      const away = centre ? ((point[i] ?? 0) - (centre[i] ?? 0)) / sd : 0;
      value -= (away * away) / 2;
      gradient[i] = -((slopes[i] ?? 0) * parameter - away / sd) / customers.length;
    });
    return -value / customers.length;
  };
}

/** Of the mean of n purchases: Γ(pn+q)/(Γ(pn)Γ(q)) v^q z̄^(pn−1) n^(pn) / (v + n z̄)^(pn+q). */
function logLikelihood(
  customers: readonly Spending[],
  { p, q, v }: { p: number; q: number; v: number },
  slopes?: Float64Array,
): number {
  const gammas = gammasByCount(customers, p, q);
  let [total, byP, byQ, byV] = [0, 0, 0, 0];
  for (const { n, mean } of customers) {
    const known = gammas.get(n) ?? { value: 0, byP: 0, byQ: 0 };
    const sum = v + n * mean;
    const logSum = Math.log(sum);
    const logMean = Math.log(mean);
    const logN = Math.log(n);
    total += known.value + q * Math.log(v) + (p * n - 1) * logMean + p * n * logN - (p * n + q) * logSum;
    byP += known.byP + n * (logMean + logN - logSum);
    byQ += known.byQ + Math.log(v) - logSum;
    byV += q / v - (p * n + q) / sum;
  }
  slopes?.set([byP, byQ, byV]);
  return total;
}

function gammasByCount(customers: readonly Spending[], p: number, q: number) {
  const known = new Map<number, { value: number; byP: number; byQ: number }>();
  for (const { n } of customers) {
    if (known.has(n)) continue;
    const together = digamma(p * n + q);
    known.set(n, {
      value: logGamma(p * n + q) - logGamma(p * n) - logGamma(q),
      byP: n * (together - digamma(p * n)),
      byQ: together - digamma(q),
    });
  }
  return known;
}
