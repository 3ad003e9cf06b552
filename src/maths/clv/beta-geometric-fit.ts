import { minimise, type Objective } from '../minimise.ts';
import type { BetaGeometric } from './beta-geometric.ts';
import { groupsOf, thinned, type BuyingHistory, type Groups } from './histories.ts';
import { bestOf, fitFrom, priorCentre, type Fit } from './fit.ts';

type Kind = BetaGeometric['kind'];

export type BetaGeometricFit = BetaGeometric & Fit;

/**
 * Most probable parameters under weak priors; `withPriors: false` is plain maximum likelihood, which falls apart in about
 * a third of shops with fifty customers. Null without a customer who was observed for any time.
 */
export function fitBetaGeometric(
  kind: Kind,
  histories: Iterable<BuyingHistory>,
  { withPriors = true, starts = JITTERS } = {},
): BetaGeometricFit | null {
  const all = [...histories];
  const groups = groupsOf(all);
  if (groups.customers === 0 || groups.longest <= 0) return null;
  const centre = priorCentre(groups.longest);
  const prior = withPriors ? centre : null;
  const objective = meanNegativeLogPosterior(kind, groups, prior);
  // The way is found with a few of many customers, and only its last steps are taken with all of them.
  const few = all.length > 2 * ENOUGH_TO_FIND ? groupsOf(thinned(all, ENOUGH_TO_FIND)) : groups;
  const coarse = few === groups ? objective : meanNegativeLogPosterior(kind, few, prior);
  const found = starts.map((jitter) =>
    minimise(
      coarse,
      centre.map((value, i) => value + (jitter[i] ?? 0)),
    ),
  );
  const minima = few === groups ? found : [minimise(objective, [...bestOf(found).point])];
  const fit = fitFrom(objective, minima, groups.customers);
  const model = modelAt(kind, fit.point);
  return { ...model, ...fit, logLikelihood: logLikelihood(groups, model) };
}

/** Sum over customers of ln L at given parameters. */
export function betaGeometricLogLikelihood(histories: Iterable<BuyingHistory>, model: BetaGeometric): number {
  return logLikelihood(groupsOf(histories), model);
}

const ENOUGH_TO_FIND = 1_000;

/** The starts: the centre of the priors and two beside it, so that a poor start does not decide. */
const JITTERS = [
  [0, 0, 0, 0],
  [0.5, -0.5, -0.5, 0.5],
  [-0.5, 0.5, 0.5, -0.5],
];

/** Standard deviations of the priors on ln r, ln α, ln a, ln b. */
const PRIOR_SDS = [1, 1, 0.8, 0.8];

function meanNegativeLogPosterior(kind: Kind, groups: Groups, centre: readonly number[] | null): Objective {
  const slopes = new Float64Array(4);
  return (point, gradient) => {
    let value = logLikelihood(groups, modelAt(kind, point), slopes);
    for (let i = 0; i < 4; i += 1) {
      // d/dθ of a function of e^θ
      let slope = (slopes[i] ?? 0) * Math.exp(point[i] ?? 0);
      if (centre) {
        const sd = PRIOR_SDS[i] ?? 1;
        const away = ((point[i] ?? 0) - (centre[i] ?? 0)) / sd;
        value -= (away * away) / 2;
        slope -= away / sd;
      }
      gradient[i] = -slope / groups.customers;
    }
    return -value / groups.customers;
  };
}

/** ln L and, where asked for, its derivatives by r, α, a and b. */
function logLikelihood(groups: Groups, model: BetaGeometric, slopes?: Float64Array): number {
  const { kind, r, alpha, a, b } = model;
  const sums = runningSums(groups.mostRepeats, model);
  const after = kind === 'mbg-nbd' ? 0 : 1;
  let total = 0;
  let [byR, byAlpha, byA, byB] = [0, 0, 0, 0];
  for (let i = 0; i < groups.x.length; i += 1) {
    const x = groups.x[i] ?? 0;
    const weight = groups.weight[i] ?? 0;
    const end = alpha + (groups.T[i] ?? 0);
    const last = alpha + (groups.tx[i] ?? 0);
    const logRatio = Math.log(end / last);
    const mayHaveLeft = x >= after;
    const logOdds = mayHaveLeft ? Math.log(a / (b + x - after)) + (r + x) * logRatio : -Infinity;
    const away = 1 / (1 + Math.exp(-logOdds));
    const log1pOdds = logOdds > 0 ? logOdds + Math.log1p(Math.exp(-logOdds)) : Math.log1p(Math.exp(logOdds));
    total += weight * ((sums.value[x] ?? 0) + r * Math.log(alpha / end) - x * Math.log(end) + log1pOdds);
    byR += weight * ((sums.byR[x] ?? 0) + Math.log(alpha / end) + away * logRatio);
    byAlpha += weight * (r / alpha - (r + x) / end + away * (r + x) * (1 / end - 1 / last));
    byA += weight * ((sums.byA[x] ?? 0) + away / a);
    byB += weight * ((sums.byB[x] ?? 0) - (mayHaveLeft ? away / (b + x - after) : 0));
  }
  slopes?.set([byR, byAlpha, byA, byB]);
  return total;
}

/** ln Γ(r+x)/Γ(r) + ln B(a, b+n)/B(a, b) for n times stayed, and its derivatives, as sums instead of gamma functions. */
function runningSums(mostRepeats: number, { kind, r, a, b }: BetaGeometric) {
  const value = new Float64Array(mostRepeats + 1);
  const byR = new Float64Array(mostRepeats + 1);
  const byA = new Float64Array(mostRepeats + 1);
  const byB = new Float64Array(mostRepeats + 1);
  const before = kind === 'mbg-nbd' ? 0 : 1;
  let [gammas, betas, sumR, sumA, sumB] = [0, 0, 0, 0, 0];
  for (let x = 0; x <= mostRepeats; x += 1) {
    if (x > 0) {
      gammas += Math.log(r + x - 1);
      sumR += 1 / (r + x - 1);
    }
    const j = x - before;
    if (j >= 0) {
      betas += Math.log((b + j) / (a + b + j));
      sumA -= 1 / (a + b + j);
      sumB += 1 / (b + j) - 1 / (a + b + j);
    }
    value[x] = gammas + betas;
    byR[x] = sumR;
    byA[x] = sumA;
    byB[x] = sumB;
  }
  return { value, byR, byA, byB };
}

function modelAt(kind: Kind, point: Float64Array): BetaGeometric {
  const [r = 0, alpha = 0, a = 0, b = 0] = point.map(Math.exp);
  return { kind, r, alpha, a, b };
}
