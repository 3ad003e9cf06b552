import type { Explanation } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { dayInWords, moneyInWords, oneDecimal } from '../../../kernel/i18n/print.ts';
import { averageAmount } from '../../../maths/clv/gamma-gamma.ts';
import type { BuyingHistory } from '../../../maths/clv/histories.ts';
import { rawChance } from '../../../maths/clv/predictor.ts';
import type { Prediction } from './contract.ts';
import type { Told } from './rules/assess.ts';
import type { Score, Worth } from './rules/score.ts';
import type { PredictedRow } from './present.ts';

type Values = Explanation['values'];

interface Explained {
  told: Told;
  worth: Worth;
  row: PredictedRow;
  history: BuyingHistory;
  score: Score;
  facts: Omit<Prediction, 'explanation'>;
}

/** Where a chance, a number of purchases and a value come from. */
export function explainPrediction(ctx: Ctx, explained: Explained): Explanation {
  const { weeks, pBuys, pBuysLow, pBuysHigh } = explained.facts;
  return {
    key: 'retention:predictions.explain.chance',
    values: { weeks, chance: percent(pBuys), low: percent(pBuysLow), high: percent(pBuysHigh) },
    steps: [...chanceSteps(explained), ...valueSteps(ctx, explained), ...nextStep(ctx, explained.facts)],
  };
}

function step(key: string, values: Values = {}) {
  return { key: `retention:predictions.explain.${key}`, values };
}

function chanceSteps({ told: { predictor }, row, history, facts }: Explained) {
  const { weeks, pAlive, pBuys, model } = facts;
  const raw = rawChance(predictor.model, history, weeks);
  return [
    step('bought', { days: row.days, weeks: oneDecimal(history.T), silent: oneDecimal(history.T - history.tx) }),
    step(`model.${model}`),
    ...(pAlive === null ? [] : [step('here', { here: percent(pAlive) })]),
    ...(predictor.recalibration ? [step('putRight', { raw: percent(raw), chance: percent(pBuys) })] : []),
  ];
}

function valueSteps(ctx: Ctx, { told: { amounts }, worth, row, score, facts }: Explained) {
  const amount = moneyInWords(ctx, score.amountMinor);
  return [
    step('orders', { orders: oneDecimal(facts.expectedOrders52) }),
    step(`amount.${amounts.kind === 'shrunken' ? amounts.why : 'own'}`, {
      amount,
      own: moneyInWords(ctx, row.spentMinor / row.days),
      shop: moneyInWords(ctx, averageAmount(amounts)),
    }),
    step('value', {
      orders: Math.round(score.discounted * 100) / 100,
      amount,
      margin: Math.round(worth.margin * 1e4) / 100,
      discount: Math.round(worth.discount * 1e4) / 100,
      value: moneyInWords(ctx, score.value52Minor),
    }),
  ];
}

function nextStep(ctx: Ctx, { nextOrder }: Explained['facts']) {
  if (!nextOrder) return [];
  const { p10, p50, p90 } = nextOrder;
  return [step('next', { from: dayInWords(ctx, p10), to: dayInWords(ctx, p90), day: dayInWords(ctx, p50) })];
}

/** Nothing is certain. */
export function percent(share: number): number {
  return Math.min(99, Math.max(1, Math.round(share * 100)));
}
