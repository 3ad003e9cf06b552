import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { DEFAULT_WEIGHTS, NEIGHBOURS, SHRINKAGE } from '../../../maths/recommend.ts';
import { priorFromSums, tradePrior, type PriorSums } from '../../../maths/rhythm-prior.ts';
import { mayProfile } from '../../customers/index.ts';
import { KEPT } from '../product-rhythm/purchases.ts';
import { readSettings } from '../settings.ts';
import { CUSTOMERS_A_PAIR, readShelf } from './shelf.ts';
import { tryShelf } from './try-shelf.ts';

/** Customers who bought last; their purchases are counted. */
const CUSTOMERS = 50_000;
/** Goods of one customer that are counted, those bought last. */
const GOODS_EACH = 100;
const RECENT_DAYS = 90;
/** Even without a new order: who may be counted changes, too. */
const AT_LEAST_EVERY = 7 * 86_400_000;

/** Counts the goods anew and tries the lists on the shop's own last purchases, unless nothing changed. */
export async function countShelf(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.workspace.id} shelf`}, 0))`.execute(ctx.db);
  const [kept, seen] = [await readShelf(ctx), await ordersSeen(ctx)];
  const young = kept !== null && ctx.now.getTime() - kept.countedAt.getTime() < AT_LEAST_EVERY;
  if (young && kept.ordersSeen === seen) return;
  await sql`set local statement_timeout = 0`.execute(ctx.db);
  await gatherPurchases(ctx);
  await forgetCounts(ctx);
  const { customers, goods } = await countGoods(ctx);
  if (goods > 0) {
    await countNeighbours(ctx);
    await keepShelf(ctx, { seen, customers, goods, sums: await sumsOfGaps(ctx) });
    await tryShelf(ctx);
  }
  await sql`drop table shelf_days, shelf_goods`.execute(ctx.db);
}

/** What tells whether any order came, went or changed since. */
async function ordersSeen(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ seen: string }>`
    select concat_ws(' ', count(*), max(created_at), sum(version), sum(refunded_base_minor), count(customer_id)) as seen
    from orders where workspace_id = ${ctx.workspace.id}`.execute(ctx.db);
  return rows[0]?.seen ?? '';
}

async function gatherPurchases(ctx: Ctx): Promise<void> {
  await sql`
    create temporary table shelf_days on commit drop as
    select o.customer_id, l.product_id, o.day
    from (
      select s.customer_id from customer_statistics s
      where s.workspace_id = ${ctx.workspace.id} and s.purchase_days > 0 and ${mayProfile(ctx, sql.ref('s.customer_id'))}
      order by s.last_on desc, s.customer_id limit ${CUSTOMERS}
    ) c
    join orders o on o.workspace_id = ${ctx.workspace.id} and o.customer_id = c.customer_id and ${KEPT}
    join order_lines l on l.workspace_id = ${ctx.workspace.id} and l.order_id = o.id and l.product_id is not null
      and l.quantity > 0
    group by 1, 2, 3`.execute(ctx.db);
  await sql`
    create temporary table shelf_goods on commit drop as
    select customer_id, product_id, last_on from (
      select customer_id, product_id, max(day) as last_on,
        row_number() over (partition by customer_id order by max(day) desc, product_id) as place
      from shelf_days group by 1, 2
    ) ranked where place <= ${GOODS_EACH}`.execute(ctx.db);
  await sql`create index on shelf_goods (customer_id)`.execute(ctx.db);
  await sql`analyze shelf_days, shelf_goods`.execute(ctx.db);
}

async function forgetCounts(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('retention_goods').where('workspace_id', '=', ctx.workspace.id).execute();
  await ctx.db.deleteFrom('retention_neighbours').where('workspace_id', '=', ctx.workspace.id).execute();
  await ctx.db.deleteFrom('retention_shelves').where('workspace_id', '=', ctx.workspace.id).execute();
}

/** Gaps between purchases of the same goods by the same customer, as (customer, product, ln). */
const GAPS = sql`
  select customer_id, product_id, ln(gap::float8) as gap_ln from (
    select customer_id, product_id, day - lag(day) over (partition by customer_id, product_id order by day) as gap
    from shelf_days
  ) days where gap > 0`;

async function countGoods(ctx: Ctx): Promise<{ customers: number; goods: number }> {
  const { rows } = await sql<{ customers: number; goods: number }>`
    with counted as (
      insert into retention_goods (workspace_id, product_id, customers, recent, rebuyers, rebuy_ln)
      select ${ctx.workspace.id}, g.product_id, count(*),
        count(*) filter (where g.last_on > (select max(day) from shelf_days) - ${RECENT_DAYS}::int),
        count(again.mean_ln), coalesce(sum(again.mean_ln), 0)
      from shelf_goods g
      left join (select customer_id, product_id, avg(gap_ln) as mean_ln from (${GAPS}) gaps group by 1, 2) again
        using (customer_id, product_id)
      group by g.product_id
      returning 1
    )
    select (select count(distinct customer_id)::int from shelf_goods) as customers,
      (select count(*)::int from counted) as goods`.execute(ctx.db);
  return rows[0] ?? { customers: 0, goods: 0 };
}

/** `similarity` of src/maths/recommend.ts for every pair; a test holds the two together. */
async function countNeighbours(ctx: Ctx): Promise<void> {
  await sql`
    insert into retention_neighbours (workspace_id, product_id, neighbour_id, together, similarity)
    select ${ctx.workspace.id}, product_id, neighbour_id, together, similarity from (
      select *, row_number() over (partition by product_id order by similarity desc, neighbour_id) as place from (
        select p.product_id, p.neighbour_id, p.together,
          p.together / (sqrt(a.customers::float8 * b.customers) + ${SHRINKAGE}::int) as similarity
        from (
          select a.product_id, b.product_id as neighbour_id, count(*)::int as together
          from shelf_goods a join shelf_goods b on b.customer_id = a.customer_id and b.product_id <> a.product_id
          group by 1, 2 having count(*) >= ${CUSTOMERS_A_PAIR}
        ) p
        join retention_goods a on a.workspace_id = ${ctx.workspace.id} and a.product_id = p.product_id
        join retention_goods b on b.workspace_id = ${ctx.workspace.id} and b.product_id = p.neighbour_id
      ) pairs
    ) ranked where place <= ${NEIGHBOURS}`.execute(ctx.db);
}

async function sumsOfGaps(ctx: Ctx): Promise<PriorSums> {
  const { rows } = await sql<PriorSums>`
    select count(*)::int as customers, coalesce(sum(n), 0)::int as gaps, coalesce(sum(total / n), 0) as "sumMean",
      coalesce(sum((total / n) ^ 2), 0) as "sumMeanSq", coalesce(sum(1.0::float8 / n), 0) as "sumInverseN",
      coalesce(sum(greatest(0, squares - total * total / n)), 0) as "sumSquaresWithin"
    from (
      select count(*)::float8 as n, sum(gap_ln) as total, sum(gap_ln * gap_ln) as squares
      from (${GAPS}) gaps group by customer_id, product_id
    ) groups`.execute(ctx.db);
  return rows[0] as PriorSums;
}

interface Counted {
  seen: string;
  customers: number;
  goods: number;
  sums: PriorSums;
}

async function keepShelf(ctx: Ctx, { seen, customers, goods, sums }: Counted): Promise<void> {
  const { usualDays } = await readSettings(ctx);
  const prior = priorFromSums('class', sums, tradePrior(usualDays));
  const { decay, popular, alike } = DEFAULT_WEIGHTS;
  await ctx.db
    .insertInto('retention_shelves')
    .values({
      workspace_id: ctx.workspace.id,
      counted_at: ctx.now,
      orders_seen: seen,
      customers,
      goods,
      decay,
      popular,
      alike,
      tried: 0,
      rebuyers: prior.customers,
      mean_log: prior.meanLog,
      between_variance: prior.betweenVariance,
      within_variance: prior.withinVariance,
      within_df: prior.withinDf,
    })
    .execute();
}
