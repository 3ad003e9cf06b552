import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';

/** What people wrote on refunds of somebody who is erased; amounts and days stay. */
export async function forgetWordsOnOrders(ctx: Ctx, cards: readonly string[]): Promise<void> {
  await sql`
    update refunds r set reason = null from orders o
    where r.workspace_id = ${ctx.workspace.id} and o.workspace_id = r.workspace_id and o.id = r.order_id
      and o.customer_id = any (${[...cards]}::uuid[]) and r.reason is not null`.execute(ctx.db);
}
