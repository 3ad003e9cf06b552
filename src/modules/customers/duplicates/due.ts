import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';

/** Notes that these cards are to be compared with the others; in the transaction that writes them. */
export async function dueForMatching(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into customer_match_due (workspace_id, customer_id)
    select ${ctx.workspace.id}, unnest(${[...ids]}::uuid[])
    on conflict do nothing`.execute(ctx.db);
}
