import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { actorWith, testHouse } from '../../kernel/testing/house.ts';
import { createCustomersInBulk } from '../customers/index.ts';
import './module.ts';
import { listOrders, listSources } from './list-orders.ts';
import { readProductNames } from './product-names.ts';
import { changeProduct, createProduct, listProducts } from './products.ts';
import { recordOrder } from './record-order.ts';
import type { NewOrderInput, OrderSummary } from './shapes-contract.ts';

const house = await testHouse();
let shop: Workspace;
const inShop = <T>(work: (ctx: Ctx) => Promise<T>) => house.in(shop, work);

beforeAll(async () => {
  shop = await house.openWorkspace();
  const [zhang, li] = await inShop((ctx) =>
    createCustomersInBulk(ctx, [
      { name: '张雪梅', phone: '13800138123' },
      { name: '李大山', phone: '13900139456' },
    ]),
  );
  const record = (order: Partial<NewOrderInput>) =>
    inShop((ctx) => recordOrder(ctx, { source: 'till', lines: [], ...order }));
  await record({
    externalId: 'A-1001',
    customer: { id: zhang },
    lines: [{ sku: 'LJ', name: '西湖龙井', quantity: '1', unitPrice: '128.00' }],
    placedAt: '2026-03-01T10:00:00+08:00',
  });
  await record({
    externalId: 'A-1002',
    customer: { id: li },
    lines: [{ sku: 'GW', name: '盖碗', quantity: '1', unitPrice: '8123.00' }],
    placedAt: '2026-03-02T10:00:00+08:00',
  });
  await record({
    externalId: 'B-8123',
    lines: [{ name: '散装瓜片', quantity: '1', unitPrice: '66.50' }],
    source: 'web',
    placedAt: '2026-03-03T10:00:00+08:00',
  });
});

const found = async (query: Partial<Parameters<typeof listOrders>[1]>): Promise<string[]> => {
  const { items } = await inShop((ctx) => listOrders(ctx, { limit: 50, ...query }));
  return items.map((one: OrderSummary) => one.externalId);
};

describe('orders are found by', () => {
  test.each([
    ['their number, from its beginning', 'A-10', ['A-1002', 'A-1001']],
    ['the name of their customer', '雪梅', ['A-1001']],
    ['its pinyin', 'lidashan', ['A-1002']],
    ['its initials', 'zxm', ['A-1001']],
    ['what was bought', '龙井', ['A-1001']],
    ['that in traditional characters', '龍井', ['A-1001']],
    ['its pinyin', 'gaiwan', ['A-1002']],
    ['its article number', 'lj', ['A-1001']],
    ['what stands on a line without an article number', '散装', ['B-8123']],
    ['the amount', '￥66.5', ['B-8123']],
    ['digits that may be a phone’s end or an amount', '8123', ['A-1002', 'A-1001']],
    ['nothing that is there', '没有的东西', []],
    ['hostile words', "'; drop table orders; --", []],
    ['wild cards and half a character', '\ud800%_\\', []],
  ])('%s', async (_, q, numbers) => {
    expect(await found({ q })).toEqual(numbers);
  });

  test('any of these page by page, each order once, and counted', async () => {
    const page = (cursor?: string) =>
      inShop((ctx) => listOrders(ctx, { limit: 1, q: 'A-1', ...(cursor ? { cursor } : {}) }));
    const first = await page();
    const second = await page(first.nextCursor ?? '');
    expect([...first.items, ...second.items].map((one) => one.externalId)).toEqual(['A-1002', 'A-1001']);
    expect([first.count, second.nextCursor]).toEqual([{ value: 2, exact: true }, null]);
  });

  test('source and days, beside what was typed', async () => {
    expect(await found({ source: 'web' })).toEqual(['B-8123']);
    expect(await found({ q: 'A-1', to: '2026-03-01' })).toEqual(['A-1001']);
    expect(await found({ q: 'A-1', source: 'web' })).toEqual([]);
    expect(await inShop(listSources)).toEqual({ items: ['till', 'web'] });
  });

  test('nobody by a phone that they may not see', async () => {
    const clerk = actorWith(
      { 'customers.read': 'all', 'orders.read': 'all' },
      { fields: { 'customers.phone': 'hide' } },
    );
    const { items } = await house.in(shop, (ctx) => listOrders(ctx, { limit: 50, q: '9456' }), clerk);
    expect(items).toEqual([]);
  });
});

describe('products', () => {
  const names = async (q?: string) =>
    (await inShop((ctx) => listProducts(ctx, { limit: 50, ...(q ? { q } : {}) }))).items.map(({ name }) => name);

  test('stand in the order of their sound, and are found by it', async () => {
    const baihao = await inShop((ctx) => createProduct(ctx, { sku: 'BH', name: '白毫银针' }));
    await inShop((ctx) => createProduct(ctx, { sku: 'AB', name: 'Assam' }));
    expect(await names()).toEqual(['Assam', '白毫银针', '盖碗', '西湖龙井']);
    expect([await names('xhlj'), await names('银针'), await names('bai hao')]).toEqual([
      ['西湖龙井'],
      ['白毫银针'],
      ['白毫银针'],
    ]);
    await inShop((ctx) => changeProduct(ctx, { id: baihao.id, name: '寿眉' }));
    expect([await names('baihao'), await names('shoumei')]).toEqual([[], ['寿眉']]);
  });

  test('from before are read at night', async () => {
    await inShop((ctx) =>
      ctx.db
        .updateTable('products')
        .set({ sort_name: '盖碗', found_by: null })
        .where('workspace_id', '=', shop.id)
        .where('sku', '=', 'GW')
        .execute(),
    );
    expect(await names('盖')).toEqual(['盖碗']);
    await inShop(readProductNames);
    expect(await names('gaiwan')).toEqual(['盖碗']);
  });
});
