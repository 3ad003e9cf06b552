import { hessianOf, inverted } from '../hessian.ts';
import type { Minimum, Objective } from '../minimise.ts';

/** How a fit ended, and how surely its parameters are known. */
export type Fit = {
  /** ln of the parameters. */
  point: Float64Array;
  logLikelihood: number;
  customers: number;
  converged: boolean;
  /** Covariance of the ln parameters; null where the likelihood is flat in some direction. */
  covariance: Float64Array[] | null;
  /** Of each parameter itself, in the order of the point. */
  standardErrors: number[] | null;
};

/** Centres of the weak priors on ln r, ln α, ln a, ln b: α follows how long the shop is known. */
export function priorCentre(longest: number): number[] {
  return [Math.log(0.6), Math.log(0.2 * longest), Math.log(0.7), Math.log(1.3)];
}

export function bestOf(minima: readonly Minimum[]): Minimum {
  return minima.reduce((a, b) => (b.value < a.value ? b : a));
}

/** The best of several starts; `objective` is the mean over `customers`. */
export function fitFrom(
  objective: Objective,
  minima: readonly Minimum[],
  customers: number,
): Omit<Fit, 'logLikelihood'> {
  const best = bestOf(minima);
  const information = hessianOf(objective, best.point).map((row) => row.map((value) => value * customers));
  const covariance = inverted(information);
  return {
    point: best.point,
    customers,
    converged: best.converged,
    covariance,
    // Delta method: d e^θ = e^θ dθ.
    standardErrors: covariance && [...best.point].map((ln, i) => Math.exp(ln) * Math.sqrt(covariance[i]?.[i] ?? 0)),
  };
}
