import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays, addMonths, startOfMonth } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import '../../customers/module.ts';
import { refreshPurchases, writeOrders } from '../../orders/index.ts';
import '../../orders/module.ts';
import { readFlows } from '../migration/flows.ts';
import { readMonths } from '../migration/months.ts';
import { segmentsModule } from '../module.ts';
import { changeSettings } from '../schemes/settings.ts';
import { divideShop } from './divide.ts';
import { tellPastAfter } from './past.ts';

const house = await testHouse();
let shop: Workspace;
const people = new Map<string, string>();
let receipt = 0;

/** Of the month so many months ago. */
const monthDay = (ctx: Ctx, ago: number, day: number) => addDays(addMonths(startOfMonth(ctx.today), -ago), day - 1);

async function sell(ctx: Ctx, name: string, amount: number, days: readonly string[]): Promise<void> {
  const [made] = people.has(name) ? [people.get(name)] : await createCustomersInBulk(ctx, [{ name }]);
  const customerId = made as string;
  people.set(name, customerId);
  const orders = days.map((day) => {
    receipt += 1;
    const placedAt = new Date(`${day}T04:00:00Z`);
    const totalMinor = BigInt(amount * 100);
    return { customerId, source: 'till', externalId: `T${receipt}`, placedAt, day, currency: 'CNY', totalMinor };
  });
  await writeOrders(
    ctx,
    orders.map((order) => ({ ...order, state: 'placed' as const, lines: [] })),
    null,
  );
  await refreshPurchases(
    ctx,
    days.map((day) => ({ customerId, day })),
  );
}

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

const ask = <T>(work: (ctx: Ctx) => Promise<T>) => query(house.database, { ...asSystem(shop), locale: 'en' }, work);
const months = () => ask((ctx) => readMonths(ctx, { scheme: 'value-matrix', months: 12 }));
const movesOf = (name: string) =>
  ask((ctx) =>
    ctx.db
      .selectFrom('class_past_moves')
      .select(['day', 'from_key', 'to_key'])
      .where('customer_id', '=', people.get(name) as string)
      .where('scheme', '=', 'value-matrix')
      .orderBy('day')
      .execute(),
  );

beforeAll(async () => {
  installReactions(segmentsModule.reactions ?? []);
  shop = await house.openWorkspace();
  await house.in(shop, async (ctx) => {
    const monthly = (from: number, until: number) =>
      Array.from({ length: from - until + 1 }, (_one, n) => monthDay(ctx, from - n, 5));
    await sell(ctx, '老客', 100, monthly(8, 1));
    await sell(ctx, '阔客', 900, [monthDay(ctx, 8, 9)]);
    // Seldom at first, often and much since four months.
    await sell(ctx, '升客', 20, [monthDay(ctx, 8, 12)]);
    await sell(
      ctx,
      '升客',
      800,
      [4, 3, 2, 1].flatMap((ago) => [3, 10, 17].map((day) => monthDay(ctx, ago, day))),
    );
    await divideShop(ctx);
  });
  await settle();
});

afterAll(() => installReactions([]));

describe('a shop that brings its receipts along', () => {
  test('is told month by month who was where, back to its first sale', async () => {
    const told = (await months()).months;
    expect(told).toHaveLength(9);
    expect(told.map(({ cells }) => cells.reduce((sum, { count }) => sum + count, 0))).toEqual(Array(9).fill(3));
    const { from, flows } = await ask((ctx) => readFlows(ctx, { scheme: 'value-matrix', months: 12 }));
    expect(from).toBe(told.at(-1)?.month);
    expect(flows.some(({ direction, from: before }) => direction === 1 || before === null)).toBe(true);
  });

  test('sees who rose on the day of the purchase that raised them', async () => {
    const moves = await movesOf('升客');
    expect(moves[0]).toMatchObject({ from_key: null, to_key: 'frequent' });
    expect(moves[0]?.day.slice(8)).toBe('12');
    const risen = moves.find(({ to_key: to }) => to === 'best');
    expect(risen?.day.slice(8)).toBe('17');
    expect(new Set(moves.map(({ day }) => day.slice(0, 7))).size).toBe(moves.length);
  });

  test('tells it anew when older sales come in, and not for those of the last weeks', async () => {
    const before = await movesOf('老客');
    await house.in(shop, (ctx) => sell(ctx, '老客', 100, [monthDay(ctx, 11, 5), monthDay(ctx, 10, 5)]));
    await house.in(shop, async (ctx) => {
      await divideShop(ctx);
      await tellPastAfter(ctx, null);
    });
    await settle();
    expect((await months()).months).toHaveLength(12);
    expect((await movesOf('老客')).length).toBeGreaterThanOrEqual(before.length);
  });

  test('keeps noting what happens from then on', async () => {
    await house.in(shop, async (ctx) => {
      await sell(ctx, '新客', 60, [ctx.today]);
      await divideShop(ctx);
    });
    const [now] = (await months()).months;
    expect(now?.cells.reduce((sum, { entered }) => sum + entered, 0)).toBeGreaterThanOrEqual(1);
    expect(now?.cells.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });

  test('has no past any more in a way of dividing that it puts aside', async () => {
    await house.in(shop, (ctx) => changeSettings(ctx, { scheme: 'pyramid', version: 0, active: false }));
    await settle();
    const left = await ask((ctx) =>
      ctx.db.selectFrom('class_pasts').select('scheme').where('scheme', '=', 'pyramid').execute(),
    );
    expect(left).toEqual([]);
  });
});
