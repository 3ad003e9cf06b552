import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../maths/calendar.ts';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { asSystem, query } from '../../kernel/enter.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { createCustomersInBulk } from '../customers/index.ts';
import '../customers/module.ts';
import { recordOrder } from '../orders/index.ts';
import '../orders/module.ts';
import { deliverDue } from '../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../kernel/outbox.ts';
import { divideShop } from './engine/divide.ts';
import { verifyClasses } from './engine/verify.ts';
import { readClasses } from './insight.ts';
import { listMembers } from './members.ts';
import { segmentsModule } from './module.ts';
import { readMonths } from './migration/months.ts';
import { changeSettings } from './schemes/settings.ts';
import { readDivision } from './view.ts';

const house = await testHouse();
let shop: Workspace;
const people = new Map<string, string>();

beforeAll(async () => {
  installReactions(segmentsModule.reactions ?? []);
  shop = await house.openWorkspace();
  await house.in(shop, async (ctx) => {
    await visits(ctx, '林小姐', 8, 300);
    await visits(ctx, '张老板', 8, 20);
    await visits(ctx, '王太太', 1, 500);
    await visits(ctx, '路人', 1, 10);
    await divideShop(ctx);
  });
});

afterAll(() => installReactions([]));

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

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

const read = () =>
  query(house.database, { ...asSystem(shop), locale: 'en' }, (ctx) => readDivision(ctx, { scheme: 'value-matrix' }));

function classes(): Promise<Record<string, string>> {
  return query(house.database, asSystem(shop), async (ctx) => {
    const rows = await ctx.db
      .selectFrom('class_members')
      .select(['customer_id', 'key'])
      .where('scheme', '=', 'value-matrix')
      .execute();
    return Object.fromEntries(
      [...people].map(([name, id]) => [name, rows.find((r) => r.customer_id === id)?.key ?? '']),
    );
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

describe('the screen of classes', () => {
  test('tells each class with its customers, money, share and moves', async () => {
    const { cells, cuts, count, missing, explanation } = await read();
    expect({ count, missing }).toEqual({ count: 4, missing: null });
    expect(cells.map(({ key, name, count: customers }) => [key, name, customers])).toEqual([
      ['spender', 'Spenders', 1],
      ['best', 'Best', 1],
      ['uncertain', 'Uncertain', 0],
      ['frequent', 'Frequent', 2],
    ]);
    expect(cells.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
    expect(cells[3]).toMatchObject({ entered: 1, left: 0 });
    expect(cells[2]).toMatchObject({ entered: 0, left: 1 });
    expect(cuts?.frequency).toBeCloseTo(27 / 4, 10);
    expect(explanation?.steps?.[0]).toMatchObject({ values: { days: 27, buyers: 4, frequency: 6.8 } });
  });

  test('lists the customers of a class page by page, those who brought most first', async () => {
    const asked = { scheme: 'value-matrix', key: 'frequent', limit: 1 } as const;
    const first = await query(house.database, asSystem(shop), (ctx) => listMembers(ctx, asked));
    expect(first.items).toMatchObject([
      { customer: { name: '张老板' }, purchaseDays: 8, amount: { amount: '160.00' } },
    ]);
    const cursor = first.nextCursor ?? undefined;
    const second = await query(house.database, asSystem(shop), (ctx) => listMembers(ctx, { ...asked, cursor }));
    expect(second.items.map(({ customer }) => customer.name)).toEqual(['路人']);
    expect(second.nextCursor).toBeNull();
  });

  test('refuses a class that does not exist', async () => {
    const asked = query(house.database, asSystem(shop), (ctx) =>
      listMembers(ctx, { scheme: 'rfm', key: 'best', limit: 10 }),
    );
    await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('counts the months backwards from today', async () => {
    const { months } = await query(house.database, asSystem(shop), (ctx) =>
      readMonths(ctx, { scheme: 'value-matrix', months: 12 }),
    );
    expect(months).toHaveLength(1);
    expect(months[0]?.cells.find(({ key }) => key === 'frequent')).toEqual({
      key: 'frequent',
      count: 2,
      entered: 1,
      left: 0,
    });
  });

  test('explains one customer', async () => {
    const own = await query(house.database, { ...asSystem(shop), locale: 'en' }, (ctx) =>
      readClasses(ctx, people.get('王太太') as string),
    );
    expect(own[0]).toMatchObject({ scheme: 'value-matrix', key: 'spender', explanation: { values: { days: 1 } } });
    expect(own.map(({ scheme }) => scheme)).toEqual(['value-matrix', 'e-class', 'pyramid']);
  });
});

describe('the settings', () => {
  test('divide the shop anew at the shop’s own cuts', async () => {
    const fixed = { cutBy: 'fixed' as const, bounds: { frequency: ['9'], average: ['100.00'] } };
    const { version } = await house.in(shop, (ctx) =>
      changeSettings(ctx, { scheme: 'value-matrix', version: 0, ...fixed }),
    );
    expect(version).toBe(1);
    expect((await read()).dividing).toBe(true);
    await settle();
    expect((await read()).dividing).toBe(false);
    expect(await classes()).toEqual({ 林小姐: 'spender', 张老板: 'uncertain', 王太太: 'spender', 路人: 'frequent' });
  });

  test('divide it at a percentile', async () => {
    const seen = await house.in(shop, (ctx) =>
      changeSettings(ctx, { scheme: 'value-matrix', version: 1, cutBy: 'percentile', percent: 75 }),
    );
    expect(seen).toMatchObject({ version: 2, percent: 75 });
    await settle();
    // 8, 8, 1 and 10 purchase days: three quarters lie below 8.5.
    expect((await read()).cuts?.frequency).toBeCloseTo(8.5, 10);
    await house.in(shop, (ctx) => changeSettings(ctx, { scheme: 'value-matrix', version: 2, cutBy: 'fixed' }));
    await settle();
  });

  test('keep the workspace’s own playbook, and give the standard one back', async () => {
    const own = { strategy: '每月请喝一次茶', playbook: ['先打电话'] };
    await house.in(shop, (ctx) =>
      changeSettings(ctx, { scheme: 'value-matrix', version: 3, playbooks: { best: own } }),
    );
    expect((await read()).cells[1]).toMatchObject({ ...own, ownWords: true });
    await house.in(shop, (ctx) =>
      changeSettings(ctx, { scheme: 'value-matrix', version: 4, playbooks: { best: null } }),
    );
    expect((await read()).cells[1]).toMatchObject({ ownWords: false });
  });

  test.each([
    ['an old version', { version: 0, periodMonths: 6 }, 'STALE'],
    ['a way of cutting that the scheme lacks', { version: 5, cutBy: 'rank' as const }, 'BAD_INPUT'],
    ['a class that does not exist', { version: 5, playbooks: { kings: null } }, 'BAD_INPUT'],
    ['a cut of nothing', { version: 5, bounds: { average: ['0'] } }, 'BAD_INPUT'],
    ['a cut of what the scheme does not measure', { version: 5, bounds: { stability: ['50'] } }, 'BAD_INPUT'],
    ['a percentile without a figure', { version: 5, cutBy: 'percentile' as const, percent: null }, 'BAD_INPUT'],
    ['own cuts without figures', { version: 5, bounds: { frequency: [] } }, 'BAD_INPUT'],
  ])('refuse %s', async (_, change, code) => {
    const asked = house.in(shop, (ctx) => changeSettings(ctx, { scheme: 'value-matrix', ...change }));
    await expect(asked).rejects.toMatchObject({ code });
  });

  test('let a purchase move its customer at once', async () => {
    await house.in(shop, (ctx) => buy(ctx, '王太太', 500, addDays(ctx.today, -2)));
    await settle();
    expect(await query(house.database, asSystem(shop), verifyClasses)).toEqual([]);
  });
});
