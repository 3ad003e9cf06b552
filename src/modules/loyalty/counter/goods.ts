import type { Ctx } from '../../../kernel/context.ts';
import { listProducts } from '../../orders/index.ts';

const SHOWN = 8;

export async function findGoods(ctx: Ctx, { q }: { q: string }) {
  const { items } = await listProducts(ctx, { limit: SHOWN, q });
  const base = ctx.workspace.baseCurrency;
  return {
    items: items.map(({ sku, name, category, unitPrice }) => {
      return { sku, name, category, unitPrice: unitPrice?.currency === base ? unitPrice : null };
    }),
  };
}
