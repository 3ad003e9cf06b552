import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { mayProfile } from '../../customers/index.ts';
import type { Period } from './figures.ts';

const MOST_CATEGORIES = 8;

/**
 * `customer_id, purchase_days, amount_minor, last_on, favourite, share` (percent) by what order lines with a category
 * cost, in the base currency, before refunds; of some customers, or of all (null).
 */
export function tastes(
  ctx: Ctx,
  period: Pick<Period, 'afterDay' | 'asOf'>,
  ids: readonly string[] | null,
): RawBuilder<unknown> {
  return sql`
    select customer_id, (max(days))::int as purchase_days, sum(minor)::int8 as amount_minor, max(last_on) as last_on,
      (array_agg(category order by minor desc, category))[1] as favourite,
      round((100 * max(minor) / nullif(sum(minor), 0))::numeric, 1)::float8 as share
    from (${bought(ctx, period, ids)}) by_category
    group by customer_id having sum(minor) >= 1`;
}

/** The shop's categories of most money, the first first. */
export async function categoriesOf(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ category: string }>`
    select favourite as category from shop_figures group by favourite
    order by sum(amount_minor) desc, favourite limit ${MOST_CATEGORIES}`.execute(ctx.db);
  return rows.map(({ category }) => category);
}

function bought(
  ctx: Ctx,
  { afterDay, asOf }: Pick<Period, 'afterDay' | 'asOf'>,
  ids: readonly string[] | null,
): RawBuilder<unknown> {
  const some = ids === null ? sql`` : sql`and o.customer_id = any (${[...ids]}::uuid[])`;
  const since = afterDay === null ? sql`` : sql`and o.day > ${afterDay}::date`;
  const base = sql`l.total_minor::float8 * o.total_base_minor / o.total_minor`;
  return sql`
    select o.customer_id, trim(coalesce(l.category, p.category)) as category, count(distinct o.day) as days,
      max(o.day) as last_on, sum(${base}) as minor
    from orders o
    join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id and l.total_minor > 0
    left join products p on p.workspace_id = l.workspace_id and p.id = l.product_id
    where o.workspace_id = ${ctx.workspace.id} and o.state = 'placed' and o.customer_id is not null
      and o.total_minor > 0 and o.total_base_minor > 0 and o.day <= ${asOf}::date ${since} ${some}
      and trim(coalesce(l.category, p.category, '')) <> ''
      and ${mayProfile(ctx, sql.ref('o.customer_id'))}
    group by o.customer_id, 2`;
}
