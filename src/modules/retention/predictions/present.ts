import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { addDays, type CivilDate } from '../../../maths/calendar.ts';
import { drawsAround } from '../../../maths/clv/draws.ts';
import type { BuyingHistory } from '../../../maths/clv/histories.ts';
import { nextPurchase } from '../../../maths/clv/next-purchase.ts';
import {
  chanceToBuy,
  modelOf,
  purchasesExpected,
  stillHere,
  type BuyingModel,
  type Predictor,
} from '../../../maths/clv/predictor.ts';
import { percentile } from '../../../maths/statistics.ts';
import type { Prediction } from './contract.ts';
import { explainPrediction } from './explain.ts';
import type { Told } from './rules/assess.ts';
import { historyOf, scoreOf, type Bought, type Worth } from './rules/score.ts';

export interface PredictedRow extends Bought {
  customerId: string;
  name: string;
  externalId: string | null;
}

/** Reckoned from the parameters of the run, for as many weeks as are asked for. */
export function presentPrediction(
  ctx: Ctx,
  told: Told,
  worth: Worth,
  until: CivilDate,
  row: PredictedRow,
  weeks: number,
): Prediction {
  const { predictor, amounts } = told;
  const { model } = predictor;
  if (model.kind === 'average') throw new Error('An average tells nothing of a single customer.');
  const history = historyOf(row, until);
  const score = scoreOf(predictor, amounts, worth, row, until);
  const pBuys = chanceToBuy(predictor, history, weeks);
  const spread = spreadOf(told, history, weeks);
  const worthOf = (orders: number) =>
    inBase(ctx, BigInt(Math.round((score.value52Minor * orders) / Math.max(1e-12, score.expected52))));
  const alive = stillHere(model, history);
  const facts = {
    customerId: row.customerId,
    name: row.name,
    externalId: row.externalId,
    model: model.kind,
    weeks,
    pAlive: alive === null ? null : digits(alive),
    pBuys: digits(pBuys),
    pBuysLow: digits(Math.min(pBuys, spread.low)),
    pBuysHigh: digits(Math.max(pBuys, spread.high)),
    expectedOrders: digits(purchasesExpected(predictor, history, weeks)),
    expectedOrders52: digits(score.expected52),
    value52: inBase(ctx, BigInt(score.value52Minor)),
    value52Low: worthOf(Math.min(score.expected52, spread.ordersLow)),
    value52High: worthOf(Math.max(score.expected52, spread.ordersHigh)),
    marginPercent: Math.round(worth.margin * 1e4) / 100,
    nextOrder: nextOrderOf(model, history, alive, row.lastOn > until ? row.lastOn : until),
  };
  return { ...facts, explanation: explainPrediction(ctx, { told, worth, row, history, score, facts }) };
}

/** Before the third purchase, and of whom has probably left, no date is told. */
const REPEATS_FOR_DATE = 2;
const HERE_FOR_DATE = 0.2;

function nextOrderOf(
  model: Exclude<BuyingModel, { kind: 'average' }>,
  history: BuyingHistory,
  alive: number | null,
  day: CivilDate,
): Prediction['nextOrder'] {
  if (history.x < REPEATS_FOR_DATE || (alive ?? 1) < HERE_FOR_DATE) return null;
  const next = nextPurchase(model, history);
  const on = (inWeeks: number) => addDays(day, Math.min(LONGEST, Math.max(1, Math.round(inWeeks * 7))));
  return { p10: on(next.p10), p50: on(next.p50), p90: on(next.p90) };
}

const LONGEST = 36_525;

/** The middle eight in ten of 200 draws of the parameters. */
function spreadOf({ predictor, point, covariance }: Told, history: BuyingHistory, weeks: number) {
  const draws = drawnOf(point, covariance).map((one): Predictor => ({
    ...predictor,
    model: modelOf(predictor.model.kind, one),
  }));
  const chances = draws.map((one) => chanceToBuy(one, history, weeks));
  const orders = draws.map((one) => purchasesExpected(one, history, 52));
  const at = (values: number[], percent: number) => percentile(values, percent) ?? 0;
  return { low: at(chances, 10), high: at(chances, 90), ordersLow: at(orders, 10), ordersHigh: at(orders, 90) };
}

const drawn = new WeakMap<number[], Float64Array[]>();

/** Drawn once for all rows of an answer. */
function drawnOf(point: number[], covariance: number[][] | null): Float64Array[] {
  const known = drawn.get(point);
  if (known) return known;
  const draws = drawsAround(Float64Array.from(point), covariance && covariance.map((row) => Float64Array.from(row)));
  drawn.set(point, draws);
  return draws;
}

function digits(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
