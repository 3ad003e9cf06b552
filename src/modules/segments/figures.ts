import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { mayProfile } from '../customers/index.ts';

/** The days that count: after `afterDay` (null = from the beginning) up to `asOf`, the shop's newest purchase. */
export interface Period {
  asOf: string;
  afterDay: string | null;
}

/** Null before the first purchase. */
export async function periodOf(ctx: Ctx, months: number): Promise<Period | null> {
  const { rows } = await sql<{ as_of: string | null; after_day: string }>`
    select max(day) as as_of, (max(day) - make_interval(months => ${months}))::date as after_day
    from purchase_days where workspace_id = ${ctx.workspace.id}`.execute(ctx.db);
  const [row] = rows;
  if (!row || row.as_of === null) return null;
  return { asOf: row.as_of, afterDay: months === 0 ? null : row.after_day };
}

/** Purchase days, money and last day of each customer who bought in the period; of some customers, or of all (null). */
export function figures(ctx: Ctx, { afterDay }: Period, ids: readonly string[] | null): RawBuilder<unknown> {
  const some = ids === null ? sql`` : sql`and customer_id = any (${[...ids]}::uuid[])`;
  // Everything of everybody is what the statistics keep already.
  if (afterDay === null) {
    return sql`
      select customer_id, purchase_days, spent_minor as amount_minor, last_on
      from customer_statistics where workspace_id = ${ctx.workspace.id} and purchase_days > 0 ${some}
        and ${mayProfile(ctx, sql.ref('customer_statistics.customer_id'))}`;
  }
  return sql`
    select customer_id, count(*)::int as purchase_days, sum(amount_minor)::int8 as amount_minor, max(day) as last_on
    from purchase_days where workspace_id = ${ctx.workspace.id} and day > ${afterDay}::date ${some}
      and ${mayProfile(ctx, sql.ref('purchase_days.customer_id'))}
    group by customer_id`;
}
