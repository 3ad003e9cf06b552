import { cholesky, solved } from '../hessian.ts';
import type { BuyingHistory } from './histories.ts';

/** What a chance of buying within H weeks was worth the last time: weights of a logistic curve over it. */
export type Recalibration = { weights: number[] };

/** One customer as he stood H weeks ago, and whether he bought since. */
export type Looked = { history: BuyingHistory; p: number; bought: boolean };

/**
 * Ridge logistic regression of what came on what was said. Null where too few were looked at to tell, or where what came
 * can be told without fail, so that the curve would have no end.
 */
export function recalibrationOf(looked: readonly Looked[], ridge = 1): Recalibration | null {
  const bought = looked.filter((one) => one.bought).length;
  if (looked.length < LEAST || Math.min(bought, looked.length - bought) < LEAST_OF_EACH) return null;
  const rows = looked.map(({ history, p }) => featuresOf(history, p));
  const weights = new Float64Array(FEATURES);
  weights[0] = Math.log(bought / (looked.length - bought));
  for (let round = 0; round < 50; round += 1) {
    const step = newtonStep(rows, looked, weights, ridge);
    if (!step) return null;
    let largest = 0;
    for (let i = 0; i < FEATURES; i += 1) {
      weights[i] = (weights[i] ?? 0) + (step[i] ?? 0);
      largest = Math.max(largest, Math.abs(step[i] ?? 0));
    }
    if (largest < 1e-9) return isSane(weights) ? { weights: [...weights] } : null;
  }
  return null;
}

/** The chance as it has proved right before. */
export function recalibrated({ weights }: Recalibration, history: BuyingHistory, p: number): number {
  return logistic(dot(weights, featuresOf(history, p)));
}

export function logit(p: number): number {
  const kept = Math.min(1 - 1e-9, Math.max(1e-9, p));
  return Math.log(kept / (1 - kept));
}

export function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

const LEAST = 300;
const LEAST_OF_EACH = 50;
const FEATURES = 7;

function featuresOf({ x, tx, T }: BuyingHistory, p: number): number[] {
  const silence = Math.log(T - tx + 0.5);
  const once = x === 0 ? 1 : 0;
  return [1, logit(p), silence, Math.log(x + 1), Math.log(T + 0.5), once, once * silence];
}

/** The constant is not drawn towards nought. */
function newtonStep(
  rows: readonly (readonly number[])[],
  looked: readonly Looked[],
  weights: Float64Array,
  ridge: number,
): Float64Array | null {
  const slope = Float64Array.from(weights, (weight, i) => (i === 0 ? 0 : -ridge * weight));
  const curve = Array.from({ length: FEATURES }, (_, i) => {
    const row = new Float64Array(FEATURES);
    row[i] = i === 0 ? 1e-9 : ridge;
    return row;
  });
  rows.forEach((row, index) => {
    const p = logistic(dot(weights, row));
    const off = (looked[index]?.bought ? 1 : 0) - p;
    const spread = p * (1 - p);
    for (let i = 0; i < FEATURES; i += 1) {
      slope[i] = (slope[i] ?? 0) + off * (row[i] ?? 0);
      const line = curve[i] as Float64Array;
      for (let j = 0; j <= i; j += 1) line[j] = (line[j] ?? 0) + spread * (row[i] ?? 0) * (row[j] ?? 0);
    }
  });
  const lower = cholesky(curve);
  return lower && solved(lower, slope);
}

/** Ridge keeps weights finite even where classes part cleanly; such weights are too steep to be believed. */
function isSane(weights: Float64Array): boolean {
  return weights.every((weight) => Math.abs(weight) < 12);
}

function dot(weights: ArrayLike<number>, row: readonly number[]): number {
  return row.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
}
