import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Money } from '../../../kernel/contract.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { addDays } from '../../../maths/calendar.ts';
import { resampledDifference } from '../../../maths/resample.ts';
import { mean, newcombe, skewness, variance, welch } from '../../../maths/statistics.ts';
import type { HoldOutEffect } from './contract.ts';
import { alertsOfYear } from './draw-alerts.ts';
import { ALERTS_A_YEAR, smallestVisible, verdictOf, WINDOW } from './rules/draw.ts';
import { readHoldOutSettings } from './share.ts';

/** Two years are compared: what was true before may not be any more. */
const LOOKED_BACK = 730;
/** Beyond so many values a side Welch holds, unless some are far out; then so many are resampled at most. */
const MANY = 2_000;
const SKEWED = 5;
const MOST = 20_000;

interface Side {
  customers: number;
  bought: number;
  spent: number[];
}

/** As drawn, whatever was done with the alert: whoever was shown and not called counts with those shown. */
export async function readEffect(ctx: Ctx): Promise<HoldOutEffect> {
  const { percent, version } = await readHoldOutSettings(ctx);
  const alerts = await alertsOfYear(ctx);
  const [shown, withheld] = [await sideOf(ctx, false), await sideOf(ctx, true)];
  return {
    percent,
    version,
    alerts,
    alertsNeeded: ALERTS_A_YEAR,
    windowDays: WINDOW,
    ...(await spanOf(ctx)),
    shown: presentSide(ctx, shown),
    withheld: presentSide(ctx, withheld),
    ...differenceOf(ctx, { percent, begun: alerts >= ALERTS_A_YEAR, shown, withheld }),
    smallestVisible: smallestVisible(
      (shown.bought + withheld.bought) / Math.max(1, shown.customers + withheld.customers),
      shown.customers,
      withheld.customers,
    ),
  };
}

function presentSide(ctx: Ctx, { customers, bought, spent }: Side): HoldOutEffect['shown'] {
  return { customers, bought, average: inMoney(ctx, mean(spent) ?? 0) };
}

interface Trial {
  percent: number;
  begun: boolean;
  shown: Side;
  withheld: Side;
}

function differenceOf(
  ctx: Ctx,
  { percent, begun, shown, withheld }: Trial,
): Pick<HoldOutEffect, 'verdict' | 'rate' | 'money' | 'kept'> {
  const rate = newcombe(
    { successes: shown.bought, trials: shown.customers },
    { successes: withheld.bought, trials: withheld.customers },
  );
  const sizes = { shown: shown.customers, withheld: withheld.customers };
  const verdict = verdictOf({ percent, begun, ...sizes, interval: rate });
  const told = !['off', 'not_begun', 'too_few'].includes(verdict);
  const money = told ? moneyOf(shown.spent, withheld.spent) : null;
  const times = (factor: number) =>
    money && {
      value: inMoney(ctx, money.value * factor),
      low: inMoney(ctx, money.low * factor),
      high: inMoney(ctx, money.high * factor),
    };
  const each = times(1);
  return {
    verdict,
    rate: told && rate ? { value: rate.difference, low: rate.low, high: rate.high } : null,
    money: money && each && { ...each, method: money.method },
    kept: times(shown.customers),
  };
}

function inMoney(ctx: Ctx, minor: number): Money {
  return inBase(ctx, BigInt(Math.round(minor)));
}

function moneyOf(shown: readonly number[], withheld: readonly number[]) {
  const sample = (values: readonly number[]) => ({
    n: values.length,
    mean: mean(values) ?? 0,
    variance: variance(values) ?? 0,
  });
  const tested = welch(sample(shown), sample(withheld));
  if (!tested) return null;
  const few = Math.min(shown.length, withheld.length) < MANY;
  const skewed = Math.max(Math.abs(skewness(shown) ?? 0), Math.abs(skewness(withheld) ?? 0)) > SKEWED;
  const spenders = (values: readonly number[]) => ({
    n: values.length,
    amounts: values.filter((value) => value !== 0),
  });
  const drawn = few || skewed ? resampledDifference(spenders(shown), spenders(withheld)) : null;
  const { low, high } = drawn ?? tested;
  return { value: tested.difference, low, high, method: drawn ? ('bootstrap' as const) : ('welch' as const) };
}

async function sideOf(ctx: Ctx, withheld: boolean): Promise<Side> {
  const { rows } = await sql<{ bought: boolean; spent: number }>`
    select bought, spent_minor::float8 as spent from retention_hold_outs
    where workspace_id = ${ctx.workspace.id} and withheld = ${withheld} and bought is not null
      and raised_on > ${addDays(ctx.today, -LOOKED_BACK)}
    order by raised_on desc, customer_id limit ${MOST}`.execute(ctx.db);
  return {
    customers: rows.length,
    bought: rows.filter(({ bought }) => bought).length,
    spent: rows.map(({ spent }) => spent),
  };
}

async function spanOf(ctx: Ctx): Promise<{ since: string | null; running: number }> {
  const { rows } = await sql<{ since: string | null; running: number }>`
    select min(raised_on) as since, count(*) filter (where bought is null)::int as running
    from retention_hold_outs
    where workspace_id = ${ctx.workspace.id} and raised_on > ${addDays(ctx.today, -LOOKED_BACK)}`.execute(ctx.db);
  return rows[0] ?? { since: null, running: 0 };
}
