import { expectedPurchases, pAlive, pBuysWithin, type BetaGeometric } from './beta-geometric.ts';
import type { BuyingHistory } from './histories.ts';
import { nbdBuysWithin, nbdExpected, type Nbd } from './nbd.ts';
import { logistic, logit, recalibrated, type Recalibration } from './recalibration.ts';

/** Everybody buys so often a week: for shops in which the past tells nobody apart. */
export type Average = { kind: 'average'; rate: number };

export type BuyingModel = BetaGeometric | Nbd | Average;

/** A model with what its chances for so many weeks were worth the last time. */
export type Predictor = { model: BuyingModel; recalibration: Recalibration | null; weeks: number };

/** Chance that the customer has not left; null where the model knows no leaving. */
export function stillHere(model: BuyingModel, history: BuyingHistory): number | null {
  return isLeaving(model) ? pAlive(model, history) : null;
}

/** Chance to buy within t weeks; put right as far as it was wrong the last time, over every t alike. */
export function chanceToBuy({ model, recalibration, weeks }: Predictor, history: BuyingHistory, t: number): number {
  const said = rawChance(model, history, t);
  if (!recalibration || said === 0) return said;
  const usual = t === weeks ? said : rawChance(model, history, weeks);
  const shift = logit(recalibrated(recalibration, history, usual)) - logit(usual);
  return logistic(logit(said) + shift);
}

/** Purchase days to be expected within t weeks: never fewer than the chance of the first of them. */
export function purchasesExpected(predictor: Predictor, history: BuyingHistory, t: number): number {
  const expected = rawExpected(predictor.model, history, t);
  // Of the model's own chance that is true by itself.
  return predictor.recalibration ? Math.max(expected, chanceToBuy(predictor, history, t)) : expected;
}

export function rawChance(model: BuyingModel, history: BuyingHistory, t: number): number {
  if (model.kind === 'average') return -Math.expm1(-model.rate * t);
  return model.kind === 'nbd' ? nbdBuysWithin(model, history, t) : pBuysWithin(model, history, t);
}

export function rawExpected(model: BuyingModel, history: BuyingHistory, t: number): number {
  if (model.kind === 'average') return model.rate * t;
  return model.kind === 'nbd' ? nbdExpected(model, history, t) : expectedPurchases(model, history, t);
}

/** The model of these parameters on the logarithmic scale, in the order of a fit's point. */
export function modelOf(kind: BuyingModel['kind'], point: ArrayLike<number>): BuyingModel {
  const at = (i: number) => Math.exp(point[i] ?? 0);
  if (kind === 'average') return { kind, rate: at(0) };
  if (kind === 'nbd') return { kind, r: at(0), alpha: at(1) };
  return { kind, r: at(0), alpha: at(1), a: at(2), b: at(3) };
}

function isLeaving(model: BuyingModel): model is BetaGeometric {
  return model.kind === 'mbg-nbd' || model.kind === 'bg-nbd';
}
