import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { naturalBounds, rankBoundsOfCounts, type ValueCount } from '../../../maths/cuts.ts';
import { UNITS, type Measure } from '../rules/measures.ts';
import type { Apart, Lack, Scheme, SchemeMeasure, SchemeSettings } from '../rules/schemes.ts';
import { measureOf } from './measures.ts';
import { largeParts } from './parts.ts';
import type { ExpectedBase } from './prospects.ts';

/** Where a shop is divided; kept with the run. A value at a bound counts as above it. */
export interface Cuts {
  /** Ascending, by measure. */
  bounds: Record<string, number[]>;
  /** RFM: on how many steps. */
  steps?: number;
  /** Parts of the shop that are divided elsewhere than the rest: the bounds of each. */
  parts?: { by: Exclude<Apart, 'shop'>; bounds: Record<string, Record<string, number[]>> };
  /** Of prospects. */
  base?: ExpectedBase;
  /** Of tastes: the shop's categories of most money. */
  categories?: string[];
}

/** RFM tells nobody apart below this, and takes thirds up to that. */
const RFM_LEAST = 30;
const RFM_FIFTHS = 100;

/** Where the customers of `shop_figures` are to be divided, or why they cannot be. */
export async function cutsOf(
  ctx: Ctx,
  scheme: Scheme,
  settings: SchemeSettings,
  asOf: string,
): Promise<Pick<Cuts, 'bounds' | 'steps' | 'parts'> | Lack> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from shop_figures`.execute(ctx.db);
  const count = rows[0]?.count ?? 0;
  if (count === 0) return scheme.population === 'prospects' ? 'prospects' : 'purchases';
  if (scheme.scale && count < RFM_LEAST) return 'customers';
  const steps = scheme.scale ? (settings.steps ?? (count < RFM_FIFTHS ? 3 : 5)) : undefined;
  const measures = scheme.measures
    .filter(({ always }) => !always)
    .map((one) => ({ ...one, levels: steps ?? one.levels }));
  const bounds = await allBounds(ctx, measures, settings, { asOf, rows: sql`shop_figures` });
  if (bounds === null) return 'alike';
  const parts = await partsOf(ctx, measures, settings, asOf);
  return { bounds, ...(steps === undefined ? {} : { steps }), ...(parts ? { parts } : {}) };
}

/** Whether, and by what, a scheme cuts parts of the shop by themselves. */
export function apartBy({ population }: Scheme, { apart, cutBy }: SchemeSettings): Apart {
  return population === 'buyers' && cutBy !== 'fixed' ? apart : 'shop';
}

/** A part whose customers are all alike is divided where the shop is. */
async function partsOf(
  ctx: Ctx,
  measures: readonly SchemeMeasure[],
  settings: SchemeSettings,
  asOf: string,
): Promise<Cuts['parts']> {
  const { apart: by } = settings;
  if (by === 'shop' || settings.cutBy === 'fixed') return undefined;
  const bounds: Record<string, Record<string, number[]>> = {};
  for (const part of await largeParts(ctx)) {
    const rows = sql`(select * from shop_figures where part = ${part}) shop_figures`;
    const own = await allBounds(ctx, measures, settings, { asOf, rows });
    if (own) bounds[part] = own;
  }
  return { by, bounds };
}

/** Customers to be divided. */
interface Among {
  asOf: string;
  /** What stands after `from`. */
  rows: RawBuilder<unknown>;
}

async function allBounds(
  ctx: Ctx,
  measures: readonly SchemeMeasure[],
  settings: SchemeSettings,
  among: Among,
): Promise<Record<string, number[]> | null> {
  const bounds: Record<string, number[]> = {};
  for (const one of measures) {
    const found = await boundsOf(ctx, one, settings, among);
    if (found === null) return null;
    bounds[one.measure] = found;
  }
  return bounds;
}

async function boundsOf(
  ctx: Ctx,
  { measure, levels }: SchemeMeasure,
  { cutBy, percent, shares, bounds }: SchemeSettings,
  { asOf, rows }: Among,
): Promise<number[] | null> {
  const value = measureOf(measure, asOf);
  if (cutBy === 'fixed') return bounds[measure] ?? null;
  if (cutBy === 'rank') return rankBoundsOfCounts(await countsOf(ctx, value, rows), levels);
  if (cutBy === 'natural') return natural(ctx, measure, { value, rows }, levels);
  if (cutBy === 'shares') return topShares(ctx, { value, rows }, shares);
  const below = cutBy === 'median' ? 50 : cutBy === 'percentile' ? (percent ?? 50) : null;
  return [await halfAt(ctx, measure, { value, rows }, below)];
}

interface Values {
  value: RawBuilder<unknown>;
  rows: RawBuilder<unknown>;
}

/** One bound: the mean, or so many customers in a hundred below. Money each time is the shop's, not the mean of means. */
async function halfAt(
  ctx: Ctx,
  measure: Measure,
  { value, rows: from }: Values,
  percent: number | null,
): Promise<number> {
  const mean = measure === 'average' ? sql`sum(amount_minor)::float8 / sum(purchase_days)` : sql`avg(${value})`;
  const at = percent === null ? mean : sql`percentile_cont(${percent / 100}::float8) within group (order by ${value})`;
  const { rows } = await sql<{ bound: number }>`select ${at} as bound from ${from}`.execute(ctx.db);
  return rows[0]?.bound ?? 0;
}

async function countsOf(ctx: Ctx, value: RawBuilder<unknown>, from: RawBuilder<unknown>): Promise<ValueCount[]> {
  const { rows } = await sql<ValueCount>`
    select ${value} as value, count(*)::int as count from ${from} group by 1 order by 1`.execute(ctx.db);
  return rows;
}

/** So many customers in a hundred on the highest level, the next, …; null where all are alike. */
async function topShares(ctx: Ctx, { value, rows: from }: Values, shares: readonly number[]): Promise<number[] | null> {
  let sum = 0;
  const until = shares.map((share) => Math.round((sum += share) * 100) / 10_000);
  const { rows } = await sql<{ bounds: number[]; alike: boolean }>`
    select percentile_disc(${until}::float8[]) within group (order by ${value} desc) as bounds,
      count(*) > 1 and min(${value}) = max(${value}) as alike
    from ${from}`.execute(ctx.db);
  const [row] = rows;
  return row && !row.alike ? row.bounds.toReversed() : null;
}

/** Beyond so many groups of equal size the breaks do not move any more. */
const GROUPS = 300;

/** By least squares; money on its logarithm, or one huge customer would be a level by himself. */
async function natural(
  ctx: Ctx,
  measure: Measure,
  { value, rows: from }: Values,
  levels: number,
): Promise<number[] | null> {
  const { rows } = await sql<ValueCount>`
    select min(value) as value, count(*)::int as count
    from (select ${value} as value, ntile(${GROUPS}::int) over (order by ${value}) as part from ${from}) parts
    group by part order by 1`.execute(ctx.db);
  const places = inPlaces(rows, (at) => (UNITS[measure] === 'money' ? Math.log(Math.max(1, at)) : at));
  const bounds = naturalBounds(places, levels);
  return bounds && bounds.map((bound) => places.find(({ value: at }) => at === bound)?.least ?? bound);
}

/** Each place once, ascending, with the least value that lies there: all that is owed, or nothing, is one place. */
function inPlaces(values: readonly ValueCount[], placeOf: (value: number) => number) {
  const places: (ValueCount & { least: number })[] = [];
  for (const { value: least, count } of values) {
    const last = places.at(-1);
    const value = placeOf(least);
    if (last?.value === value) last.count += count;
    else places.push({ value, count, least });
  }
  return places;
}
