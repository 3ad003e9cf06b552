import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { addMonths, startOfMonth, type CivilDate } from '../../../maths/calendar.ts';
import { mayProfile } from '../../customers/index.ts';
import type { Told } from './rules/assess.ts';
import { HUGE } from './rules/enough.ts';

/** The forecast of one month beside what came of the customers it was made for. */
export interface KeptForecast {
  month: CivilDate;
  madeOn: CivilDate;
  afterwards: boolean;
  orders: number;
  minor: bigint;
  cameOrders: number;
  cameMinor: bigint;
}

/**
 * Keeps the forecast of next month, which stands once that month has begun; and, for the months of which none was made
 * in time, what would have been forecast.
 */
export async function keepForecasts(ctx: Ctx, until: CivilDate, { ahead, before }: Told): Promise<void> {
  const [next] = ahead;
  const rows = [
    ...before.map((month) => ({ ...month, afterwards: true })),
    ...(next ? [{ ...next, madeOn: until, afterwards: false, cameOrders: 0, cameMinor: 0 }] : []),
  ].map((one) => ({
    month: one.month,
    made_on: one.madeOn,
    afterwards: one.afterwards,
    orders: one.orders,
    minor: one.minor,
    came_orders: one.cameOrders,
    came_minor: one.cameMinor,
  }));
  await sql`
    insert into retention_forecasts (workspace_id, month, made_on, afterwards, orders, minor, came_orders, came_minor)
    select ${ctx.workspace.id}, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (month date, made_on date, afterwards boolean, orders float8, minor int8, came_orders int, came_minor int8)
    on conflict (workspace_id, month) do update
    set made_on = excluded.made_on, afterwards = excluded.afterwards, orders = excluded.orders, minor = excluded.minor,
      came_orders = excluded.came_orders, came_minor = excluded.came_minor
    where retention_forecasts.afterwards or retention_forecasts.month > ${until}`.execute(ctx.db);
}

/**
 * What came in the running month and the one before, of the customers known when each was forecast: without the huge one,
 * who is in no forecast either.
 */
export async function noteWhatCame(ctx: Ctx, until: CivilDate, { huge }: { huge: boolean }): Promise<void> {
  const from = addMonths(startOfMonth(until), -1);
  const usual = sql`and s.spent_minor <= ${HUGE}::float8 * (
    select sum(spent_minor) from customer_statistics where workspace_id = ${ctx.workspace.id})`;
  await sql`
    update retention_forecasts f set came_orders = came.orders, came_minor = came.minor
    from (
      select k.month, count(p.day)::int as orders, least(coalesce(sum(p.amount_minor), 0), 9e18::numeric)::int8 as minor
      from retention_forecasts k
      left join (purchase_days p join customer_statistics s using (workspace_id, customer_id))
        on p.workspace_id = k.workspace_id and p.day > k.made_on and p.day >= k.month and p.day <= ${until}
          and p.day < k.month + interval '1 month' and s.first_on <= k.made_on
          and ${mayProfile(ctx, sql.ref('p.customer_id'))} ${huge ? usual : sql``}
      where k.workspace_id = ${ctx.workspace.id} and k.month >= ${from} and k.month <= ${until} and not k.afterwards
      group by k.month
    ) came
    where f.workspace_id = ${ctx.workspace.id} and f.month = came.month`.execute(ctx.db);
}

/** The latest months that have begun, oldest first. */
export async function readForecasts(ctx: Ctx, until: CivilDate): Promise<KeptForecast[]> {
  const rows = await ctx.db
    .selectFrom('retention_forecasts')
    .select([
      'month',
      'made_on as madeOn',
      'afterwards',
      'orders',
      'minor',
      'came_orders as cameOrders',
      'came_minor as cameMinor',
    ])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('month', '<=', until)
    .orderBy('month', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.reverse();
}

const SHOWN = 7;
