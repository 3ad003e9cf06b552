import { beforeAll, describe, expect, test } from 'vitest';
import { draws } from '../../../../kits/retail/draws.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk, type NewCustomer } from '../../customers/index.ts';
import '../../customers/module.ts';
import { refreshPurchases, writeOrders, type ReadyOrder } from '../../orders/index.ts';
import { recordVisit } from '../../orders/visits.ts';
import '../../orders/module.ts';
import { readClasses } from '../insight.ts';
import { listMembers } from '../members.ts';
import { stabilityOf } from '../rules/stability.ts';
import { BUILT_IN } from '../rules/built-in.ts';
import { changeSettings } from '../schemes/settings.ts';
import { readDivision } from '../view.ts';
import { divideShop } from './divide.ts';
import { verifyClasses } from './verify.ts';

const house = await testHouse();

interface Bought {
  who: string;
  day: string;
  /** Yuan. */
  amount: number;
  category?: string;
  currency?: string;
}

let receipt = 0;
async function sell(ctx: Ctx, ids: Map<string, string>, bought: readonly Bought[]): Promise<void> {
  const orders = bought.map(({ who, day, amount, category, currency = 'CNY' }): ReadyOrder => {
    receipt += 1;
    const minor = BigInt(Math.round(amount * 100));
    const line = {
      sku: null,
      name: '茶',
      category: category ?? null,
      quantity: '1',
      unitPriceMinor: minor,
      discountMinor: 0n,
    };
    return {
      customerId: ids.get(who) as string,
      source: 'till',
      externalId: `T${receipt}`,
      placedAt: new Date(`${day}T04:00:00Z`),
      day,
      currency,
      totalMinor: minor,
      state: 'placed',
      lines: category ? [{ ...line, totalMinor: minor }] : [],
    } as ReadyOrder;
  });
  await writeOrders(ctx, orders, null);
  await refreshPurchases(
    ctx,
    orders.map(({ customerId, day }) => ({ customerId: customerId as string, day })),
  );
}

async function shopOf(bought: readonly Bought[], others: readonly NewCustomer[] = []) {
  const shop = await house.openWorkspace();
  const names = [...new Set(bought.map(({ who }) => who))];
  const ids = await house.in(shop, async (ctx) => {
    const created = await createCustomersInBulk(ctx, [...names.map((name) => ({ name })), ...others]);
    const known = new Map(
      [...names, ...others.map(({ name }) => name as string)].map((name, at) => [name, created[at] as string]),
    );
    await sell(ctx, known, bought);
    for (const { key, defaults } of BUILT_IN) {
      if (!defaults.active) await changeSettings(ctx, { scheme: key, version: 0, active: true });
    }
    await divideShop(ctx);
    return known;
  });
  return { shop, ids };
}

const ask = <T>(shop: Workspace, work: (ctx: Ctx) => Promise<T>) =>
  query(house.database, { ...asSystem(shop), locale: 'en' }, work);

async function classesBy(shop: Workspace, ids: Map<string, string>, scheme: string): Promise<Record<string, string>> {
  const rows = await ask(shop, (ctx) =>
    ctx.db.selectFrom('class_members').select(['customer_id', 'key']).where('scheme', '=', scheme).execute(),
  );
  const found = new Map(rows.map(({ customer_id, key }) => [customer_id, key]));
  return Object.fromEntries([...ids].map(([name, id]) => [name, found.get(id) ?? '']));
}

const TODAY = '2026-11-20';
const monthly = (who: string, amount: number, category?: string): Bought[] =>
  Array.from({ length: 12 }, (_one, n) => {
    const month = 11 - n > 0 ? 11 - n : 23 - n;
    const day = `${11 - n > 0 ? 2026 : 2025}-${String(month).padStart(2, '0')}-10`;
    return { who, day, amount, ...(category ? { category } : {}) };
  });

describe('a shop of known customers', () => {
  let shop: Workspace;
  let ids: Map<string, string>;
  beforeAll(async () => {
    ({ shop, ids } = await shopOf(
      [
        ...monthly('稳定大户', 1_000, '绿茶'),
        { who: '突击大户', day: '2026-03-01', amount: 9_000, category: '茶具' },
        { who: '突击大户', day: '2026-03-08', amount: 3_000, category: '茶具' },
        ...monthly('稳定小户', 20, '绿茶'),
        { who: '路人', day: TODAY, amount: 15, category: '茶点' },
      ],
      [
        { name: '想买的人', stage: 'prospect', phone: '13800000001', email: 'a@example.com' },
        { name: '只留了名字', stage: 'lead' },
      ],
    ));
    await house.in(shop, async (ctx) => {
      await recordVisit(ctx, { customerId: ids.get('想买的人') as string });
      await divideShop(ctx);
    });
  });

  test('has each of the four E-classes', async () => {
    expect(await classesBy(shop, ids, 'e-class')).toMatchObject({
      稳定大户: 'EI',
      突击大户: 'EII',
      稳定小户: 'EIII',
      路人: 'EIV',
    });
  });

  test('explains stability by its parts', async () => {
    const own = await ask(shop, (ctx) => readClasses(ctx, ids.get('突击大户') as string));
    const steps = own.find(({ scheme }) => scheme === 'e-class')?.explanation.steps;
    // Since March: nine months of which one, three quarters of which one.
    expect(steps).toContainEqual({
      key: 'segments:explain.tradedMonths',
      values: { months: 1, monthsKnown: 9, share: 0.11 },
    });
    expect(steps).toContainEqual({
      key: 'segments:explain.tradedQuarters',
      values: { quarters: 1, quartersKnown: 3, share: 0.33 },
    });
  });

  test('tells regular, irregular and occasional buyers', async () => {
    expect(await classesBy(shop, ids, 'buyer-kind')).toMatchObject({ 稳定小户: 'regular', 突击大户: 'occasional' });
  });

  test('divides by taste: favourites, and who buys a bit of everything', async () => {
    const { cells } = await ask(shop, (ctx) => readDivision(ctx, { scheme: 'preference' }));
    expect(cells.map(({ key, count }) => [key, count])).toEqual([
      ['绿茶', 2],
      ['茶具', 1],
      ['茶点', 1],
      ['*other', 0],
      ['*mixed', 0],
    ]);
    expect(cells[0]?.strategy).toContain('绿茶');
  });

  test('divides who has not bought by what they may bring and intend', async () => {
    expect(await classesBy(shop, ids, 'p-class')).toMatchObject({ 想买的人: 'PI', 只留了名字: 'PII', 路人: '' });
    const own = await ask(shop, (ctx) => readClasses(ctx, ids.get('想买的人') as string));
    expect(own).toMatchObject([{ scheme: 'p-class', key: 'PI' }]);
    const told = own[0]?.explanation.steps?.filter(({ key }) => key === 'segments:explain.signal');
    expect(told?.map(({ values }) => values['points'])).toEqual([25, 20, 15, 5]);
    const { items } = await ask(shop, (ctx) => listMembers(ctx, { scheme: 'p-class', key: 'PI', limit: 10 }));
    expect(items).toMatchObject([{ purchaseDays: 0, lastOn: null, values: { intention: 65 } }]);
  });

  test('takes weights of its own', async () => {
    await house.in(shop, async (ctx) => {
      await changeSettings(ctx, { scheme: 'p-class', version: 0, weights: { visited: 0, phone: 3 } });
      await divideShop(ctx);
    });
    const { settings } = await ask(shop, (ctx) => readDivision(ctx, { scheme: 'p-class' }));
    expect(settings.weights).toMatchObject({ visited: 0, phone: 3, interested: 20 });
    const { items } = await ask(shop, (ctx) => listMembers(ctx, { scheme: 'p-class', key: 'PI', limit: 10 }));
    expect(items).toMatchObject([{ values: { intention: 28 } }]);
  });

  test('gives a budget out of what a class brings, and says who looks after it', async () => {
    const { cells } = await ask(shop, (ctx) => readDivision(ctx, { scheme: 'e-class' }));
    expect(cells[0]).toMatchObject({
      key: 'EI',
      amount: { amount: '12000.00' },
      budgetPercent: 5,
      budget: { amount: '600.00' },
      role: 'owner',
      rhythmDays: 30,
    });
  });

  test('stops dividing by a scheme that is put aside, and nobody moved by that', async () => {
    await house.in(shop, (ctx) => changeSettings(ctx, { scheme: 'vip', version: 1, active: false }));
    const off = await ask(shop, (ctx) => readDivision(ctx, { scheme: 'vip' }));
    expect(off).toMatchObject({ missing: 'off', dividing: true });
    expect(await ask(shop, verifyClasses)).toEqual([]);
  });

  test('agrees with the facts in every scheme', async () => {
    await house.in(shop, divideShop);
    expect(await ask(shop, verifyClasses)).toEqual([]);
  });
});

describe('the pyramid', () => {
  test('parts a hundred customers into 1, 4, 15 and 80', async () => {
    const { shop } = await shopOf(
      Array.from({ length: 100 }, (_one, n) => ({ who: `客户${n}`, day: TODAY, amount: 10 + n })),
    );
    const { cells, explanation } = await ask(shop, (ctx) => readDivision(ctx, { scheme: 'pyramid' }));
    expect(cells.map(({ key, count }) => [key, count])).toEqual([
      ['top', 1],
      ['large', 4],
      ['middle', 15],
      ['small', 80],
      ['negative', 0],
    ]);
    expect(explanation?.steps?.map(({ key }) => key)).toContain('segments:explain.noCosts');
  });

  test('takes shares of one’s own, which must leave somebody below', async () => {
    const { shop } = await shopOf(
      Array.from({ length: 20 }, (_one, n) => ({ who: `客户${n}`, day: TODAY, amount: 10 + n })),
    );
    await house.in(shop, async (ctx) => {
      await changeSettings(ctx, { scheme: 'pyramid', version: 0, shares: [10, 20, 30] });
      await divideShop(ctx);
    });
    const { cells } = await ask(shop, (ctx) => readDivision(ctx, { scheme: 'pyramid' }));
    expect(cells.map(({ count }) => count)).toEqual([2, 4, 6, 8, 0]);
    for (const shares of [
      [10, 20],
      [50, 40, 10],
    ]) {
      const asked = house.in(shop, (ctx) => changeSettings(ctx, { scheme: 'pyramid', version: 1, shares }));
      await expect(asked).rejects.toMatchObject({ code: 'BAD_INPUT' });
    }
  });
});

describe('shops that tell little', () => {
  test.each<[string, Bought[], Record<string, string | null>]>([
    [
      'nobody bought',
      [],
      { 'value-matrix': 'purchases', rfm: 'purchases', pyramid: 'purchases', 'p-class': 'prospects' },
    ],
    [
      'one order',
      [{ who: '一', day: TODAY, amount: 5 }],
      { 'value-matrix': null, rfm: 'customers', 'e-class': null, consumption: 'alike', preference: 'categories' },
    ],
    [
      'all alike on one day',
      Array.from({ length: 40 }, (_one, n) => ({ who: `客${n}`, day: TODAY, amount: 8 })),
      { rfm: null, pyramid: 'alike', vip: 'alike', consumption: 'alike', 'e-class': null },
    ],
    [
      'only returns and nothing',
      [
        { who: '退货', day: TODAY, amount: -50 },
        { who: '零', day: TODAY, amount: 0 },
      ],
      { 'value-matrix': 'purchases', pyramid: 'purchases' },
    ],
    [
      'one huge customer among thirty',
      [
        { who: '巨', day: TODAY, amount: 9_999_999 },
        ...Array.from({ length: 29 }, (_one, n) => ({ who: `客${n}`, day: TODAY, amount: 10 + (n % 3) * 200 })),
      ],
      { rfm: null, consumption: null, pyramid: null },
    ],
    [
      'a currency without a rate',
      [
        { who: '外', day: TODAY, amount: 50, currency: 'USD' },
        { who: '内', day: TODAY, amount: 70 },
      ],
      { 'value-matrix': null, pyramid: null },
    ],
  ])('%s', async (_name, bought, expected) => {
    const { shop } = await shopOf(bought);
    for (const [scheme, missing] of Object.entries(expected)) {
      const division = await ask(shop, (ctx) => readDivision(ctx, { scheme }));
      expect([scheme, division.missing]).toEqual([scheme, missing]);
      expect(division.cells.every(({ share }) => Number.isFinite(share))).toBe(true);
    }
    expect(await ask(shop, verifyClasses)).toEqual([]);
  });

  test('who paid in a currency without a rate is in no class yet', async () => {
    const { shop, ids } = await shopOf([
      { who: '外', day: TODAY, amount: 50, currency: 'USD' },
      { who: '内', day: TODAY, amount: 70 },
    ]);
    expect((await classesBy(shop, ids, 'value-matrix'))['外']).toBe('');
  });
});

test('a made-up shop has the stability that the formula says', async () => {
  const draw = draws(77);
  const bought = Array.from({ length: 400 }, (_one, n) => ({
    who: `客${n < 60 ? n : draw.below(60)}`,
    day: addDays('2025-06-01', draw.below(530)),
    amount: 1 + draw.below(900),
  }));
  const { shop, ids } = await shopOf(bought);
  const rows = await ask(shop, (ctx) =>
    ctx.db.selectFrom('class_members').select(['customer_id', 'v2']).where('scheme', '=', 'e-class').execute(),
  );
  const found = new Map(rows.map(({ customer_id, v2 }) => [customer_id, v2]));
  expect(found.size).toBeGreaterThan(50);
  for (const [name, id] of ids) {
    const expected = stabilityByHand(bought, name);
    if (expected === null) expect(found.has(id)).toBe(false);
    else expect(found.get(id)).toBeCloseTo(expected, 6);
  }
});

/** Days, months and quarters counted one by one. */
function stabilityByHand(all: readonly Bought[], who: string): number | null {
  const newest = all
    .map(({ day }) => day)
    .sort()
    .at(-1) as string;
  const number = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const back = (day: string) => number(newest) - number(day);
  const own = all.filter((one) => one.who === who);
  const days = new Map<string, number>();
  for (const { day, amount } of own) if (back(day) < 12) days.set(day, (days.get(day) ?? 0) + amount * 100);
  if (days.size === 0) return null;
  const quarters = new Map<number, number>();
  for (const [day, minor] of days) {
    const quarter = Math.floor(back(day) / 3);
    quarters.set(quarter, (quarters.get(quarter) ?? 0) + minor);
  }
  const first = own.map(({ day }) => day).sort()[0] as string;
  const monthsKnown = Math.max(6, Math.min(12, back(first) + 1));
  const squares = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value ** 2, 0);
  return stabilityOf({
    days: days.size,
    money: [...days.values()].reduce((sum, minor) => sum + minor, 0),
    months: new Set([...days.keys()].map(back)).size,
    quarters: quarters.size,
    monthsKnown,
    quartersKnown: Math.ceil(monthsKnown / 3),
    quarterSquares: squares(quarters.values()),
    daySquares: squares(days.values()),
  }).points;
}
