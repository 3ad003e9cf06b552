import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { WatchSettings } from '../contract.ts';
import { within, type Scope } from '../rhythms.ts';

/** Silence of so many days counts as lost, for everybody alike: until an alert without a rhythm, and `lostDays` more. */
export function lostAfterDays({ fixedDays, lostDays }: Pick<WatchSettings, 'fixedDays' | 'lostDays'>): number {
  return fixedDays + lostDays;
}

/** Brings what these customers did month by month up to date; months that changed wait to be added up again. */
export async function refreshCustomerMonths(ctx: Ctx, settings: WatchSettings, scope: Scope): Promise<void> {
  await sql`
    with computed as materialized (${computedMonths(ctx, lostAfterDays(settings), scope)}),
    gone as (
      delete from retention_customer_months k
      using (
        select k.customer_id, k.month from retention_customer_months k
        where k.workspace_id = ${ctx.workspace.id} and ${within(scope, sql.ref('k.customer_id'))}
        except select customer_id, month from computed
      ) left_over
      where k.workspace_id = ${ctx.workspace.id} and k.customer_id = left_over.customer_id and k.month = left_over.month
      returning k.month
    ),
    put as (
      insert into retention_customer_months as k (workspace_id, customer_id, month, standing, amount_minor, lost_on,
        lost_minor, first_month, first_on, first_lost_on)
      select ${ctx.workspace.id}, ${COLUMNS} from computed
      on conflict (workspace_id, customer_id, month) do update
      set standing = excluded.standing, amount_minor = excluded.amount_minor, lost_on = excluded.lost_on,
        lost_minor = excluded.lost_minor, first_month = excluded.first_month, first_on = excluded.first_on,
        first_lost_on = excluded.first_lost_on
      where (k.standing, k.amount_minor, k.lost_on, k.lost_minor, k.first_month, k.first_on, k.first_lost_on)
        is distinct from (excluded.standing, excluded.amount_minor, excluded.lost_on, excluded.lost_minor,
          excluded.first_month, excluded.first_on, excluded.first_lost_on)
      returning k.month
    )
    insert into retention_months (workspace_id, month, stale)
    select ${ctx.workspace.id}, month, true from (select month from gone union select month from put) changed
    order by month
    on conflict (workspace_id, month) do update set stale = true where not retention_months.stale`.execute(ctx.db);
}

/** Customers whose kept months differ from their purchase days. None, unless something is broken. */
export async function differingMonths(ctx: Ctx, settings: WatchSettings): Promise<{ customerId: string }[]> {
  const everybody = { after: null, upTo: null };
  const { rows } = await sql<{ customer_id: string }>`
    select distinct coalesce(c.customer_id, k.customer_id) as customer_id
    from (${computedMonths(ctx, lostAfterDays(settings), everybody)}) c
    full join (select * from retention_customer_months where workspace_id = ${ctx.workspace.id}) k
      on k.customer_id = c.customer_id and k.month = c.month
    where (c.standing, c.amount_minor, c.lost_on, c.lost_minor, c.first_month, c.first_on, c.first_lost_on)
      is distinct from
        (k.standing, k.amount_minor, k.lost_on, k.lost_minor, k.first_month, k.first_on, k.first_lost_on)`.execute(
    ctx.db,
  );
  return rows.map(({ customer_id: customerId }) => ({ customerId }));
}

const COLUMNS = sql.raw(
  'customer_id, month, standing, amount_minor, lost_on, lost_minor, first_month, first_on, first_lost_on',
);

/** What int8 holds: a nonsensical sum must not stop an import. */
const LARGEST = sql`9e18::numeric`;

/** Without a join: right after an import PostgreSQL takes its customers for none, and would join them all to each other. */
function computedMonths(ctx: Ctx, lostAfter: number, scope: Scope): RawBuilder<unknown> {
  const month = (day: string) => sql`date_trunc('month', ${sql.raw(day)}::timestamp)::date`;
  return sql`
    with days as (
      select p.customer_id, p.day, p.amount_minor, ${month('p.day')} as month,
        lag(p.day) over w as before, lead(p.day) over w as after, first_value(p.day) over w as first_on,
        sum(p.amount_minor) over (partition by p.customer_id order by p.day
          range between '365 days'::interval preceding and current row) as year_minor
      from purchase_days p
      where p.workspace_id = ${ctx.workspace.id} and ${within(scope, sql.ref('p.customer_id'))}
      window w as (partition by p.customer_id order by p.day)
    ),
    bought as (
      select customer_id, month, least(sum(amount_minor), ${LARGEST})::int8 as amount_minor, min(first_on) as first_on,
        case when bool_or(before is null) then 'new'
          when (array_agg(day - before order by day))[1] > ${lostAfter}::int then 'back' else 'kept' end as standing
      from days group by customer_id, month
    ),
    lost as (
      select customer_id, day + ${lostAfter}::int as lost_on, least(year_minor, ${LARGEST})::int8 as lost_minor
      from days where after is null or after - day > ${lostAfter}::int
    ),
    both_ as (
      select customer_id, month, standing, amount_minor, first_on, null::date as lost_on, null::int8 as lost_minor from bought
      union all
      select customer_id, ${month('lost_on')}, null, null, null, lost_on, lost_minor from lost
    ),
    months as (
      select customer_id, month, max(standing) as standing, max(amount_minor) as amount_minor, min(lost_on) as lost_on,
        max(lost_minor) as lost_minor, min(min(first_on)) over customer as first_on, min(min(lost_on)) over customer as first_lost_on
      from both_ group by customer_id, month
      window customer as (partition by customer_id)
    )
    select customer_id, month, standing, coalesce(amount_minor, 0) as amount_minor, lost_on,
      coalesce(lost_minor, 0) as lost_minor, ${month('first_on')} as first_month,
      case when standing = 'new' then first_on end as first_on,
      case when standing = 'new' then first_lost_on end as first_lost_on
    from months`;
}
