import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { readSettings } from './read-settings.ts';

type Query = ReturnType<typeof sql>;

/**
 * Keeps where customers stand with what is running. `customers`: a query of customer_id. Their statistics rows are
 * locked first, so that of two verbs at once the later one sees what the earlier one wrote.
 */
export async function refreshPhases(ctx: Ctx, customers: Query): Promise<void> {
  await sql`
    select 1 from customer_statistics
    where workspace_id = ${ctx.workspace.id} and customer_id in (${customers})
    order by customer_id for update`.execute(ctx.db);
  await sql`
    with who as materialized (${customers}),
    running (customer_id, phase, rank, due_on) as (
      select o.customer_id, 'in', 1, o.promised_on from orders o join who using (customer_id)
      where o.workspace_id = ${ctx.workspace.id} and o.promised_on is not null and o.handed_over_on is null
        and o.state = 'placed'
      union all
      select f.customer_id, 'pre', 2, f.valid_until from order_offers f join who using (customer_id)
      where f.workspace_id = ${ctx.workspace.id} and f.state = 'open'
      union all
      select o.customer_id, 'after', 3, max(o.after_until) from orders o join who using (customer_id)
      where o.workspace_id = ${ctx.workspace.id} and o.after_until >= ${ctx.today} and o.state = 'placed'
      group by o.customer_id
    ),
    standing as (
      select distinct on (customer_id) customer_id, phase, due_on from running order by customer_id, rank, due_on
    ),
    gone as (
      delete from order_phases p using who w
      where p.workspace_id = ${ctx.workspace.id} and p.customer_id = w.customer_id
        and not exists (select 1 from standing s where s.customer_id = w.customer_id)
    )
    insert into order_phases (workspace_id, customer_id, phase, due_on)
    select ${ctx.workspace.id}, customer_id, phase, due_on from standing
    on conflict (workspace_id, customer_id) do update set phase = excluded.phase, due_on = excluded.due_on
    where (order_phases.phase, order_phases.due_on) is distinct from (excluded.phase, excluded.due_on)`.execute(ctx.db);
}

/** As a day passes: whose after-sale time is over. */
export function passAfterSale(ctx: Ctx): Promise<void> {
  return refreshPhases(
    ctx,
    sql`select customer_id from order_phases
      where workspace_id = ${ctx.workspace.id} and phase = 'after' and due_on < ${ctx.today}`,
  );
}

/**
 * How long after-sale of these orders (`which`: a condition on `o`) lasts: the shop's days from an explicit hand-over, or
 * the longest guarantee of what was bought, whichever is later. Says whose orders got another day.
 */
export async function setAfterSale(ctx: Ctx, which: Query): Promise<string[]> {
  const { afterSaleDays } = await readSettings(ctx);
  const { rows } = await sql<{ customer_id: string | null }>`
    with begun as (
      select o.id, coalesce(o.handed_over_on, o.day) as since, max(p.guarantee_months) as months,
        case when o.handed_over_on is not null and ${afterSaleDays}::int > 0
          then o.handed_over_on + ${afterSaleDays}::int end as by_days,
        (o.promised_on is null or o.handed_over_on is not null) and o.total_minor > 0 as has_begun
      from orders o
      left join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id
      left join products p on p.workspace_id = l.workspace_id and p.id = l.product_id and p.guarantee_months is not null
      where o.workspace_id = ${ctx.workspace.id} and ${which}
      group by o.workspace_id, o.id
    ), reckoned as (
      select *, (since + make_interval(months => months))::date as by_guarantee from begun
    ), lasting as (
      select id, case when has_begun then greatest(by_days, by_guarantee) end as until,
        case when has_begun and by_guarantee >= coalesce(by_days, by_guarantee) then months end as months
      from reckoned
    )
    update orders o set after_until = l.until, guarantee_months = l.months
    from lasting l
    where o.workspace_id = ${ctx.workspace.id} and o.id = l.id
      and (o.after_until, o.guarantee_months) is distinct from (l.until, l.months)
    returning o.customer_id`.execute(ctx.db);
  return rows.flatMap(({ customer_id: id }) => id ?? []);
}
