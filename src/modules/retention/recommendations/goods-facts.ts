import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Money } from '../../../kernel/contract.ts';
import { formatDecimal } from '../../../maths/money.ts';

export interface Goods {
  id: string;
  sku: string;
  name: string;
  category: string | null;
  unitPrice: Money | null;
}

/** Products by id; those that are no longer there have no entry. */
export async function goodsFacts(ctx: Ctx, productIds: Iterable<string>): Promise<Map<string, Goods>> {
  const rows = await ctx.db
    .selectFrom('products')
    .select(['id', 'sku', 'name', 'category', 'unit_price_minor', 'currency'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<boolean>`id = any (${[...new Set(productIds)]}::uuid[])`)
    .execute();
  return new Map(
    rows.map(({ id, sku, name, category, unit_price_minor: minor, currency }) => {
      const unitPrice = minor !== null && currency ? { amount: formatDecimal(minor, currency), currency } : null;
      return [id, { id, sku, name, category, unitPrice }];
    }),
  );
}
