import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { CivilDate } from '../../maths/calendar.ts';

export interface ProductDay {
  customer_id: string;
  kind: 'service_due' | 'guarantee_end';
  on: CivilDate;
  /** What was bought, by name. */
  products: string;
}

/** Nobody is reminded of what was bought longer ago. */
const LONGEST_MONTHS = 120;
/** A retail order of a hundred articles is not read out. */
const MOST_NAMES = 3;

/**
 * A query of `ProductDay`: on which of these days whose product is due for service, and whose guarantee ends. A service counts from the
 * hand-over of what the customer bought last, again and again; a guarantee as it stood at the hand-over. What was given back
 * counts no more. Looks only at products with a service interval and at orders whose guarantee ends on these days.
 */
export function productDays(
  ctx: Ctx,
  { service, guarantee }: { service: readonly CivilDate[]; guarantee: readonly CivilDate[] },
): RawBuilder<ProductDay> {
  const between = ctx.workspace.language.startsWith('zh') ? '、' : ', ';
  const names = (name: RawBuilder<string>) =>
    sql<string>`array_to_string((array_agg(distinct ${name} order by ${name}))[1:${sql.lit(MOST_NAMES)}], ${between})`;
  return sql<ProductDay>`
    select due.customer_id, 'service_due' as kind, kept.on, ${names(sql`due.name`)} as products
    from (
      select o.customer_id, p.name, p.service_months as months, max(coalesce(o.handed_over_on, o.day)) as since
      from products p
      join order_lines l on l.workspace_id = p.workspace_id and l.product_id = p.id and l.quantity > 0
      join orders o on o.workspace_id = l.workspace_id and o.id = l.order_id and ${COUNTS}
      where p.workspace_id = ${ctx.workspace.id} and p.service_months is not null and ${service.length > 0}
      group by o.customer_id, p.id, p.name, p.service_months) due
    cross join lateral (
      select day as on, (extract(year from day) - extract(year from due.since))::int * 12
        + (extract(month from day) - extract(month from due.since))::int as months
      from unnest(${[...service]}::date[]) as day) kept
    where kept.months between 1 and ${LONGEST_MONTHS} and kept.months % due.months = 0
      and (due.since + make_interval(months => kept.months))::date = kept.on
    group by due.customer_id, kept.on
    union all
    select o.customer_id, 'guarantee_end', o.after_until, ${names(sql`coalesce(p.name, l.name)`)}
    from orders o
    join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id and l.quantity > 0
    left join products p on p.workspace_id = l.workspace_id and p.id = l.product_id
    where o.workspace_id = ${ctx.workspace.id} and o.guarantee_months is not null and o.after_until = any (${[...guarantee]}::date[])
      and ${COUNTS} and (p.guarantee_months = o.guarantee_months or not exists (
        select from order_lines same join products q on q.workspace_id = same.workspace_id and q.id = same.product_id
        where same.workspace_id = o.workspace_id and same.order_id = o.id and q.guarantee_months = o.guarantee_months))
    group by o.customer_id, o.after_until`;
}

/** Somebody's, handed over, and not given back as a whole. */
const COUNTS = sql`
  o.customer_id is not null and o.state = 'placed' and o.total_minor > 0 and (o.promised_on is null or o.handed_over_on is not null)
  and (o.total_base_minor is null or o.refunded_base_minor < o.total_base_minor)`;
