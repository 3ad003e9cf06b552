import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { startOfDay } from '../../../maths/calendar.ts';

/** A table whose rows say that somebody was in touch with a customer (`customer_id`), and when. */
export interface ContactTrace {
  table: keyof DB;
  column: string;
  kind: 'instant' | 'day';
}

const traces: ContactTrace[] = [
  { table: 'customer_notes', column: 'at', kind: 'instant' },
  // A new owner has the whole time.
  { table: 'customer_owners', column: 'at', kind: 'instant' },
  { table: 'today_outcomes', column: 'day', kind: 'day' },
  { table: 'tasks', column: 'done_at', kind: 'instant' },
];

/** Called once at start by the `module.ts` of the module whose table it is. */
export function registerContactTrace(trace: ContactTrace): void {
  if (!traces.some(({ table }) => table === trace.table)) traces.push(trace);
}

/** The condition on `customers` that nobody was in touch from this day on; each table is asked by its index. */
export function quietSince(ctx: Ctx, day: string): RawBuilder<SqlBool> {
  const start = startOfDay(ctx.workspace.zone, day);
  const parts = traces.map(({ table, column, kind }) => {
    const from = kind === 'day' ? sql`${day}::date` : sql`${start}::timestamptz`;
    return sql`not exists (select from ${sql.table(table)} r where r.workspace_id = ${ctx.workspace.id}
      and r.customer_id = customers.id and r.${sql.ref(column)} >= ${from})`;
  });
  return sql<SqlBool>`(customers.created_at < ${start} and ${sql.join(parts, sql` and `)})`;
}
