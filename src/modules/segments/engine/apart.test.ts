import { describe, expect, test } from 'vitest';
import { asSystem, query } from '../../../kernel/enter.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import { changeCustomer } from '../../customers/customers.ts';
import '../../customers/module.ts';
import { refreshPurchases, writeOrders, type ReadyOrder } from '../../orders/index.ts';
import '../../orders/module.ts';
import { openBranch } from '../../workspaces/branches.ts';
import { readClasses } from '../insight.ts';
import { reactions } from '../reactions.ts';
import { changeSettings } from '../schemes/settings.ts';
import { readDivision } from '../view.ts';
import { divideShop } from './divide.ts';
import { verifyClasses } from './verify.ts';

const house = await testHouse();
installReactions(reactions);

interface Buyer {
  name: string;
  branchId?: string;
  /** Yuan, or as much of another currency, for each of their purchases. */
  amount: number;
  times: number;
  currency?: string;
}

/** Everybody buys every third day of October 2026. */
async function sell(ctx: Ctx, buyers: readonly Buyer[]): Promise<string[]> {
  const ids = await createCustomersInBulk(
    ctx,
    buyers.map(({ name, branchId }) => ({ name, ...(branchId ? { branchId } : {}) })),
  );
  const orders = buyers.flatMap(({ amount, times, currency = 'CNY' }, at) =>
    Array.from({ length: times }, (_one, n) => {
      const day = `2026-10-${String(3 * n + 1).padStart(2, '0')}`;
      const totalMinor = BigInt(amount * 100);
      const placedAt = new Date(`${day}T04:00:00Z`);
      const order = { customerId: ids[at], source: 'till', externalId: `${ids[at]} ${n}`, placedAt, day, currency };
      return { ...order, totalMinor, state: 'placed', lines: [] } as unknown as ReadyOrder;
    }),
  );
  await writeOrders(ctx, orders, null);
  await refreshPurchases(
    ctx,
    orders.map(({ customerId, day }) => ({ customerId: customerId as string, day })),
  );
  return ids as string[];
}

/** `small` buys little and seldom, `large` much and often; twelve customers, one more step each. */
const people = (of: string, scale: number, more: Partial<Buyer> = {}): Buyer[] =>
  Array.from({ length: 12 }, (_one, n) => ({
    name: `${of}${n}`,
    amount: scale * (n + 1),
    times: 1 + (n % 6),
    ...more,
  }));

const ask = <T>(shop: Workspace, work: (ctx: Ctx) => Promise<T>) =>
  query(house.database, { ...asSystem(shop), locale: 'en' }, work);

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

const matrixOf = (shop: Workspace, branchId?: string) =>
  ask(shop, (ctx) => readDivision(ctx, { scheme: 'value-matrix', branchId }));
const countsIn = async (shop: Workspace, branchId?: string) =>
  Object.fromEntries((await matrixOf(shop, branchId)).cells.map(({ key, count }) => [key, count]));

describe('branches that are cut apart', () => {
  async function twoBranches() {
    const shop = await house.openWorkspace();
    return house.in(shop, async (ctx) => {
      const [market, village] = [await openBranch(ctx, { name: '市场店' }), await openBranch(ctx, { name: '乡下店' })];
      const rich = await sell(ctx, people('市', 100, { branchId: market.id }));
      const poor = await sell(ctx, people('乡', 1, { branchId: village.id }));
      await divideShop(ctx);
      return { shop, market: market.id, village: village.id, rich, poor };
    });
  }

  test('have their own best customers, each by the cuts of the own branch', async () => {
    const { shop, market, village, poor } = await twoBranches();
    expect((await countsIn(shop, village))['best']).toBe(0);
    await house.in(shop, (ctx) => changeSettings(ctx, { scheme: 'value-matrix', version: 0, apart: 'branch' }));
    await settle();
    expect(await countsIn(shop, village)).toEqual(await countsIn(shop, market));
    expect((await countsIn(shop, village))['best']).toBeGreaterThan(0);
    expect((await matrixOf(shop, village)).cuts).not.toEqual((await matrixOf(shop, market)).cuts);
    const { explanation } = await matrixOf(shop);
    expect(explanation?.steps?.filter(({ key }) => key === 'segments:explain.part')).toHaveLength(2);
    const all = await ask(shop, (ctx) => readClasses(ctx, poor[11] as string));
    const own = all.find(({ scheme }) => scheme === 'value-matrix');
    expect(own).toMatchObject({ key: 'best', explanation: { values: { averageCut: '¥7.33' } } });
    expect(await ask(shop, verifyClasses)).toEqual([]);
  });

  test('judge whoever comes over from another branch as one of their own, at once', async () => {
    const { shop, village, rich } = await twoBranches();
    await house.in(shop, (ctx) => changeSettings(ctx, { scheme: 'value-matrix', version: 0, apart: 'branch' }));
    await settle();
    const id = rich[5] as string;
    const classOf = async () =>
      (await ask(shop, (ctx) => readClasses(ctx, id))).find(({ scheme }) => scheme === 'value-matrix')?.key;
    const before = await classOf();
    await house.in(shop, (ctx) => changeCustomer(ctx, { id, branchId: village }));
    await settle();
    expect([before, await classOf()]).toEqual(['frequent', 'best']);
    expect(await ask(shop, verifyClasses)).toEqual([]);
  });

  test('are cut where the shop is while they have fewer than ten customers, and cuts set by hand count for all', async () => {
    const shop = await house.openWorkspace();
    const branch = await house.in(shop, async (ctx) => {
      const { id } = await openBranch(ctx, { name: '新店' });
      await sell(ctx, [...people('老', 100), ...people('新', 1, { branchId: id }).slice(0, 9)]);
      await divideShop(ctx);
      await changeSettings(ctx, { scheme: 'value-matrix', version: 0, apart: 'branch' });
      return id;
    });
    await settle();
    expect((await matrixOf(shop, branch)).cuts).toEqual((await matrixOf(shop)).cuts);
    await house.in(shop, (ctx) => sell(ctx, people('再', 1, { branchId: branch }).slice(0, 3)));
    await house.in(shop, divideShop);
    expect((await matrixOf(shop, branch)).cuts).not.toEqual((await matrixOf(shop)).cuts);
    const bounds = { frequency: ['3'], average: ['50'] };
    await house.in(shop, (ctx) => changeSettings(ctx, { scheme: 'value-matrix', version: 1, cutBy: 'fixed', bounds }));
    await settle();
    expect((await matrixOf(shop, branch)).cuts).toEqual((await matrixOf(shop)).cuts);
    expect(await ask(shop, verifyClasses)).toEqual([]);
  });
});

test('customers who pay in another currency are measured by those who pay in it, too', async () => {
  const shop = await house.openWorkspace();
  await house.in(shop, async (ctx) => {
    await ctx.db
      .insertInto('currency_rates')
      .values({ workspace_id: shop.id, currency: 'TWD', valid_from: '2026-01-01', rate: '0.22' })
      .execute();
    await sell(ctx, people('元', 100));
    await sell(ctx, people('台', 10, { currency: 'TWD' }));
    await divideShop(ctx);
    await changeSettings(ctx, { scheme: 'value-matrix', version: 0, apart: 'currency' });
  });
  await settle();
  const { explanation } = await matrixOf(shop);
  const parts = explanation?.steps?.filter(({ key }) => key === 'segments:explain.part');
  expect(parts?.map(({ values }) => values['name']).toSorted()).toEqual(['CNY', 'TWD']);
  const best = await ask(shop, (ctx) =>
    ctx.db
      .selectFrom('class_members')
      .select('part')
      .where('scheme', '=', 'value-matrix')
      .where('key', '=', 'best')
      .execute(),
  );
  expect(new Set(best.map(({ part }) => part))).toEqual(new Set(['CNY', 'TWD']));
  expect(await ask(shop, verifyClasses)).toEqual([]);
});
