import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { addDays } from '../../maths/calendar.ts';
import type { Knowledge, Rate, WatchedTime } from '../team/index.ts';

const RECENT_DAYS = 30;
const YEAR_DAYS = 365;
/** Who bought in so many days before counts as a customer who could come back. */
const ACTIVE_DAYS = 182;

/** What a hand-over needs to know: the last year's amount, the last purchase, what may still run, and who sold. */
export async function purchaseKnowledge(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Knowledge>> {
  const all = [...ids];
  const [figures, sold] = await Promise.all([
    sql<{ id: string; year: string; last_on: string | null; recent: number }>`
      select c.id, coalesce(sum(p.amount_minor), 0)::text as year, max(s.last_on)::text as last_on,
        coalesce(sum(p.orders) filter (where p.day > ${addDays(ctx.today, -RECENT_DAYS)}), 0)::int as recent
      from unnest(${all}::uuid[]) c (id)
      left join customer_statistics s on s.workspace_id = ${ctx.workspace.id} and s.customer_id = c.id
      left join purchase_days p on p.workspace_id = ${ctx.workspace.id} and p.customer_id = c.id
        and p.day > ${addDays(ctx.today, -YEAR_DAYS)}
      group by c.id`.execute(ctx.db),
    sql<{ id: string; staff: string; times: number }>`
      select customer_id as id, staff, count(*)::int as times from orders
      where workspace_id = ${ctx.workspace.id} and customer_id = any (${all}::uuid[]) and staff is not null
      group by customer_id, staff`.execute(ctx.db),
  ]);
  const sellers = new Map<string, Map<string, number>>();
  for (const { id, staff, times } of sold.rows) {
    sellers.set(id, (sellers.get(id) ?? new Map<string, number>()).set(staff, times));
  }
  return new Map(
    figures.rows.map(({ id, year, last_on: lastOn, recent }) => {
      return [
        id,
        {
          yearMinor: BigInt(year),
          lastOn,
          recentOrders: recent,
          sellers: sellers.get(id) ?? new Map<string, number>(),
        },
      ];
    }),
  );
}

/** Of those who bought in the half year before, how many bought again within the time; by the index on days. */
export async function purchaseReturns(
  ctx: Ctx,
  { customerIds, from, to }: WatchedTime,
): Promise<{ handed: Rate; rest: Rate }> {
  const { rows } = await sql<{ handed: boolean; customers: number; back: number }>`
    with active as (
      select customer_id from purchase_days
      where workspace_id = ${ctx.workspace.id} and day >= ${addDays(from, -ACTIVE_DAYS)} and day < ${from}
      group by customer_id
    ), returned as (
      select distinct customer_id from purchase_days
      where workspace_id = ${ctx.workspace.id} and day >= ${from} and day <= ${to}
    )
    select h.id is not null as handed, count(*)::int as customers, count(r.customer_id)::int as back
    from active a
    left join unnest(${[...customerIds]}::uuid[]) h (id) on h.id = a.customer_id
    left join returned r on r.customer_id = a.customer_id
    group by 1`.execute(ctx.db);
  const rate = (handed: boolean): Rate => {
    const { customers = 0, back = 0 } = rows.find((row) => row.handed === handed) ?? {};
    return { customers, back };
  };
  return { handed: rate(true), rest: rate(false) };
}
