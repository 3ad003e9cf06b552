import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { bootstrapDifference, skewness } from '../../../maths/bootstrap.ts';
import { addDays } from '../../../maths/calendar.ts';
import { mean, newcombe, variance, welch } from '../../../maths/statistics.ts';
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
  const { since, running } = await spanOf(ctx);
  const [shown, withheld] = [await sideOf(ctx, false), await sideOf(ctx, true)];
  const rate = newcombe(
    { successes: shown.bought, trials: shown.customers },
    { successes: withheld.bought, trials: withheld.customers },
  );
  const verdict = verdictOf({
    percent,
    begun: alerts >= ALERTS_A_YEAR,
    shown: shown.customers,
    withheld: withheld.customers,
    interval: rate,
  });
  const told = !['off', 'not_begun', 'too_few'].includes(verdict);
  const money = told ? moneyOf(shown.spent, withheld.spent) : null;
  const inMoney = (minor: number) => inBase(ctx, BigInt(Math.round(minor)));
  const all = shown.customers + withheld.customers;
  return {
    percent,
    alerts,
    alertsNeeded: ALERTS_A_YEAR,
    windowDays: WINDOW,
    since,
    running,
    shown: { customers: shown.customers, bought: shown.bought, average: inMoney(mean(shown.spent) ?? 0) },
    withheld: { customers: withheld.customers, bought: withheld.bought, average: inMoney(mean(withheld.spent) ?? 0) },
    verdict,
    rate: told && rate ? { value: rate.difference, low: rate.low, high: rate.high } : null,
    money: money && {
      value: inMoney(money.value),
      low: inMoney(money.low),
      high: inMoney(money.high),
      method: money.method,
    },
    kept: money && {
      value: inMoney(money.value * shown.customers),
      low: inMoney(money.low * shown.customers),
      high: inMoney(money.high * shown.customers),
    },
    smallestVisible: smallestVisible(
      all > 0 ? (shown.bought + withheld.bought) / all : 0,
      shown.customers,
      withheld.customers,
    ),
    version,
  };
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
  const drawn = few || skewed ? bootstrapDifference(shown, withheld) : null;
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
