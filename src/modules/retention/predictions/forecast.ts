import { scopeOf } from '../../../kernel/access.ts';
import type { Explanation } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { dayInWords, inBase, oneDecimal } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { addDays, addMonths } from '../../../maths/calendar.ts';
import type { BacktestCard } from './rules/backtest.ts';
import type { Forecast } from './contract.ts';
import { readForecasts, type KeptForecast } from './kept-forecasts.ts';
import type { Told } from './rules/assess.ts';
import { readRun, type Run } from './run.ts';
import { whyNothing } from './unavailable.ts';

const NOTHING: Omit<Forecast, 'unavailable'> = {
  missing: [],
  madeAt: null,
  until: null,
  customers: 0,
  model: null,
  months: [],
  before: [],
  year: null,
  card: null,
  notes: [],
};

/** The shop's outlook; it is of all customers, so nobody sees it who may see only some. */
export async function readForecast(ctx: Ctx): Promise<Forecast> {
  if (scopeOf(ctx.actor, 'customers.read') !== 'all') {
    return { ...NOTHING, unavailable: translate(ctx.locale, 'retention:predictions.unavailable.someCustomers') };
  }
  const run = await readRun(ctx);
  if (!run) return { ...NOTHING, unavailable: whyNothing(ctx, null) };
  const of = { madeAt: run.madeAt.toISOString(), until: run.until, customers: run.customers };
  const { told } = run;
  if (told.state === 'too-little') {
    return { ...NOTHING, ...of, missing: told.missing, notes: notesOf(run, []), unavailable: whyNothing(ctx, run) };
  }
  const kept = await readForecasts(ctx, run.until);
  return {
    ...of,
    unavailable: null,
    missing: [],
    model: told.predictor.model.kind,
    months: told.ahead.map((month) => ({
      month: month.month,
      orders: oneDecimal(month.orders),
      ordersLow: oneDecimal(month.ordersLow),
      ordersHigh: oneDecimal(month.ordersHigh),
      money: inBase(ctx, BigInt(month.minor)),
      moneyLow: inBase(ctx, BigInt(month.minorLow)),
      moneyHigh: inBase(ctx, BigInt(month.minorHigh)),
    })),
    before: kept.map((month) => presentBefore(ctx, run, month)),
    year: yearOf(ctx, run, told),
    card: presentCard(told),
    notes: notesOf(run, told.state === 'no-difference' ? ['no-difference', ...told.notes] : told.notes),
  };
}

function presentBefore(
  ctx: Ctx,
  run: Run,
  { month, madeOn, afterwards, ...sums }: KeptForecast,
): Forecast['before'][number] {
  return {
    month,
    madeOn,
    afterwards,
    orders: oneDecimal(sums.orders),
    money: inBase(ctx, sums.minor),
    cameOrders: sums.cameOrders,
    came: inBase(ctx, sums.cameMinor),
    running: addDays(addMonths(month, 1), -1) > run.until,
  };
}

function yearOf(ctx: Ctx, run: Run, told: Told): Forecast['year'] {
  const orders = oneDecimal(told.ahead.reduce((sum, month) => sum + month.orders, 0));
  const step = (key: string, values: Explanation['values'] = {}) => ({
    key: `retention:predictions.year.${key}`,
    values,
  });
  return {
    orders,
    money: inBase(ctx, BigInt(told.ahead.reduce((sum, { minor }) => sum + minor, 0))),
    explanation: {
      key: 'retention:predictions.year.about',
      values: { customers: run.customers, until: dayInWords(ctx, run.until) },
      steps: [
        step(`model.${told.predictor.model.kind}`),
        step('amount'),
        ...(told.season ? [step('season')] : []),
        step('interval'),
        step('newcomers'),
      ],
    },
  };
}

function notesOf(run: Run, notes: readonly string[]): Explanation[] {
  const note = (key: string, values: Explanation['values'] = {}) => ({
    key: `retention:predictions.note.${key}`,
    values,
  });
  return [...notes.map((key) => note(key)), ...(run.refused > 0 ? [note('refused', { count: run.refused })] : [])];
}

function presentCard({ card, predictor }: Told): Forecast['card'] {
  const chosen = predictor.model.kind;
  return {
    weeks: card.weeks,
    chanceWeeks: card.chanceWeeks,
    customers: card.customers,
    sentences: sentencesOf(card, chosen),
    bins: card.bins.map(({ customers, said, came }) => ({ customers, said: digits(said), came: digits(came) })),
    errors: card.errors.map(({ model, mae }) => ({ model, error: digits(mae), chosen: model === chosen })),
  };
}

/** What a shop owner should know of the accuracy; the arithmetic stands below in the table. */
function sentencesOf(card: BacktestCard, chosen: string): Explanation[] {
  const say = (key: string, values: Explanation['values']) => ({ key: `retention:predictions.card.${key}`, values });
  const [unlikely, likely] = [card.bins[0], card.bins.at(-1)];
  const error = card.errors.find(({ model }) => model === chosen)?.mae;
  const better = error === undefined ? 0 : Math.round((1 - error / Math.max(1e-9, card.sameForAll)) * 100);
  const total = card.came > 0 ? Math.round((card.said / card.came - 1) * 100) : 0;
  return [
    say('held', { weeks: card.weeks, customers: card.customers }),
    ...(likely
      ? [say('likely', { weeks: card.chanceWeeks, said: tenths(likely.said), came: tenths(likely.came) })]
      : []),
    ...(unlikely
      ? [say('unlikely', { weeks: card.chanceWeeks, said: hundredths(unlikely.said), came: hundredths(unlikely.came) })]
      : []),
    say(total === 0 ? 'totalRight' : total > 0 ? 'totalOver' : 'totalUnder', {
      said: Math.round(card.said),
      came: card.came,
      percent: Math.abs(total),
    }),
    ...(better > 0 ? [say('better', { percent: better })] : []),
    ...(card.recalibrated ? [say('putRight', { weeks: card.chanceWeeks })] : []),
  ];
}

function tenths(share: number): number {
  return Math.round(share * 10);
}

function hundredths(share: number): number {
  return Math.round(share * 100);
}

function digits(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
