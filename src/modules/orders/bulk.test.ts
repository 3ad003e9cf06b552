import { beforeAll, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { actorWith, testHouse } from '../../kernel/testing/house.ts';
import { createCustomersInBulk } from '../customers/index.ts';
import '../customers/module.ts';
import { closeChangeSet, openChangeSet, undoChangeSet } from '../transfer/index.ts';
import { recordOrdersInBulk } from './bulk-record.ts';
import './module.ts';
import { changeOrder, readOrder } from './orders.ts';
import { recordOrder } from './record-order.ts';
import { refundOrder } from './refunds.ts';
import { verifyStatistics } from './statistics.ts';
import { recordVisit } from './visits.ts';
import type { ReadyOrder } from './write-orders.ts';

const house = await testHouse();
let shop: Workspace;
beforeAll(async () => {
  shop = await house.openWorkspace();
});

const ready = (customerId: string | null, externalId: string, given: Partial<ReadyOrder> = {}): ReadyOrder => ({
  customerId,
  source: 'till',
  externalId,
  placedAt: new Date('2026-05-01T04:00:00Z'),
  day: '2026-05-01',
  currency: 'CNY',
  totalMinor: 10_000n,
  state: 'placed',
  lines: [],
  ...given,
});

async function spent(ctx: Ctx, customerId: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('customer_statistics')
    .select('spent_minor')
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow();
  return Number(row.spent_minor);
}

test('orders by the thousand count at once, and a number taken is left out', async () => {
  await house.in(shop, async (ctx) => {
    const customers = await createCustomersInBulk(
      ctx,
      Array.from({ length: 500 }, (_, n) => ({ name: `客户 ${n}` })),
    );
    const orders = customers.flatMap((id, n) => [ready(id, `A-${n}`), ready(id, `B-${n}`), ready(null, `C-${n}`)]);
    const ids = await recordOrdersInBulk(ctx, orders);
    expect(ids.filter((id) => id === null)).toEqual([]);
    expect(await recordOrdersInBulk(ctx, orders.slice(0, 3))).toEqual([null, null, null]);
    expect(await spent(ctx, customers[7] as string)).toBe(20_000);
    expect(await verifyStatistics(ctx)).toEqual([]);
  });
});

test('undo takes back orders and products, and leaves what people worked on since', async () => {
  const { changeSetId, customer, ids } = await house.in(shop, async (ctx) => {
    const [customer] = (await createCustomersInBulk(ctx, [{ name: '老顾客' }])) as [string];
    await recordOrder(ctx, { source: 'till', lines: [], customer: { id: customer }, total: '50.00' });
    const changeSetId = await openChangeSet(ctx, { kind: 'import', title: '五月.csv', undoNeeds: 'imports.run' });
    const line = { sku: 'U-1', name: '茶', category: null, quantity: '1', unitPriceMinor: 10_000n, discountMinor: 0n };
    const lines = [{ ...line, totalMinor: 10_000n }];
    const other = [{ ...line, sku: 'U-2', totalMinor: 10_000n }];
    const ids = (await recordOrdersInBulk(
      ctx,
      [ready(customer, 'U-1', { lines: other }), ready(customer, 'U-2', { lines }), ready(customer, 'U-3', { lines })],
      { changeSetId },
    )) as [string, string, string];
    await refundOrder(ctx, { id: ids[1], amount: '1.00' });
    await closeChangeSet(ctx, changeSetId);
    expect(await spent(ctx, customer)).toBe(34_900);
    return { changeSetId, customer, ids };
  });
  await house.in(shop, async (ctx) => {
    const undone = await undoChangeSet(ctx, { id: changeSetId });
    expect(undone.counts).toEqual({ reversed: { orders: 2, products: 1 }, kept: 2, failed: 0 });
    expect(undone.kept.map(({ entity, what }) => [entity, what])).toEqual([
      ['orders', 'U-2'],
      ['products', '茶'],
    ]);
    expect(await spent(ctx, customer)).toBe(14_900);
    expect((await readOrder(ctx, { id: ids[1] })).refunds).toHaveLength(1);
    expect(await verifyStatistics(ctx)).toEqual([]);
  });
});

test('a customer of an import who came in since stays when the import is undone', async () => {
  const { changeSetId, customer } = await house.in(shop, async (ctx) => {
    const changeSetId = await openChangeSet(ctx, { kind: 'import', title: '会员.csv', undoNeeds: 'imports.run' });
    const [customer] = (await createCustomersInBulk(ctx, [{ name: '来过' }], { changeSetId })) as [string];
    await recordVisit(ctx, { customerId: customer });
    await closeChangeSet(ctx, changeSetId);
    return { changeSetId, customer };
  });
  const undone = await house.in(shop, (ctx) => undoChangeSet(ctx, { id: changeSetId }));
  expect(undone.kept).toMatchObject([{ entity: 'customers', id: customer }]);
});

test('orders are changed and recorded only as far as the right reaches', async () => {
  const seller = actorWith({
    'customers.read': 'all',
    'orders.read': 'all',
    'orders.create': 'own',
    'orders.edit': 'own',
  });
  const { mine, theirs, order } = await house.in(shop, async (ctx) => {
    const owned = { name: '我的', ownerId: seller.memberId };
    const [mine, theirs] = (await createCustomersInBulk(ctx, [owned, { name: '别人的' }])) as [string, string];
    const [order] = (await recordOrdersInBulk(ctx, [ready(theirs, newId())])) as [string];
    return { mine, theirs, order };
  });
  const as = <T>(work: (ctx: Ctx) => Promise<T>) => house.in(shop, work, seller);
  const refused = { code: 'NOT_ALLOWED' };
  await expect(as((ctx) => changeOrder(ctx, { id: order, state: 'cancelled' }))).rejects.toMatchObject(refused);
  await expect(as((ctx) => refundOrder(ctx, { id: order, amount: '1' }))).rejects.toMatchObject(refused);
  await expect(as((ctx) => recordVisit(ctx, { customerId: theirs }))).rejects.toMatchObject(refused);
  const given = (id: string) => ({ source: 'till', lines: [], total: '1.00', customer: { id } });
  await expect(as((ctx) => recordOrder(ctx, given(theirs)))).rejects.toMatchObject(refused);
  const own = await as((ctx) => recordOrder(ctx, given(mine)));
  await expect(as((ctx) => changeOrder(ctx, { id: own.id, customerId: theirs }))).rejects.toMatchObject(refused);
  expect((await as((ctx) => changeOrder(ctx, { id: own.id, note: '自提' }))).note).toBe('自提');
});

test('two first orders of one new customer at once make one customer', async () => {
  const customer = { phone: '13700001111', name: '新来的' };
  const orders = await Promise.all(
    Array.from({ length: 6 }, () =>
      house.in(shop, (ctx) => recordOrder(ctx, { source: 'till', lines: [], total: '1.00', customer })),
    ),
  );
  expect(new Set(orders.map((order) => order.customer?.id)).size).toBe(1);
});
