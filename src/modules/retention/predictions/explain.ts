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

/** Where a chance, a number of purchases and a value come from. */
export function explainPrediction(
  ctx: Ctx,
  { predictor, amounts }: Told,
  worth: Worth,
  row: PredictedRow,
  history: BuyingHistory,
  score: Score,
  facts: Omit<Prediction, 'explanation'>,
): Explanation {
  const step = (key: string, values: Values = {}) => ({ key: `retention:predictions.explain.${key}`, values });
  const { weeks, pAlive, nextOrder } = facts;
  const raw = rawChance(predictor.model, history, weeks);
  return {
    key: 'retention:predictions.explain.chance',
    values: { weeks, chance: percent(facts.pBuys), low: percent(facts.pBuysLow), high: percent(facts.pBuysHigh) },
    steps: [
      step('bought', { days: row.days, weeks: oneDecimal(history.T), silent: oneDecimal(history.T - history.tx) }),
      step(`model.${facts.model}`),
      ...(pAlive === null ? [] : [step('here', { here: percent(pAlive) })]),
      ...(predictor.recalibration ? [step('putRight', { raw: percent(raw), chance: percent(facts.pBuys) })] : []),
      step('orders', { orders: oneDecimal(facts.expectedOrders52) }),
      step(`amount.${amounts.kind === 'shrunken' ? amounts.why : 'own'}`, {
        amount: moneyInWords(ctx, score.amountMinor),
        own: moneyInWords(ctx, row.spentMinor / row.days),
        shop: moneyInWords(ctx, averageAmount(amounts)),
      }),
      step('value', {
        orders: Math.round(score.discounted * 100) / 100,
        amount: moneyInWords(ctx, score.amountMinor),
        margin: Math.round(worth.margin * 1e4) / 100,
        discount: Math.round(worth.discount * 1e4) / 100,
        value: moneyInWords(ctx, score.value52Minor),
      }),
      ...(nextOrder
        ? [
            step('next', {
              from: dayInWords(ctx, nextOrder.p10),
              to: dayInWords(ctx, nextOrder.p90),
              day: dayInWords(ctx, nextOrder.p50),
            }),
          ]
        : []),
    ],
  };
}

/** Nothing is certain. */
export function percent(share: number): number {
  return Math.min(99, Math.max(1, Math.round(share * 100)));
}
