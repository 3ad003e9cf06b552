import type { Ctx } from '../../kernel/context.ts';
import { cardFacts } from './present.ts';
import type { CustomerRow } from './reach.ts';

export function knownKinds(ctx: Ctx, row: CustomerRow): string[] {
  return cardFacts(ctx, row)
    .filter(({ known }) => known)
    .map(({ kind }) => kind);
}

/** These facts are true today: their age starts anew. */
export async function confirmFacts(ctx: Ctx, row: CustomerRow, kinds: readonly string[]): Promise<CustomerRow> {
  if (kinds.length === 0) return row;
  const confirmed = { ...(row.confirmed_on as object), ...Object.fromEntries(kinds.map((kind) => [kind, ctx.today])) };
  await ctx.db
    .updateTable('customers')
    .set({ confirmed_on: JSON.stringify(confirmed), facts_on: ctx.today })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  return { ...row, confirmed_on: confirmed, facts_on: ctx.today };
}
