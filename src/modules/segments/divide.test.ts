import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../maths/calendar.ts';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { asSystem, query } from '../../kernel/enter.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { createCustomersInBulk } from '../customers/index.ts';
import '../customers/module.ts';
import { recordOrder } from '../orders/index.ts';
import '../orders/module.ts';
import { divideShop, verifyClasses } from './divide.ts';

const house = await testHouse();
let shop: Workspace;
const people = new Map<string, string>();

beforeAll(async () => {
  shop = await house.openWorkspace();
  await house.in(shop, async (ctx) => {
    await visits(ctx, '林小姐', 8, 300);
    await visits(ctx, '张老板', 8, 20);
    await visits(ctx, '王太太', 1, 500);
    await visits(ctx, '路人', 1, 10);
    await divideShop(ctx);
  });
});

async function visits(ctx: Ctx, name: string, times: number, amount: number): Promise<void> {
  const [id] = await createCustomersInBulk(ctx, [{ name }]);
  people.set(name, id as string);
  for (let n = 0; n < times; n += 1) await buy(ctx, name, amount, addDays(ctx.today, -7 * n));
}

async function buy(ctx: Ctx, name: string, amount: number, day: string): Promise<void> {
  const customer = { id: people.get(name) };
  await recordOrder(ctx, {
    source: 'till',
    lines: [],
    total: amount.toFixed(2),
    customer,
    placedAt: `${day}T12:00:00+08:00`,
  });
}

function classes(): Promise<Record<string, string>> {
  return query(house.database, asSystem(shop), async (ctx) => {
    const rows = await ctx.db
      .selectFrom('class_members')
      .select(['customer_id', 'key'])
      .where('scheme', '=', 'value-matrix')
      .execute();
    return Object.fromEntries([...people].map(([name, id]) => [name, rows.find((r) => r.customer_id === id)?.key ?? '']));
  });
}

describe('the value matrix', () => {
  test('divides a shop of four customers at its means', async () => {
    expect(await classes()).toEqual({ 林小姐: 'best', 张老板: 'frequent', 王太太: 'spender', 路人: 'uncertain' });
  });

  test('leaves RFM out while the shop is too small', async () => {
    const scored = await query(house.database, asSystem(shop), (ctx) =>
      ctx.db.selectFrom('class_members').selectAll().where('scheme', '=', 'rfm').execute(),
    );
    expect(scored).toEqual([]);
  });

  test('notes who moved, and since when', async () => {
    await house.in(shop, async (ctx) => {
      for (let n = 1; n <= 9; n += 1) await buy(ctx, '路人', 10, addDays(ctx.today, -3 * n));
      await divideShop(ctx);
    });
    expect((await classes())['路人']).toBe('frequent');
    const moves = await query(house.database, asSystem(shop), (ctx) =>
      ctx.db.selectFrom('class_moves').select(['customer_id', 'from_key', 'to_key']).execute(),
    );
    expect(moves).toContainEqual({ customer_id: people.get('路人'), from_key: 'uncertain', to_key: 'frequent' });
  });

  test('agrees with the purchases', async () => {
    expect(await query(house.database, asSystem(shop), verifyClasses)).toEqual([]);
  });
});
