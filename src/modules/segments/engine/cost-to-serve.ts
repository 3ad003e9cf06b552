import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';

/** A table that books what serving a customer cost: one row per booking, `customer_id` and `workspace_id` in it. */
export interface CostToServe {
  table: keyof DB;
  /** Minor units of the base currency, positive. */
  amount: string;
  /** The shop's day. */
  day: string;
}

const sources: CostToServe[] = [];

/** Called once at start by the `module.ts` of a module below that knows of costs. */
export function registerCostToServe(source: CostToServe): void {
  if (!sources.some(({ table }) => table === source.table)) sources.push(source);
}

/** Whether anything at all could be booked. */
export function knowsCosts(): boolean {
  return sources.length > 0;
}

/** `customer_id, minor` of the period; null while no module books costs. */
export function costOf(
  ctx: Ctx,
  { afterDay, asOf }: { afterDay: string | null; asOf: string },
  ids: readonly string[] | null,
): RawBuilder<unknown> | null {
  if (sources.length === 0) return null;
  const some = ids === null ? sql`` : sql`and customer_id = any (${[...ids]}::uuid[])`;
  const rows = sources.map(({ table, amount, day }) => {
    const after = afterDay === null ? sql`` : sql`and ${sql.ref(day)} > ${afterDay}::date`;
    return sql`
      select customer_id, ${sql.ref(amount)} as minor from ${sql.table(table)}
      where workspace_id = ${ctx.workspace.id} and ${sql.ref(day)} <= ${asOf}::date ${after} ${some}`;
  });
  return sql`select customer_id, sum(minor) as minor from (${sql.join(rows, sql` union all `)}) booked group by customer_id`;
}
