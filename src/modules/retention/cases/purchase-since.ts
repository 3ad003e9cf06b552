import type { Ctx } from '../../../kernel/context.ts';
import type { CaseRow } from './folder.ts';

/** The first purchase day since the case was opened: it proposes that the customer came back. */
export async function purchaseSince(
  ctx: Ctx,
  row: Pick<CaseRow, 'customer_id' | 'opened_on'>,
): Promise<{ day: string; minor: bigint } | null> {
  const found = await ctx.db
    .selectFrom('purchase_days')
    .select(['day', 'amount_minor as minor'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', row.customer_id)
    .where('day', '>=', row.opened_on)
    .orderBy('day')
    .limit(1)
    .executeTakeFirst();
  return found ?? null;
}
