import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Workspace } from '../../../kernel/context.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { similarity } from '../../../maths/recommend.ts';
import '../../customers/module.ts';
import '../../orders/module.ts';
import { countGoodsAndFigures } from '../know-by-night.ts';
import { retentionModule } from '../module.ts';
import { teaShop } from '../testing/shop.ts';
import { audienceOf } from './audience.ts';
import { recommendFor } from './recommend.ts';
import { readShelf } from './shelf.ts';

const house = await testHouse();
let shop: Workspace;
let tea: ReturnType<typeof teaShop>;
const people: Record<string, string> = {};

beforeAll(async () => {
  installReactions(retentionModule.reactions ?? []);
  shop = await house.openWorkspace();
  tea = teaShop(house, shop);
  // Six buy tea with cake, every 20 days or so; four buy green tea only.
  for (let n = 0; n < 6; n += 1) {
    const visits = [2, 22, 42, 62].map((ago) => [ago + n, { tea: 1, cake: 2 }] as const);
    people[`both ${n}`] = await tea.customer(`茶客${n}`, visits);
  }
  for (let n = 0; n < 4; n += 1) people[`green ${n}`] = await tea.customer(`绿茶客${n}`, [[5 + n, { green: 1 }]]);
  people['new'] = await tea.customer('新客', [[40, { tea: 1 }]]);
  people['late'] = await tea.customer('老客', [
    [18, { tea: 1 }],
    [38, { tea: 1 }],
    [58, { tea: 1 }],
  ]);
  people['shy'] = await tea.customer('不愿分析', [[30, { tea: 1 }]]);
  people['empty'] = await tea.customer('没买过');
  await tea.settle();
  await house.in(shop, (ctx) =>
    ctx.db
      .insertInto('customer_restrictions')
      .values({
        workspace_id: shop.id,
        customer_id: people['shy'] ?? '',
        kind: 'profiling',
        at: ctx.now,
        by_kind: 'user',
        by_name: '林',
      })
      .execute(),
  );
  await house.in(shop, countGoodsAndFigures);
});
afterAll(() => installReactions([]));

const listOf = (who: string) => tea.ask((ctx) => recommendFor(ctx, { id: people[who] ?? '', limit: 10 }));
const skus = (list: Awaited<ReturnType<typeof listOf>>) => list.items.map(({ product }) => product.sku);

describe('what a customer is likely to buy next', () => {
  test('is first what is bought again and again, once it is time', async () => {
    const list = await listOf('late');
    expect(list.unavailable).toBeNull();
    expect(list.items[0]).toMatchObject({ product: { sku: 'tea', name: '正山小种' }, why: 'again', times: 3 });
    expect(list.items[0]?.reason).toMatch(/^Usually every 2\d days, last on .* \(18 days ago\)\.$/);
    expect(list.items[0]?.dueOn).toMatch(/^\d{4}-/);
  });

  test('leaves out what was bought only lately', async () => {
    expect(skus(await listOf('both 0'))).not.toContain('tea');
  });

  test('adds what goes with it, with the reason', async () => {
    const cake = (await listOf('new')).items.find(({ product }) => product.sku === 'cake');
    expect(cake).toMatchObject({ why: 'alike', times: 0 });
    expect(cake?.reason).toBe('Bought with 正山小种: 75% of those who buy it buy this, too.');
    expect(cake?.explanation.steps).toHaveLength(3);
  });

  test('is what many buy for somebody who bought nothing', async () => {
    const list = await listOf('empty');
    expect(list.items[0]?.why).toBe('popular');
    expect(skus(list)).toEqual(expect.arrayContaining(['tea', 'green']));
  });

  test('does not exist for who does not want to be analysed, nor counts them', async () => {
    expect(await listOf('shy')).toMatchObject({
      items: [],
      unavailable: expect.stringContaining('analysed') as string,
    });
    const { rows } = await tea.ask((ctx) =>
      sql<{ customers: number }>`select g.customers from retention_goods g
        join products p on p.workspace_id = g.workspace_id and p.id = g.product_id
        where g.workspace_id = ${shop.id} and p.sku = 'tea'`.execute(ctx.db),
    );
    expect(rows).toEqual([{ customers: 8 }]);
  });

  test('is for who may see orders', async () => {
    const clerk = actorWith({ 'customers.read': 'all', 'retention.read': 'all' });
    const asked = tea.ask((ctx) => recommendFor(ctx, { id: people['new'] ?? '', limit: 5 }), clerk);
    await expect(asked).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    const stranger = actorWith({ 'customers.read': 'own', 'retention.read': 'all', 'orders.read': 'all' });
    const other = tea.ask((ctx) => recommendFor(ctx, { id: people['new'] ?? '', limit: 5 }), stranger);
    await expect(other).rejects.toMatchObject({ code: 'CUSTOMER_NOT_FOUND' });
  });
});

describe('the shelf', () => {
  test('agrees with the arithmetic of recommend.ts', async () => {
    const { rows } = await tea.ask((ctx) =>
      sql<{ one: string; other: string; together: number; similarity: number }>`
        select p.sku as one, q.sku as other, n.together, n.similarity from retention_neighbours n
        join products p on p.workspace_id = n.workspace_id and p.id = n.product_id
        join products q on q.workspace_id = n.workspace_id and q.id = n.neighbour_id
        where n.workspace_id = ${shop.id} order by 1, 2`.execute(ctx.db),
    );
    expect(rows).toEqual([
      { one: 'cake', other: 'tea', together: 6, similarity: similarity(6, 6, 8) },
      { one: 'tea', other: 'cake', together: 6, similarity: similarity(6, 6, 8) },
    ]);
  });

  test('is not counted again while nothing changed, and is after an order was cancelled', async () => {
    const before = await tea.ask(readShelf);
    await house.in(shop, countGoodsAndFigures);
    expect(await tea.ask(readShelf)).toEqual(before);
    await house.in(shop, (ctx) => tea.buy(ctx, people['green 0'] ?? '', 1, { rare: 1 }));
    await tea.settle();
    await house.in(shop, countGoodsAndFigures);
    expect((await tea.ask(readShelf))?.goods).toBe(4);
  });

  test('is empty in a shop without articles', async () => {
    const empty = await house.openWorkspace({ name: '空店' });
    await house.in(empty, countGoodsAndFigures);
    const other = teaShop(house, empty);
    const id = await other.customer('路人');
    await house.in(empty, countGoodsAndFigures);
    expect(await other.ask((ctx) => recommendFor(ctx, { id, limit: 5 }))).toMatchObject({
      items: [],
      basis: null,
      unavailable: expect.stringContaining('article number') as string,
    });
  });
});

describe('whom to tell of a product', () => {
  const audience = async (sku: string) => {
    const id = await tea.productId(sku);
    return tea.ask((ctx) => audienceOf(ctx, { id, limit: 20 }));
  };

  test('are those who are due to buy it again, then those who bought what goes with it', async () => {
    const { items } = await audience('tea');
    expect(items[0]).toMatchObject({ customer: { name: '老客' }, why: 'due' });
    expect(items.map(({ customer }) => customer.name)).not.toContain('茶客0');
    const cake = await audience('cake');
    expect(cake.items.map(({ customer, why }) => [customer.name, why])).toEqual(
      expect.arrayContaining([
        ['新客', 'alike'],
        ['老客', 'alike'],
      ]),
    );
    expect(cake.items.map(({ customer }) => customer.name)).not.toContain('不愿分析');
  });

  test('leave out who does not want to be contacted, and count them', async () => {
    await house.in(shop, (ctx) =>
      ctx.db
        .insertInto('customer_restrictions')
        .values({
          workspace_id: shop.id,
          customer_id: people['late'] ?? '',
          kind: 'contact',
          at: ctx.now,
          by_kind: 'user',
          by_name: '林',
        })
        .execute(),
    );
    const { items, noContact } = await audience('tea');
    expect(items.map(({ customer }) => customer.name)).not.toContain('老客');
    expect(noContact).toBe(1);
  });

  test.each([
    ['of goods that few buy', { salesEach: 1, common: 20_000, newestOrders: 50_000 }],
    ['of goods that everybody buys', { salesEach: 1, common: 0, newestOrders: 50_000 }],
  ])('are who bought last by the day of the sale, not by when it was imported: %s', async (_, bounds) => {
    const id = await tea.productId('cake');
    const names = async (within?: typeof bounds) =>
      (await tea.ask((ctx) => audienceOf(ctx, { id, limit: 20 }, within))).items.map(({ customer }) => customer.name);
    await tea.customer('旧系统的老单', [[300, { tea: 1 }]]);
    expect(await names()).toContain('旧系统的老单');
    expect(await names(bounds)).not.toContain('旧系统的老单');
  });

  test('are nobody for goods that do not exist', async () => {
    const asked = tea.ask((ctx) => audienceOf(ctx, { id: newId(), limit: 5 }));
    await expect(asked).rejects.toMatchObject({ code: 'PRODUCT_NOT_FOUND' });
  });
});
