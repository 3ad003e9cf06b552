import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';

/** What people wrote on refunds and along the way of orders of somebody who is erased; amounts and days stay. */
export async function forgetWordsOnOrders(ctx: Ctx, cards: readonly string[]): Promise<void> {
  await sql`
    update refunds r set reason = null from orders o
    where r.workspace_id = ${ctx.workspace.id} and o.workspace_id = r.workspace_id and o.id = r.order_id
      and o.customer_id = any (${[...cards]}::uuid[]) and r.reason is not null`.execute(ctx.db);
  await sql`
    update refund_reversals v set reason = null from refunds r
    join orders o on o.workspace_id = r.workspace_id and o.id = r.order_id
    where v.workspace_id = ${ctx.workspace.id} and r.workspace_id = v.workspace_id and r.id = v.refund_id
      and o.customer_id = any (${[...cards]}::uuid[]) and v.reason is not null`.execute(ctx.db);
  await sql`
    update order_steps s set note = null from orders o
    where s.workspace_id = ${ctx.workspace.id} and o.workspace_id = s.workspace_id and o.id = s.order_id
      and o.customer_id = any (${[...cards]}::uuid[]) and s.note is not null`.execute(ctx.db);
}
