import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { mayProfile } from '../../customers/index.ts';
import { costOf } from './cost-to-serve.ts';

/** The days that count: after `afterDay` (null = from the beginning) up to `asOf`, the shop's newest purchase. */
export interface Period {
  asOf: string;
  afterDay: string | null;
  /** Trade is counted month by month, too. */
  monthly: boolean;
  /** Of a day that is past: what was bought later does not count. */
  until?: string;
}

/** Months looked at where everything counts and trade is counted month by month. */
const MOST_MONTHS = 120;
/** Whoever is new is judged by so many months all the same. */
const LEAST_MONTHS = 6;

/** Null before the first purchase; as it was on the day `until`. `monthly`: the month of the newest purchase and as many before as make the period. */
export async function periodOf(ctx: Ctx, months: number, monthly: boolean, until?: string): Promise<Period | null> {
  const begin = monthly
    ? sql`(date_trunc('month', max(day)) - make_interval(months => ${(months || MOST_MONTHS) - 1}))::date - 1`
    : sql`(max(day) - make_interval(months => ${months}))::date`;
  const { rows } = await sql<{ as_of: string | null; after_day: string }>`
    select max(day) as as_of, ${begin} as after_day
    from purchase_days where workspace_id = ${ctx.workspace.id} ${upTo(until)}`.execute(ctx.db);
  const [row] = rows;
  if (!row || row.as_of === null) return null;
  const afterDay = months === 0 && !monthly ? null : row.after_day;
  return { asOf: row.as_of, afterDay, monthly, ...(until === undefined ? {} : { until }) };
}

/**
 * What each customer bought in the period; of some customers, or of all (null): `customer_id, purchase_days,
 * amount_minor, last_on, first_on, largest_minor, cost_minor` and, where trade is counted monthly, the figures of
 * `rules/stability.ts`.
 */
export function figures(ctx: Ctx, period: Period, ids: readonly string[] | null): RawBuilder<unknown> {
  const trade = period.monthly ? monthlyTrade(ctx, period, ids) : plainTrade(ctx, period, ids);
  const cost = costOf(ctx, period, ids);
  return cost
    ? sql`select f.*, coalesce(cost.minor, 0)::int8 as cost_minor from (${trade}) f left join (${cost}) cost using (customer_id)`
    : sql`select f.*, 0::int8 as cost_minor from (${trade}) f`;
}

function plainTrade(ctx: Ctx, { afterDay, until }: Period, ids: readonly string[] | null): RawBuilder<unknown> {
  // Everything of everybody is what the statistics keep already.
  if (afterDay === null && until === undefined) {
    return sql`
      select customer_id, purchase_days, spent_minor as amount_minor, last_on, first_on, largest_minor
      from customer_statistics where workspace_id = ${ctx.workspace.id} and purchase_days > 0 ${among(ids)}
        and ${mayProfile(ctx, sql.ref('customer_statistics.customer_id'))}`;
  }
  return sql`
    select customer_id, count(*)::int as purchase_days, sum(amount_minor)::int8 as amount_minor, max(day) as last_on,
      min(day) as first_on, max(amount_minor) as largest_minor
    from purchase_days where workspace_id = ${ctx.workspace.id} ${since(afterDay)} ${upTo(until)} ${among(ids)}
      and ${mayProfile(ctx, sql.ref('purchase_days.customer_id'))}
    group by customer_id`;
}

/** Grouped by spans of three months first, so that one pass tells days, months and quarters. */
function monthlyTrade(ctx: Ctx, { asOf, afterDay, until }: Period, ids: readonly string[] | null): RawBuilder<unknown> {
  const starts = monthStarts(afterDay ?? asOf, asOf);
  const count = starts.length;
  const bucket = (day: RawBuilder<unknown>) => sql`greatest(1, width_bucket(${day}, ${starts}::date[]))`;
  const back = sql`(${count}::int - ${bucket(sql`day`)})`;
  const least = Math.min(LEAST_MONTHS, count);
  return sql`
    select t.customer_id, t.purchase_days, t.amount_minor, t.last_on, t.first_on, t.largest_minor, t.months, t.quarters,
      known.months as months_known, (known.months + 2) / 3 as quarters_known, t.quarter_squares, t.day_squares
    from (
      select customer_id, sum(days)::int as purchase_days, sum(amount)::int8 as amount_minor, max(last_on) as last_on,
        min(first_on) as first_on, max(largest) as largest_minor, sum(bit_count(months::bit(3)))::int as months,
        count(*)::int as quarters, sum(amount::float8 * amount::float8) as quarter_squares, sum(squares) as day_squares
      from (
        select customer_id, ${back} / 3 as quarter, count(*) as days, sum(amount_minor) as amount,
          max(day) as last_on, min(day) as first_on, max(amount_minor) as largest, bit_or(1 << (${back} % 3)) as months,
          sum(amount_minor::float8 * amount_minor::float8) as squares
        from purchase_days
        where workspace_id = ${ctx.workspace.id} and day > ${afterDay}::date ${upTo(until)} ${among(ids)}
          and ${mayProfile(ctx, sql.ref('purchase_days.customer_id'))}
        group by customer_id, quarter) by_quarter
      group by customer_id) t
    join (
      select customer_id, first_on as ever from customer_statistics
      where workspace_id = ${ctx.workspace.id} ${among(ids)}) s using (customer_id)
    cross join lateral (
      select greatest(${least}::int, ${count}::int + 1 - ${bucket(sql`s.ever`)}) as months) known`;
}

/** First days of the months of the period, the oldest first. */
function monthStarts(afterDay: string, asOf: string): string[] {
  const starts: string[] = [];
  let [year = 0, month = 0] = asOf.split('-').map(Number);
  for (;;) {
    const start = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
    if (start <= afterDay && starts.length > 0) return starts;
    starts.unshift(start);
    month -= 1;
    if (month === 0) [year, month] = [year - 1, 12];
  }
}

function since(afterDay: string | null): RawBuilder<unknown> {
  return afterDay === null ? sql`` : sql`and day > ${afterDay}::date`;
}

function upTo(until: string | undefined): RawBuilder<unknown> {
  return until === undefined ? sql`` : sql`and day <= ${until}::date`;
}

function among(ids: readonly string[] | null): RawBuilder<unknown> {
  return ids === null ? sql`` : sql`and customer_id = any (${[...ids]}::uuid[])`;
}
