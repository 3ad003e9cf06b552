import { minimise, type Objective } from './minimise.ts';
import type { BuyingHistory, MbgNbd } from './mbg-nbd.ts';

export type MbgNbdFit = MbgNbd & { logLikelihood: number; customers: number; steps: number; converged: boolean };

/**
 * Most probable parameters under weak priors; `withPriors: false` is plain maximum likelihood, which falls apart in about
 * a third of shops with fifty customers. Null without a customer who was observed for any time.
 */
export function fitMbgNbd(histories: Iterable<BuyingHistory>, { withPriors = true } = {}): MbgNbdFit | null {
  const groups = compress(histories);
  if (groups.customers === 0 || groups.longest <= 0) return null;
  const centre = [Math.log(0.6), Math.log(0.2 * groups.longest), Math.log(0.7), Math.log(1.3)];
  const objective = meanNegativeLogPosterior(groups, withPriors ? centre : null);
  const minima = JITTERS.map((jitter) =>
    minimise(
      objective,
      centre.map((value, i) => value + (jitter[i] ?? 0)),
    ),
  );
  const best = minima.reduce((a, b) => (b.value < a.value ? b : a));
  const model = modelAt(best.point);
  return {
    ...model,
    logLikelihood: logLikelihood(groups, model),
    customers: groups.customers,
    steps: minima.reduce((sum, { steps }) => sum + steps, 0),
    converged: best.converged,
  };
}

/** Sum over customers of ln L at given parameters. */
export function mbgNbdLogLikelihood(histories: Iterable<BuyingHistory>, model: MbgNbd): number {
  return logLikelihood(compress(histories), model);
}

/** Equal histories counted once: a shop has far fewer of them than customers. */
type Groups = {
  x: Int32Array;
  tx: Float64Array;
  T: Float64Array;
  weight: Float64Array;
  customers: number;
  longest: number;
  mostRepeats: number;
};

/** The starts: the centre of the priors and two beside it, so that a poor start does not decide. */
const JITTERS = [
  [0, 0, 0, 0],
  [0.5, -0.5, -0.5, 0.5],
  [-0.5, 0.5, 0.5, -0.5],
];

/** Standard deviations of the priors on ln r, ln α, ln a, ln b. */
const PRIOR_SDS = [1, 1, 0.8, 0.8];

function compress(histories: Iterable<BuyingHistory>): Groups {
  const indexOf = new Map<string, number>();
  const distinct: BuyingHistory[] = [];
  const counts: number[] = [];
  let customers = 0;
  for (const { x, tx, T } of histories) {
    if (!(x >= 0 && tx >= 0 && tx <= T && T < Infinity)) throw new RangeError(`impossible history: ${x} ${tx} ${T}`);
    const key = `${x} ${tx} ${T}`;
    const index = indexOf.get(key) ?? distinct.length;
    if (index === distinct.length) {
      indexOf.set(key, index);
      distinct.push({ x, tx, T });
    }
    counts[index] = (counts[index] ?? 0) + 1;
    customers += 1;
  }
  return {
    x: Int32Array.from(distinct, ({ x }) => x),
    tx: Float64Array.from(distinct, ({ tx }) => tx),
    T: Float64Array.from(distinct, ({ T }) => T),
    weight: Float64Array.from(counts),
    customers,
    longest: distinct.reduce((most, { T }) => Math.max(most, T), 0),
    mostRepeats: distinct.reduce((most, { x }) => Math.max(most, x), 0),
  };
}

function meanNegativeLogPosterior(groups: Groups, centre: readonly number[] | null): Objective {
  return (point, gradient) => {
    const model = modelAt(point);
    const slopes = new Float64Array(4);
    let value = logLikelihood(groups, model, slopes);
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
function logLikelihood(groups: Groups, model: MbgNbd, slopes?: Float64Array): number {
  const { r, alpha, a, b } = model;
  const sums = runningSums(groups.mostRepeats, model);
  let total = 0;
  let [byR, byAlpha, byA, byB] = [0, 0, 0, 0];
  for (let i = 0; i < groups.x.length; i += 1) {
    const x = groups.x[i] ?? 0;
    const weight = groups.weight[i] ?? 0;
    const end = alpha + (groups.T[i] ?? 0);
    const last = alpha + (groups.tx[i] ?? 0);
    const logRatio = Math.log(end / last);
    const logOdds = Math.log(a / (b + x)) + (r + x) * logRatio;
    const away = 1 / (1 + Math.exp(-logOdds));
    const log1pOdds = logOdds > 0 ? logOdds + Math.log1p(Math.exp(-logOdds)) : Math.log1p(Math.exp(logOdds));
    total += weight * ((sums.value[x] ?? 0) + r * Math.log(alpha) - (r + x) * Math.log(end) + log1pOdds);
    byR += weight * ((sums.byR[x] ?? 0) + Math.log(alpha / end) + away * logRatio);
    byAlpha += weight * (r / alpha - (r + x) / end + away * (r + x) * (1 / end - 1 / last));
    byA += weight * ((sums.byA[x] ?? 0) + away / a);
    byB += weight * ((sums.byB[x] ?? 0) - away / (b + x));
  }
  slopes?.set([byR, byAlpha, byA, byB]);
  return total;
}

/** ln Γ(r+x)/Γ(r) + ln B(a, b+x+1)/B(a, b) and its derivatives for every x, as sums instead of gamma functions. */
function runningSums(mostRepeats: number, { r, a, b }: MbgNbd) {
  const value = new Float64Array(mostRepeats + 1);
  const byR = new Float64Array(mostRepeats + 1);
  const byA = new Float64Array(mostRepeats + 1);
  const byB = new Float64Array(mostRepeats + 1);
  let [gammas, betas, sumR, sumA, sumB] = [0, 0, 0, 0, 0];
  for (let x = 0; x <= mostRepeats; x += 1) {
    if (x > 0) {
      gammas += Math.log(r + x - 1);
      sumR += 1 / (r + x - 1);
    }
    betas += Math.log((b + x) / (a + b + x));
    sumA -= 1 / (a + b + x);
    sumB += 1 / (b + x) - 1 / (a + b + x);
    value[x] = gammas + betas;
    byR[x] = sumR;
    byA[x] = sumA;
    byB[x] = sumB;
  }
  return { value, byR, byA, byB };
}

function modelAt(point: Float64Array): MbgNbd {
  const [r = 0, alpha = 0, a = 0, b = 0] = point.map(Math.exp);
  return { r, alpha, a, b };
}
