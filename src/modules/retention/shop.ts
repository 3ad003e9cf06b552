import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { daysBetween, type CivilDate } from '../../maths/calendar.ts';
import { priorFromSums, tradePrior, type PriorSums, type RhythmPrior } from '../../maths/rhythm-prior.ts';
import { observedUntil, shopCalendar, type Closure } from './rules/shop-calendar.ts';

/** What the shop as a whole tells about each of its customers. */
export interface Shop {
  prior: RhythmPrior;
  /** Newest purchase day of anybody. */
  lastOn: CivilDate;
  restAfterDays: number;
  closures: Closure[];
  /** The day up to which silence is counted: today, or the newest purchase while the shop itself is quiet. */
  until: CivilDate;
  /** The run that is computing all customers anew; null when none is. */
  refreshId: string | null;
}

/** As it stood when the rhythms were computed; null before the first purchase. */
export async function readShop(ctx: Ctx): Promise<Shop | null> {
  const row = await ctx.db
    .selectFrom('retention_shops')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  if (!row) return null;
  return shopOf(ctx, {
    prior: {
      level: 'shop',
      customers: row.customers,
      meanLog: row.mean_log,
      betweenVariance: row.between_variance,
      withinVariance: row.within_variance,
      withinDf: row.within_df,
    },
    lastOn: row.last_on,
    restAfterDays: row.rest_after_days,
    closures: row.closures as unknown as Closure[],
    refreshId: row.refresh_id,
  });
}

/** Looks at the whole shop anew, without keeping it. `usualDays` is what the trade does between two purchases. */
export async function surveyShop(ctx: Ctx, { usualDays }: { usualDays: number }): Promise<Shop | null> {
  const days = await shopDays(ctx);
  const lastOn = days.at(-1);
  if (lastOn === undefined) return null;
  const prior = priorFromSums('shop', await sumsOfGaps(ctx), tradePrior(usualDays));
  return shopOf(ctx, { prior, lastOn, ...shopCalendar(days), refreshId: null });
}

/** Keeps what rhythms are computed from, from now on. */
export async function keepShop(ctx: Ctx, shop: Shop): Promise<void> {
  const { prior } = shop;
  const row = {
    customers: prior.customers,
    mean_log: prior.meanLog,
    between_variance: prior.betweenVariance,
    within_variance: prior.withinVariance,
    within_df: prior.withinDf,
    last_on: shop.lastOn,
    rest_after_days: shop.restAfterDays,
    closures: JSON.stringify(shop.closures),
  };
  await ctx.db
    .insertInto('retention_shops')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
    .execute();
}

/** Whether the rhythms computed from the one would be visibly different from those of the other. */
export function tellsOtherwise(kept: Shop, seen: Shop): boolean {
  const ratio = (a: number, b: number) => Math.abs(Math.log(a / b));
  return (
    Math.abs(kept.prior.meanLog - seen.prior.meanLog) > 0.01 ||
    ratio(kept.prior.withinVariance, seen.prior.withinVariance) > 0.03 ||
    ratio(kept.prior.betweenVariance, seen.prior.betweenVariance) > 0.03 ||
    kept.restAfterDays !== seen.restAfterDays ||
    JSON.stringify(kept.closures) !== JSON.stringify(seen.closures)
  );
}

/** One at a time in a workspace: who computes sees what the one before wrote. */
export async function lockWatch(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${watchOf(ctx)}, 0))`.execute(ctx.db);
}

/** The name of that lock. */
export function watchOf({ workspace }: Ctx): string {
  return `retention ${workspace.id}`;
}

export async function newestPurchase(ctx: Ctx): Promise<CivilDate | null> {
  const row = await ctx.db
    .selectFrom('purchase_days')
    .select('day')
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.day ?? null;
}

/** Follows the newest purchase day, with the shop otherwise as it was. False when it lies beyond a rest of the shop. */
export async function followNewestDay(ctx: Ctx, shop: Shop, day: CivilDate): Promise<boolean> {
  const ahead = daysBetween(shop.lastOn, day);
  if (Math.abs(ahead) > shop.restAfterDays) return false;
  if (ahead !== 0) await keepShop(ctx, { ...shop, lastOn: day });
  return true;
}

function shopOf(ctx: Ctx, known: Omit<Shop, 'until'>): Shop {
  return { ...known, until: observedUntil(ctx.today, known.lastOn, known.restAfterDays) };
}

const DAYS_LOOKED_BACK = 1100;

/** Days with a purchase in the last three years, oldest first: one look into the index for each. */
async function shopDays(ctx: Ctx): Promise<CivilDate[]> {
  const before = (limit: ReturnType<typeof sql>) => sql`
    select p.day from purchase_days p where p.workspace_id = ${ctx.workspace.id} ${limit} order by p.day desc limit 1`;
  const { rows } = await sql<{ day: CivilDate }>`
    with recursive days as (
      select newest.day, newest.day - ${DAYS_LOOKED_BACK}::int as oldest from (${before(sql``)}) newest
      union all
      select (${before(sql`and p.day < d.day and p.day > d.oldest`)}), d.oldest from days d where d.day is not null
    )
    select day from days where day is not null order by day`.execute(ctx.db);
  return rows.map(({ day }) => day);
}

async function sumsOfGaps(ctx: Ctx): Promise<PriorSums> {
  const { rows } = await sql<PriorSums>`
    select count(*)::int as customers, coalesce(sum(gaps), 0)::float8 as gaps,
      coalesce(sum(gaps_ln / gaps), 0) as "sumMean", coalesce(sum((gaps_ln / gaps) ^ 2), 0) as "sumMeanSq",
      coalesce(sum(1.0::float8 / gaps), 0) as "sumInverseN",
      coalesce(sum(greatest(0, gaps_ln_squared - gaps_ln ^ 2 / gaps)), 0) as "sumSquaresWithin"
    from customer_statistics
    where workspace_id = ${ctx.workspace.id} and gaps >= 1`.execute(ctx.db);
  const [sums] = rows;
  if (!sums) throw new Error('An aggregate without a row.');
  return sums;
}
