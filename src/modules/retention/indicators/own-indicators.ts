import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { dayInWords, moneyInWords } from '../../../kernel/i18n/print.ts';
import { addDays } from '../../../maths/calendar.ts';
import { KEPT } from '../product-rhythm/purchases.ts';
import { competitorsIn, competitorsOf } from './competitors.ts';
import type { IndicatorValue, LoyaltyIndicator } from './registry.ts';
import { keptFigures, LINE_MINOR, shopFigures } from './shop-figures.ts';
import { latestShare } from './wallet.ts';

const YEAR = 365;
const SHOWN = 5;

/** The signs of loyalty, in the order in which they are shown. Two wait for facts of modules that stand below. */
export const ownIndicators: readonly LoyaltyIndicator[] = [
  { key: 'repurchase', module: 'retention', unit: 'count', order: 10, ofCustomer: repurchases, ofShop: repurchaseRate },
  { key: 'satisfaction', module: 'retention', unit: 'score', order: 20 },
  { key: 'attention', module: 'retention', unit: 'count', order: 30, ofCustomer: visitsOf, ofShop: visitsOfAll },
  {
    key: 'competitors',
    module: 'retention',
    unit: 'count',
    order: 40,
    ofCustomer: competitorsOf,
    ofShop: competitorsIn,
  },
  { key: 'price', module: 'retention', unit: 'share', order: 50, ofCustomer: discountsOf, ofShop: discountsOfAll },
  { key: 'tolerance', module: 'retention', unit: 'count', order: 60 },
  { key: 'contribution', module: 'retention', unit: 'money', order: 70, ofCustomer: shareOfSales, ofShop: topTenth },
  { key: 'dependence', module: 'retention', unit: 'share', order: 80, ofCustomer: walletOf, ofShop: walletsOfAll },
];

const explain = (key: string, values: Record<string, string | number>) => ({
  key: `retention:indicators.how.${key}`,
  values,
});
const percent = (share: number) => Math.round(1000 * share) / 10;

/** Purchase days of a year beyond the first. */
async function repurchases(ctx: Ctx, customerId: string): Promise<IndicatorValue | null> {
  const rows = await ctx.db
    .selectFrom('purchase_days')
    .select(['day', 'amount_minor'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('day', '>', addDays(ctx.today, -YEAR))
    .orderBy('day', 'desc')
    .execute();
  if (rows.length === 0) return null;
  const value = rows.length - 1;
  return {
    value,
    values: { days: rows.length },
    explanation: explain('repurchase', { days: rows.length, again: value }),
    rows: rows.slice(0, SHOWN).map(({ day, amount_minor: minor }) => ({ on: day, text: '', minor })),
  };
}

async function repurchaseRate(ctx: Ctx): Promise<IndicatorValue | null> {
  const { buyers = 0, twice = 0 } = (await shopFigures(ctx))?.figures ?? {};
  if (buyers === 0) return null;
  const value = twice / buyers;
  return {
    value,
    values: { buyers, twice },
    explanation: explain('repurchaseShop', { buyers, twice, percent: percent(value) }),
  };
}

/** That they came: visits of a year. Opened letters are added by the module that sends them. */
async function visitsOf(ctx: Ctx, customerId: string): Promise<IndicatorValue | null> {
  const since = addDays(ctx.today, -YEAR);
  const { rows } = await sql<{ all: number; on: string; store: string | null }>`
    select count(*) over ()::int as all, day as on, store from visits
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId} and day > ${since}
    order by at desc, id desc limit ${SHOWN}`.execute(ctx.db);
  const [first] = rows;
  if (!first) return null;
  return {
    value: first.all,
    explanation: explain('attention', { visits: first.all, day: dayInWords(ctx, first.on) }),
    rows: rows.map(({ on, store }) => ({ on, text: store ?? '' })),
  };
}

async function visitsOfAll(ctx: Ctx): Promise<IndicatorValue | null> {
  const { visits = 0, visitors = 0 } = (await shopFigures(ctx))?.figures ?? {};
  if (visitors === 0) return null;
  return { value: visits, values: { visitors }, explanation: explain('attentionShop', { visits, visitors }) };
}

/** Of the money of a year: the share of lines with a discount. */
async function discountsOf(ctx: Ctx, customerId: string): Promise<IndicatorValue | null> {
  const since = addDays(ctx.today, -YEAR);
  const { rows } = await sql<{ on: string; name: string; minor: bigint; part: string; whole: string }>`
    select * from (
      select o.day as on, l.name, round(${LINE_MINOR})::int8 as minor, l.discount_minor > 0 as cheaper,
        coalesce(sum(${LINE_MINOR}) filter (where l.discount_minor > 0) over (), 0)::text as part,
        sum(${LINE_MINOR}) over ()::text as whole
      from orders o join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id
      where o.workspace_id = ${ctx.workspace.id} and o.customer_id = ${customerId} and o.day > ${since} and ${KEPT}
        and l.total_minor > 0
    ) lines order by cheaper desc, lines.on desc limit ${SHOWN}`.execute(ctx.db);
  const [first] = rows;
  if (!first) return null;
  const [part, whole] = [Number(first.part), Number(first.whole)];
  return {
    value: part / whole,
    explanation: explain('price', {
      part: moneyInWords(ctx, part),
      whole: moneyInWords(ctx, whole),
      percent: percent(part / whole),
    }),
    rows: part > 0 ? rows.map(({ on, name, minor }) => ({ on, text: name, minor })) : [],
  };
}

async function discountsOfAll(ctx: Ctx): Promise<IndicatorValue | null> {
  const { discountedMinor = '0', linesMinor = '0' } = (await shopFigures(ctx))?.figures ?? {};
  const [part, whole] = [Number(discountedMinor), Number(linesMinor)];
  if (whole <= 0) return null;
  const values = { part: moneyInWords(ctx, part), whole: moneyInWords(ctx, whole), percent: percent(part / whole) };
  return { value: part / whole, explanation: explain('price', values) };
}

/** Bought within a year, and the share of all sales that it is. */
async function shareOfSales(ctx: Ctx, customerId: string): Promise<IndicatorValue | null> {
  const [minor, kept] = await Promise.all([boughtInYear(ctx, customerId), keptFigures(ctx)]);
  if (minor === 0n) return null;
  const all = Number(kept?.figures.yearMinor ?? 0);
  const amount = moneyInWords(ctx, minor);
  if (all <= 0) return { value: Number(minor), explanation: explain('contributionAlone', { amount }) };
  const share = percent(Math.min(1, Number(minor) / all));
  return {
    value: Number(minor),
    values: { share },
    explanation: explain('contribution', { amount, all: moneyInWords(ctx, all), share }),
  };
}

async function topTenth(ctx: Ctx): Promise<IndicatorValue | null> {
  const { yearMinor = '0', topMinor = '0', buyers = 0 } = (await shopFigures(ctx))?.figures ?? {};
  const [top, all] = [Number(topMinor), Number(yearMinor)];
  if (all <= 0) return null;
  const values = { share: percent(top / all), customers: Math.ceil(buyers / 10), all: moneyInWords(ctx, all) };
  return {
    value: top,
    values,
    explanation: explain('contributionShop', { ...values, amount: moneyInWords(ctx, top) }),
  };
}

/**
 * The share of their spending that this shop has: as the customer said, else guessed from what the top tenth of the
 * customers spend here, as if everybody could.
 */
async function walletOf(ctx: Ctx, customerId: string): Promise<IndicatorValue | null> {
  const told = await latestShare(ctx, customerId);
  if (told) {
    const values = { day: dayInWords(ctx, told.askedOn), by: told.by };
    return {
      value: told.share / 100,
      values,
      explanation: explain('dependence', { percent: told.share, ...values }),
      rows: [{ on: told.askedOn, text: told.note ?? '' }],
    };
  }
  const [minor, kept] = await Promise.all([boughtInYear(ctx, customerId), keptFigures(ctx)]);
  const top = Number(kept?.figures.topFromMinor ?? 0);
  if (minor === 0n || top <= 0 || (kept?.figures.buyers ?? 0) < BUYERS_TO_GUESS) return null;
  const value = Math.min(1, Number(minor) / top);
  return {
    value,
    estimated: true,
    explanation: explain('dependenceEstimated', {
      percent: percent(value),
      amount: moneyInWords(ctx, minor),
      top: moneyInWords(ctx, top),
    }),
  };
}

const BUYERS_TO_GUESS = 30;

async function walletsOfAll(ctx: Ctx): Promise<IndicatorValue | null> {
  const { asked = 0, shares = 0 } = (await shopFigures(ctx))?.figures ?? {};
  if (asked === 0) return null;
  const value = shares / asked / 100;
  return { value, values: { asked }, explanation: explain('dependenceShop', { asked, percent: percent(value) }) };
}

const years = new WeakMap<Ctx, Map<string, Promise<bigint>>>();

function boughtInYear(ctx: Ctx, customerId: string): Promise<bigint> {
  const known = years.get(ctx) ?? new Map<string, Promise<bigint>>();
  years.set(ctx, known);
  const sum =
    known.get(customerId) ??
    ctx.db
      .selectFrom('purchase_days')
      .select(sql<bigint>`coalesce(sum(amount_minor), 0)::int8`.as('minor'))
      .where('workspace_id', '=', ctx.workspace.id)
      .where('customer_id', '=', customerId)
      .where('day', '>', addDays(ctx.today, -YEAR))
      .executeTakeFirstOrThrow()
      .then(({ minor }) => minor);
  known.set(customerId, sum);
  return sum;
}
