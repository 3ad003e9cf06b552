import type { Explanation } from '../../kernel/contract.ts';
import type { Ctx } from '../../kernel/context.ts';
import { dayInWords, moneyInWords, oneDecimal } from '../../kernel/i18n/print.ts';
import { addDays } from '../../maths/calendar.ts';
import type { Cuts } from './cuts.ts';
import type { Run } from './divide.ts';
import type { SchemeSettings } from './rules/schemes.ts';

/** Where the shop is divided, and why there. */
export function explainCuts(ctx: Ctx, run: Run, { cutBy, percent }: SchemeSettings): Explanation | null {
  const { cuts, afterDay, asOf, buyers, purchaseDays, amountMinor } = run;
  if (!cuts) return null;
  const amount = moneyInWords(ctx, amountMinor);
  const key = afterDay === null ? 'segments:explain.everything' : 'segments:explain.period';
  const from = afterDay === null ? null : dayInWords(ctx, addDays(afterDay, 1));
  const values = { from, until: dayInWords(ctx, asOf), buyers, days: purchaseDays, amount };
  if (cuts.scheme === 'rfm') return { key, values, steps: rfmSteps(ctx, cuts.at) };
  const cutsInWords = { frequency: oneDecimal(cuts.at.frequency), average: moneyInWords(ctx, cuts.at.average) };
  if (cutBy !== 'mean') {
    return { key, values, steps: [{ key: `segments:explain.${cutBy}`, values: { ...cutsInWords, percent } }] };
  }
  return {
    key,
    values,
    steps: [
      { key: 'segments:explain.meanFrequency', values: { ...values, ...cutsInWords } },
      { key: 'segments:explain.meanAverage', values: { ...values, ...cutsInWords } },
    ],
  };
}

function rfmSteps(ctx: Ctx, { levels, recency, frequency, monetary }: Extract<Cuts, { scheme: 'rfm' }>['at']) {
  const step = (key: string, bounds: string) => ({ key: `segments:explain.${key}`, values: { levels, bounds } });
  return [
    step('recency', recency.map((bound) => -bound).join(' · ')),
    step('frequency', frequency.join(' · ')),
    step('monetary', monetary.map((bound) => moneyInWords(ctx, bound)).join(' · ')),
    { key: 'segments:explain.levels', values: { levels } },
  ];
}

export interface ClassedRow {
  purchase_days: number;
  amount_minor: bigint;
  last_on: string;
  r: number | null;
  f: number | null;
  m: number | null;
}

/** Why one customer is in a class. */
export function explainMember(ctx: Ctx, { cuts }: Pick<Run, 'cuts'>, row: ClassedRow): Explanation {
  const own = {
    days: row.purchase_days,
    amount: moneyInWords(ctx, row.amount_minor),
    average: moneyInWords(ctx, Number(row.amount_minor) / row.purchase_days),
    lastOn: dayInWords(ctx, row.last_on),
  };
  if (cuts?.scheme !== 'value-matrix') {
    return { key: 'segments:explain.rfmMember', values: { ...own, r: row.r, f: row.f, m: row.m } };
  }
  const { frequency, average } = cuts.at;
  const cut = { frequencyCut: oneDecimal(frequency), averageCut: moneyInWords(ctx, average) };
  return { key: 'segments:explain.matrixMember', values: { ...own, ...cut } };
}
