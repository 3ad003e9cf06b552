import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays, addMonths, startOfMonth } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import '../../customers/module.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordOrder, refreshPurchases } from '../../orders/index.ts';
import '../../orders/module.ts';
import { readCohorts } from '../cohorts/read-cohorts.ts';
import { bookCost, takeCostBack } from '../costs/book.ts';
import { changeEconomics } from '../costs/economics.ts';
import { listCosts } from '../costs/list.ts';
import { verifyMonths } from '../index.ts';
import { retentionModule } from '../module.ts';
import { passNight, startRefresh } from '../refresh.ts';
import { listLost } from '../win-back/list.ts';
import { readBucket } from './read-bucket.ts';

const house = await testHouse();
let shop: Workspace;
let today: string;
let month: (ago: number) => string;

beforeAll(async () => {
  installReactions(retentionModule.reactions ?? []);
  shop = await house.openWorkspace();
  today = await house.in(shop, async (ctx) => ctx.today);
  month = (ago) => addMonths(startOfMonth(today), -ago);
  // Thirty-six came a year and a half ago and once a month since; four of them stopped fourteen months ago, two of these came back.
  await house.in(shop, async (ctx) => {
    for (let n = 0; n < 36; n += 1) {
      const last = n < 4 ? 14 : 1;
      const days = Array.from({ length: 18 - last + 1 }, (_, k) => addDays(month(18 - k), n % 20));
      if (n < 2) days.push(addDays(month(2), 3));
      await customer(ctx, `熟客${n}`, days, n % 2 === 0 ? '路过' : '朋友介绍');
    }
    for (let n = 0; n < 6; n += 1) await customer(ctx, `新客${n}`, [addDays(month(3), n)], '小红书');
  });
  await settle();
  await house.in(shop, startRefresh);
  await settle();
});
afterAll(() => installReactions([]));

async function customer(ctx: Ctx, name: string, days: readonly string[], source: string): Promise<void> {
  const [id] = await createCustomersInBulk(ctx, [{ name, source }]);
  const customerId = id as string;
  const order = (day: string) => ({
    workspace_id: ctx.workspace.id,
    id: newId(),
    customer_id: customerId,
    source: 'till',
    external_id: newId(),
    placed_at: new Date(`${day}T04:00:00Z`),
    day,
    currency: 'CNY',
    total_minor: 10_000n,
    total_base_minor: 10_000n,
  });
  await ctx.db.insertInto('orders').values(days.map(order)).execute();
  await refreshPurchases(
    ctx,
    days.map((day) => ({ customerId, day })),
  );
}

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

const look = <T>(work: (ctx: Ctx) => Promise<T>) => query(house.database, { ...asSystem(shop), locale: 'en' }, work);
const cny = (amount: string) => ({ amount, currency: 'CNY' });

describe('the leaky bucket', () => {
  test('counts new, kept, reactivated and lost customers per month by one stated rule', async () => {
    const { months, lostAfterDays, warnings } = await look((ctx) => readBucket(ctx, { months: 36 }));
    expect([lostAfterDays, warnings]).toEqual([203, ['few']]);
    const at = (ago: number) => months.find((one) => one.month === month(ago));
    expect(at(18)).toMatchObject({ start: 0, new: { customers: 36, money: cny('3600.00') }, kept: { customers: 0 } });
    expect(at(10)).toMatchObject({ start: 36, kept: { customers: 32 }, lost: { customers: 0 } });
    // The last days of the four lie fourteen months ago; 203 days later they were lost.
    const lost = months.filter((one) => one.lost.customers > 0);
    expect(lost.reduce((sum, one) => sum + one.lost.customers, 0)).toBe(4);
    expect(at(3)).toMatchObject({ new: { customers: 6 } });
    expect(at(2)).toMatchObject({ back: { customers: 2, money: cny('200.00') } });
    expect(months.at(-1)).toMatchObject({ complete: false, start: 36 - 4 + 2 + 6 });
    expect(await look(verifyMonths)).toEqual([]);
  });

  test('follows one order, and a night, without being computed anew', async () => {
    const before = await look((ctx) => readBucket(ctx, { months: 3 }));
    await house.in(shop, async (ctx) => {
      const placedAt = `${ctx.today}T00:00:01+08:00`;
      const newcomer = { name: '今天来的', source: '路过' };
      await recordOrder(ctx, { source: 'till', lines: [], total: '100.00', customer: newcomer, placedAt });
    });
    await settle();
    const after = await look((ctx) => readBucket(ctx, { months: 3 }));
    expect(after.months.at(-1)?.new.customers).toBe((before.months.at(-1)?.new.customers ?? 0) + 1);
    await house.in(shop, passNight);
    await settle();
    expect(await look((ctx) => readBucket(ctx, { months: 3 }))).toEqual(after);
    expect(await look(verifyMonths)).toEqual([]);
  });

  test('sets what winning and keeping cost beside it, and corrections count', async () => {
    const day = addDays(month(3), 5);
    await house.in(shop, (ctx) => bookCost(ctx, { purpose: 'winning', kind: 'advert', day, amount: cny('1500.00') }));
    const wrong = await house.in(shop, (ctx) =>
      bookCost(ctx, { purpose: 'keeping', kind: 'gift', day, amount: cny('99999.00') }),
    );
    await house.in(shop, (ctx) =>
      bookCost(ctx, { purpose: 'keeping', kind: 'visit', day, hours: 12.5, hourRate: cny('80.00') }),
    );
    await house.in(shop, (ctx) => takeCostBack(ctx, { id: wrong.id }));
    await expect(house.in(shop, (ctx) => takeCostBack(ctx, { id: wrong.id }))).rejects.toMatchObject({
      code: 'COST_TAKEN_BACK',
    });
    const { year } = await look((ctx) => readBucket(ctx, { months: 12, gift: 60 }));
    expect(year).toMatchObject({
      months: 12,
      new: { customers: 6 },
      winning: cny('1500.00'),
      keeping: cny('1000.00'),
      winningPerNew: { money: cny('250.00') },
    });
    const active = year?.keepingPerKept?.explanation.values['customers'] as number;
    expect(active).toBeGreaterThan(30);
    expect(active).toBeLessThan(42);
    expect(year?.churn?.value).toBeCloseTo(4 / 36, 2);
    await house.in(shop, (ctx) => changeEconomics(ctx, { marginPercent: 50, version: 0 }));
    const halved = await look((ctx) => readBucket(ctx, { months: 12, gift: 60 }));
    expect(Number(halved.year?.onePoint?.money.amount)).toBeCloseTo(Number(year?.onePoint?.money.amount) / 2, 1);
    expect(halved.year?.breakEven?.value).toBeGreaterThan(year?.breakEven?.value ?? 0);
    const { items } = await look((ctx) => listCosts(ctx, { limit: 10 }));
    expect(items.map(({ takenBack, takesBack }) => [takenBack, takesBack])).toContainEqual([true, false]);
  });

  test.each([
    [{ amount: cny('0.00') }, 'COST_AMOUNT_UNFIT'],
    [{ amount: cny('-5.00') }, 'COST_AMOUNT_UNFIT'],
    [{ hours: 3 }, 'COST_AMOUNT_UNFIT'],
    [{ amount: cny('5.00'), hours: 1, hourRate: cny('5.00') }, 'COST_AMOUNT_UNFIT'],
    [{ amount: { amount: '5.50', currency: 'JPY' } }, 'COST_AMOUNT_UNFIT'],
    [{ amount: { amount: '500', currency: 'JPY' } }, 'COST_RATE_UNKNOWN'],
    [{ amount: cny('5.00'), day: '2099-01-01' }, 'COST_DAY_UNFIT'],
  ])('refuses the cost %j with %s', async (given, code) => {
    await expect(
      house.in(shop, (ctx) => bookCost(ctx, { purpose: 'winning', kind: 'other', day: ctx.today, ...given })),
    ).rejects.toMatchObject({ code });
  });
});

test('winning back begins with whom a year brought most, at the chance that the shop has seen', async () => {
  const { items, count } = await look((ctx) => listLost(ctx, { limit: 1 }));
  expect(count.value).toBe(2);
  const [first] = items;
  expect(first?.chance).toBeGreaterThan(0.05);
  expect(first?.explanation.steps?.[0]?.key).toBe('retention:winBack.explain.others');
  expect(Number(first?.expected.amount)).toBeCloseTo(Number(first?.perYear.amount) * (first?.chance ?? 0), 1);
  const all = await look((ctx) => listLost(ctx, { limit: 9 }));
  expect(all.items.map(({ customer, plan }) => [customer.name, plan])).toEqual(
    expect.arrayContaining([
      ['熟客2', null],
      ['熟客3', null],
    ]),
  );
});

test('a half-year that still runs promises nothing: who came back early in it is known, who stays away is not', async () => {
  const other = await house.openWorkspace();
  await house.in(other, async (ctx) => {
    const bought = Array.from({ length: 6 }, (_, k) => addDays(ctx.today, -(390 - 30 * k)));
    for (const name of ['再没来', '回来了']) {
      await customer(ctx, name, name === '回来了' ? [...bought, addDays(ctx.today, -1)] : bought, '路过');
    }
  });
  await house.in(other, startRefresh);
  await settle();
  const { items } = await query(house.database, asSystem(other), (ctx) => listLost(ctx, { limit: 9 }));
  expect(items).toMatchObject([
    {
      customer: { name: '再没来' },
      chance: 0.05,
      explanation: { steps: [{ key: 'retention:winBack.explain.guess' }] },
    },
  ]);
});

describe('a young shop that grows', () => {
  test('loses at most those it had: whoever came later is no loss of theirs', async () => {
    const young = await house.openWorkspace();
    await house.in(young, async (ctx) => {
      const first = startOfMonth(ctx.today);
      for (let n = 0; n < 3; n += 1) await customer(ctx, `老客${n}`, [addDays(addMonths(first, -13), n)], '路过');
      for (let n = 0; n < 20; n += 1) await customer(ctx, `过客${n}`, [addDays(addMonths(first, -11), n)], '小红书');
      await customer(ctx, '今天来的', [ctx.today], '路过');
    });
    await house.in(young, startRefresh);
    await settle();
    const { year } = await query(house.database, asSystem(young), (ctx) => readBucket(ctx, { months: 12 }));
    expect(year?.lost.customers).toBe(23);
    expect(year?.churn?.value).toBe(1);
  });
});

describe('cohorts', () => {
  test('show who came back, by month and by source, and how long customers stay', async () => {
    const byMonth = await look((ctx) => readCohorts(ctx, { by: 'month' }));
    const first = byMonth.rows.find(({ key }) => key === month(18));
    expect(first).toMatchObject({ customers: 36 });
    expect(first?.cells[0]).toMatchObject({ age: 1, customers: 36, of: 36, share: 1, complete: true });
    expect(first?.cells.find(({ age }) => age === 10)).toMatchObject({ customers: 32, of: 36 });
    const bySource = await look((ctx) => readCohorts(ctx, { by: 'source' }));
    expect(bySource.rows.map(({ key, customers }) => [key, customers])).toEqual([
      ['路过', 19],
      ['朋友介绍', 18],
      ['小红书', 6],
    ]);
    expect(byMonth.survival.at(-1)?.share).toBeCloseTo(32 / 36, 1);
    expect(byMonth.medianMonths).toBeNull();
    expect(byMonth.ladder[0]).toMatchObject({ from: 1, went: 36, of: 36 });
  });

  test('of a shop that has just begun say that it is too little', async () => {
    const young = await house.openWorkspace();
    const empty = await query(house.database, asSystem(young), (ctx) => readCohorts(ctx, { by: 'month' }));
    expect(empty).toMatchObject({ tooFew: true, rows: [], survival: [] });
    await house.in(young, async (ctx) => {
      for (let n = 0; n < 40; n += 1) await customer(ctx, `第一天${n}`, [ctx.today], '路过');
    });
    await house.in(young, startRefresh);
    await settle();
    expect(await query(house.database, asSystem(young), (ctx) => readCohorts(ctx, { by: 'month' }))).toMatchObject({
      tooFew: true,
      rows: [],
    });
    const bucket = await query(house.database, asSystem(young), (ctx) => readBucket(ctx, { months: 12 }));
    expect(bucket).toMatchObject({ warnings: ['one_day', 'few'], year: null });
  });
});
