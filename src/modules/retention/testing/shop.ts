import type { Actor } from '../../../kernel/access.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import type { TestHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import { recordOrder } from '../../orders/index.ts';

/** Article numbers with how many pieces. */
export type Basket = Readonly<Record<string, number>>;

const articles: Record<string, { name: string; category: string; price: string }> = {
  tea: { name: '正山小种', category: '红茶', price: '100.00' },
  green: { name: '碧螺春', category: '绿茶', price: '80.00' },
  cup: { name: '白瓷盖碗', category: '茶具', price: '60.00' },
  cake: { name: '绿豆糕', category: '茶点', price: '20.00' },
  rare: { name: '老班章', category: '普洱', price: '900.00' },
};

/** A tea shop whose customers buy by article number. */
export function teaShop(house: TestHouse, shop: Workspace) {
  const buy = async (ctx: Ctx, id: string, daysAgo: number, basket: Basket, discount?: string) => {
    const lines = Object.entries(basket).map(([sku, pieces]) => {
      const { name, category, price: unitPrice } = articles[sku] ?? { name: sku, category: '', price: '1.00' };
      return { sku, name, category, quantity: String(pieces), unitPrice, ...(discount ? { discount } : {}) };
    });
    const placedAt = `${addDays(ctx.today, -daysAgo)}T12:00:00+08:00`;
    return recordOrder(ctx, { source: 'till', customer: { id }, placedAt, lines });
  };
  return {
    buy,
    /** A customer with purchases: `[days ago, basket]` each. */
    async customer(name: string, purchases: readonly (readonly [number, Basket])[] = []): Promise<string> {
      return house.in(shop, async (ctx) => {
        const [id = ''] = await createCustomersInBulk(ctx, [{ name }]);
        for (const [daysAgo, basket] of purchases) await buy(ctx, id, daysAgo, basket);
        return id;
      });
    },
    async settle(): Promise<void> {
      while ((await deliverDue(house)) > 0);
    },
    ask: <T>(work: (ctx: Ctx) => Promise<T>, actor?: Actor): Promise<T> =>
      query(house.database, { ...asSystem(shop), ...(actor ? { actor } : {}), locale: 'en' }, work),
    async productId(sku: string): Promise<string> {
      const { id } = await house.database
        .reader(shop.id)
        .selectFrom('products')
        .select('id')
        .where('sku', '=', sku)
        .executeTakeFirstOrThrow();
      return id;
    },
  };
}
