import { minimise, type Objective } from '../minimise.ts';
import { fitFrom, priorCentre, type Fit } from './fit.ts';
import { groupsOf, type BuyingHistory, type Groups } from './histories.ts';

/** Purchases at a customer's own rate, Gamma(r, α) over customers, and nobody leaves (Ehrenberg 1959). */
export type Nbd = { kind: 'nbd'; r: number; alpha: number };

export type NbdFit = Nbd & Fit;

/** Null without a customer who was observed for any time. */
export function fitNbd(histories: Iterable<BuyingHistory>, { withPriors = true } = {}): NbdFit | null {
  const groups = groupsOf(histories);
  if (groups.customers === 0 || groups.longest <= 0) return null;
  const centre = priorCentre(groups.longest).slice(0, 2);
  const objective = meanNegativeLogPosterior(groups, withPriors ? centre : null);
  const fit = fitFrom(objective, [minimise(objective, centre)], groups.customers);
  const [r = 0, alpha = 0] = fit.point.map(Math.exp);
  return { kind: 'nbd', r, alpha, ...fit, logLikelihood: logLikelihood(groups, r, alpha) };
}

export function nbdBuysWithin({ r, alpha }: Nbd, { x, T }: BuyingHistory, t: number): number {
  return t > 0 ? -Math.expm1(-(r + x) * Math.log1p(t / (alpha + T))) : 0;
}

export function nbdExpected({ r, alpha }: Nbd, { x, T }: BuyingHistory, t: number): number {
  return t > 0 ? ((r + x) / (alpha + T)) * t : 0;
}

/** Standard deviation 1 on ln r and ln α. */
function meanNegativeLogPosterior(groups: Groups, centre: readonly number[] | null): Objective {
  const slopes = new Float64Array(2);
  return (point, gradient) => {
    const [r = 0, alpha = 0] = point.map(Math.exp);
    let value = logLikelihood(groups, r, alpha, slopes);
    [r, alpha].forEach((parameter, i) => {
      const away = centre ? (point[i] ?? 0) - (centre[i] ?? 0) : 0;
      value -= (away * away) / 2;
      gradient[i] = -((slopes[i] ?? 0) * parameter - away) / groups.customers;
    });
    return -value / groups.customers;
  };
}

/** The likelihood of the times of purchase, as those of the models with leaving, so that they can be compared. */
function logLikelihood(groups: Groups, r: number, alpha: number, slopes?: Float64Array): number {
  const gammas = new Float64Array(groups.mostRepeats + 1);
  const byGammas = new Float64Array(groups.mostRepeats + 1);
  for (let x = 1; x <= groups.mostRepeats; x += 1) {
    gammas[x] = (gammas[x - 1] ?? 0) + Math.log(r + x - 1);
    byGammas[x] = (byGammas[x - 1] ?? 0) + 1 / (r + x - 1);
  }
  let [total, byR, byAlpha] = [0, 0, 0];
  for (let i = 0; i < groups.x.length; i += 1) {
    const [x, weight, end] = [groups.x[i] ?? 0, groups.weight[i] ?? 0, alpha + (groups.T[i] ?? 0)];
    const logShare = Math.log(alpha / end);
    total += weight * ((gammas[x] ?? 0) + r * logShare - x * Math.log(end));
    byR += weight * ((byGammas[x] ?? 0) + logShare);
    byAlpha += weight * (r / alpha - (r + x) / end);
  }
  slopes?.set([byR, byAlpha]);
  return total;
}
