import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { rankBoundsOfCounts, type ValueCount } from '../../maths/cuts.ts';
import type { RfmCuts } from '../../maths/rfm.ts';
import type { Period } from './figures.ts';
import { RFM_TABLE, type Scheme, type SchemeSettings } from './rules/schemes.ts';

/** Purchase days, and base-currency minor units per purchase day; at the cut counts as above it. */
export interface MatrixCuts {
  frequency: number;
  average: number;
}

export type Cuts = { scheme: 'value-matrix'; at: MatrixCuts } | { scheme: 'rfm'; at: RfmCuts };

/** Where a shop's customers are to be divided by their figures; null when they are too few. */
export async function cutsOf(
  ctx: Ctx,
  scheme: Scheme,
  settings: SchemeSettings,
  period: Period,
  figures: RawBuilder<unknown>,
): Promise<Cuts | null> {
  if (scheme === 'rfm') {
    const at = await rfmCuts(ctx, period, figures);
    return at && { scheme, at };
  }
  const at = await matrixCuts(ctx, settings, figures);
  return at && { scheme, at };
}

/** Marcus (1998), as `valueMatrixCuts`: the mean number of purchase days, and the shop's money per purchase day. */
async function matrixCuts(
  ctx: Ctx,
  settings: SchemeSettings,
  figures: RawBuilder<unknown>,
): Promise<MatrixCuts | null> {
  const { cutBy, percent, fixedFrequency, fixedAverageMinor } = settings;
  if (cutBy === 'fixed' && fixedFrequency !== null && fixedAverageMinor !== null) {
    return { frequency: fixedFrequency, average: Number(fixedAverageMinor) };
  }
  const below = cutBy === 'percentile' ? (percent ?? 50) / 100 : cutBy === 'median' ? 0.5 : null;
  const at =
    below !== null
      ? sql`percentile_cont(${below}::float8) within group (order by purchase_days) as frequency,
            percentile_cont(${below}::float8) within group (order by amount_minor::float8 / purchase_days) as average`
      : sql`avg(purchase_days)::float8 as frequency, sum(amount_minor)::float8 / sum(purchase_days) as average`;
  const { rows } = await sql<{ frequency: number | null; average: number }>`
    select ${at} from (${figures}) f`.execute(ctx.db);
  const [row] = rows;
  return row && row.frequency !== null ? { frequency: row.frequency, average: row.average } : null;
}

/** As `rfmCuts`: fifths from 100 customers on, thirds from 30, none below. */
async function rfmCuts(ctx: Ctx, period: Period, figures: RawBuilder<unknown>): Promise<RfmCuts | null> {
  const recency = await countsOf(ctx, figures, sql`last_on - ${period.asOf}::date`);
  const buyers = recency.reduce((sum, { count }) => sum + count, 0);
  if (buyers < 30) return null;
  const levels = buyers < 100 ? 3 : 5;
  return {
    levels,
    recency: rankBoundsOfCounts(recency, levels),
    frequency: rankBoundsOfCounts(await countsOf(ctx, figures, sql`purchase_days`), levels),
    monetary: rankBoundsOfCounts(await countsOf(ctx, figures, sql`amount_minor`), levels),
  };
}

async function countsOf(ctx: Ctx, figures: RawBuilder<unknown>, value: RawBuilder<unknown>): Promise<ValueCount[]> {
  const { rows } = await sql<ValueCount>`
    select (${value})::float8 as value, count(*)::int as count
    from (${figures}) f group by 1 order by 1`.execute(ctx.db);
  return rows;
}

/** `customer_id, key, purchase_days, amount_minor, last_on, r, f, m` of the customers with these figures. */
export function classed(cuts: Cuts, period: Period, figures: RawBuilder<unknown>): RawBuilder<unknown> {
  if (cuts.scheme === 'value-matrix') {
    const often = sql`purchase_days >= ${cuts.at.frequency}::float8`;
    const dear = sql`amount_minor::float8 / purchase_days >= ${cuts.at.average}::float8`;
    return sql`
      select *, case when ${often} then case when ${dear} then 'best' else 'frequent' end
                     else case when ${dear} then 'spender' else 'uncertain' end end as key,
        null::smallint as r, null::smallint as f, null::smallint as m
      from (${figures}) figures`;
  }
  const { recency, frequency, monetary } = cuts.at;
  return sql`
    select *, (${[...RFM_TABLE]}::text[])[25 * (r - 1) + 5 * (f - 1) + m] as key
    from (
      select *, ${level(sql`last_on - ${period.asOf}::date`, recency)} as r,
        ${level(sql`purchase_days`, frequency)} as f, ${level(sql`amount_minor`, monetary)} as m
      from (${figures}) figures) scored`;
}

/** As `rfmScore`: from 1 to 5 whatever the number of bounds; without any the middle. */
function level(value: RawBuilder<unknown>, bounds: readonly number[]): RawBuilder<unknown> {
  if (bounds.length === 0) return sql`3::smallint`;
  const reached = sql`width_bucket((${value})::float8, ${[...bounds]}::float8[])`;
  return sql`(1 + floor(4.0 * ${reached} / ${bounds.length} + 0.5))::smallint`;
}
