import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { reviewStages } from '../customers/index.ts';

export interface TouchedDay {
  customerId: string;
  day: string;
}

/**
 * Computes purchase days and statistics anew for what an order, refund or cancellation touched. The statistics row is
 * locked first: two orders of one customer at once are counted one after the other, and both count.
 */
export async function refreshPurchases(ctx: Ctx, touched: readonly TouchedDay[]): Promise<void> {
  const customers = [...new Set(touched.map(({ customerId }) => customerId))];
  if (customers.length === 0) return;
  await ensureStatistics(ctx, customers);
  await sql`
    select 1 from customer_statistics
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${customers}::uuid[])
    order by customer_id for update`.execute(ctx.db);
  await rebuildDays(
    ctx,
    sql`select distinct * from unnest(${touched.map((one) => one.customerId)}::uuid[], ${touched.map((one) => one.day)}::date[]) as d (customer_id, day)`,
  );
  await refreshStatistics(ctx, sql`select unnest(${customers}::uuid[]) as customer_id`);
}

/** The same for everything a change set recorded, and for days of orders that are gone by now. */
export async function refreshPurchasesOf(ctx: Ctx, changeSetId: string): Promise<void> {
  await sql`
    create temporary table touched_days on commit drop as
    select distinct customer_id, day from orders
    where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} and customer_id is not null`.execute(
    ctx.db,
  );
  await refreshTouchedDays(ctx, changeSetId);
  await reviewWhoBoughtNothing(ctx, changeSetId);
}

/** They came with rows that were refused, or with another's order, and began as buyers. */
async function reviewWhoBoughtNothing(ctx: Ctx, changeSetId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    with newcomers as materialized (
      select id from customers
      where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} and stage not in ('lead', 'prospect')
    )
    select n.id from newcomers n
    where not exists (
      select 1 from purchase_days p where p.workspace_id = ${ctx.workspace.id} and p.customer_id = n.id)`.execute(
    ctx.db,
  );
  await reviewStages(
    ctx,
    rows.map(({ id }) => id),
    { changeSetId },
  );
}

/** Works through the temporary table `touched_days (customer_id, day)` of the running transaction, stages included, and drops it. */
export async function refreshTouchedDays(ctx: Ctx, changeSetId?: string): Promise<void> {
  await sql`analyze touched_days`.execute(ctx.db);
  await sql`
    select 1 from customer_statistics
    where workspace_id = ${ctx.workspace.id} and customer_id in (select customer_id from touched_days)
    order by customer_id for update`.execute(ctx.db);
  await rebuildDays(ctx, sql`select customer_id, day from touched_days`);
  await refreshStatistics(ctx, sql`select distinct customer_id from touched_days`);
  for (let after = ''; ;) {
    const { rows } = await sql<{ customer_id: string }>`
      select distinct customer_id from touched_days where customer_id::text > ${after}
      order by customer_id limit ${STAGES_AT_ONCE}`.execute(ctx.db);
    const ids = rows.map((row) => row.customer_id);
    after = ids.at(-1) ?? '';
    if (ids.length === 0) break;
    await reviewStages(ctx, ids, { changeSetId });
  }
  await sql`drop table touched_days`.execute(ctx.db);
}

const STAGES_AT_ONCE = 50_000;

/** Every customer has a row from the beginning, so that lists sorted by a figure hold everybody. */
export async function ensureStatistics(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  await sql`
    insert into customer_statistics (workspace_id, customer_id)
    select ${ctx.workspace.id}, unnest(${[...customerIds]}::uuid[])
    on conflict do nothing`.execute(ctx.db);
}

export async function anyPurchase(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql`
    select 1 from purchase_days where workspace_id = ${ctx.workspace.id} limit 1`.execute(ctx.db);
  return rows.length > 0;
}

type Query = ReturnType<typeof sql>;

/** What int8 holds: a nonsensical sum must not stop an import. */
const LARGEST = sql`9e18::numeric`;

async function rebuildDays(ctx: Ctx, touched: Query): Promise<void> {
  await sql`
    with touched as materialized (${touched}),
    net as (${dailyNet(ctx, sql`join touched t on t.customer_id = o.customer_id and t.day = o.day`)}),
    gone as (
      delete from purchase_days p using touched t
      where p.workspace_id = ${ctx.workspace.id} and p.customer_id = t.customer_id and p.day = t.day
        and not exists (select 1 from net n where n.customer_id = t.customer_id and n.day = t.day)
    )
    insert into purchase_days (workspace_id, customer_id, day, orders, amount_minor)
    select ${ctx.workspace.id}, customer_id, day, orders, amount from net
    on conflict (workspace_id, customer_id, day) do update
    set orders = excluded.orders, amount_minor = excluded.amount_minor
    where (purchase_days.orders, purchase_days.amount_minor) is distinct from (excluded.orders, excluded.amount_minor)`.execute(
    ctx.db,
  );
}

/** Days with a positive net: orders less refunds, cancelled ones and those without a rate left out. */
function dailyNet(ctx: Ctx, restriction: Query) {
  return sql`
    select o.customer_id, o.day, greatest(count(*) filter (where o.total_base_minor > o.refunded_base_minor), 1)::int as orders,
      least(sum(o.total_base_minor - o.refunded_base_minor), ${LARGEST})::int8 as amount
    from orders o ${restriction}
    where o.workspace_id = ${ctx.workspace.id} and o.state = 'placed' and o.total_base_minor is not null
      and o.customer_id is not null
    group by o.customer_id, o.day
    having sum(o.total_base_minor - o.refunded_base_minor) > 0`;
}

async function refreshStatistics(ctx: Ctx, customers: Query): Promise<void> {
  await sql`
    with computed as (${computedStatistics(ctx, customers)})
    update customer_statistics s
    set orders = c.orders, purchase_days = c.purchase_days, first_on = c.first_on, last_on = c.last_on,
      spent_minor = c.spent_minor, largest_minor = c.largest_minor, gaps = c.gaps, gaps_ln = c.gaps_ln,
      gaps_ln_squared = c.gaps_ln_squared, amounts_ln = c.amounts_ln, amounts_ln_squared = c.amounts_ln_squared
    from computed c
    where s.workspace_id = ${ctx.workspace.id} and s.customer_id = c.customer_id`.execute(ctx.db);
}

/** The statistics as the facts say them, one row for each of `customers`. */
function computedStatistics(ctx: Ctx, customers: Query) {
  return sql`
    select w.customer_id, coalesce(sum(d.orders), 0)::int as orders, count(d.day)::int as purchase_days,
      min(d.day) as first_on, max(d.day) as last_on, least(coalesce(sum(d.amount_minor), 0), ${LARGEST})::int8 as spent_minor,
      coalesce(max(d.amount_minor), 0)::int8 as largest_minor, count(d.gap)::int as gaps,
      coalesce(sum(d.gap_ln), 0) as gaps_ln, coalesce(sum(d.gap_ln * d.gap_ln), 0) as gaps_ln_squared,
      coalesce(sum(d.amount_ln), 0) as amounts_ln, coalesce(sum(d.amount_ln * d.amount_ln), 0) as amounts_ln_squared
    from (${customers}) w
    left join (
      select *, ln(gap::float8) as gap_ln, ln(amount_minor::float8) as amount_ln
      from (
        select p.customer_id, p.day, p.orders, p.amount_minor,
          p.day - lag(p.day) over (partition by p.customer_id order by p.day) as gap
        from purchase_days p
        where p.workspace_id = ${ctx.workspace.id} and p.customer_id in (${customers})
      ) gaps
      offset 0
    ) d on d.customer_id = w.customer_id
    group by w.customer_id`;
}

/**
 * Customers whose purchase days or statistics differ from what their orders say. None, unless something is broken.
 * Asked in a transaction: outside of one, `set local` would set nothing.
 */
export async function verifyStatistics(ctx: Ctx): Promise<{ customerId: string; what: 'days' | 'statistics' }[]> {
  const everybody = sql`select id as customer_id from customers where workspace_id = ${ctx.workspace.id}`;
  // All is compared with all. Right after a large import PostgreSQL takes the tables for small and would loop over them.
  await sql`set local statement_timeout = 0`.execute(ctx.db);
  await sql`set local enable_nestloop = off`.execute(ctx.db);
  const { rows } = await sql<{ customer_id: string; what: 'days' | 'statistics' }>`
    with net as (${dailyNet(ctx, sql``)}),
    kept as (select customer_id, day, orders, amount_minor from purchase_days where workspace_id = ${ctx.workspace.id}),
    computed as (${computedStatistics(ctx, everybody)})
    select coalesce(n.customer_id, k.customer_id) as customer_id, 'days' as what
    from net n full join kept k on k.customer_id = n.customer_id and k.day = n.day
    where (n.orders, n.amount) is distinct from (k.orders, k.amount_minor)
    union
    select c.customer_id, 'statistics'
    from computed c
    left join customer_statistics s on s.workspace_id = ${ctx.workspace.id} and s.customer_id = c.customer_id
    where (s.orders, s.purchase_days, s.first_on, s.last_on, s.spent_minor, s.largest_minor, s.gaps) is distinct from
        (c.orders, c.purchase_days, c.first_on, c.last_on, c.spent_minor, c.largest_minor, c.gaps)
      or abs(s.gaps_ln - c.gaps_ln) > 1e-6 or abs(s.gaps_ln_squared - c.gaps_ln_squared) > 1e-6
      or abs(s.amounts_ln - c.amounts_ln) > 1e-6 or abs(s.amounts_ln_squared - c.amounts_ln_squared) > 1e-6`.execute(
    ctx.db,
  );
  return rows.map(({ customer_id: customerId, what }) => ({ customerId, what }));
}
