import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import '../../customers/module.ts';
import { recordOrder, refreshPurchases, writeOrders, type ReadyOrder } from '../../orders/index.ts';
import '../../orders/module.ts';
import type { LateFacts } from '../alert-facts.ts';
import { changeEconomics } from '../costs/economics.ts';
import { retentionModule } from '../module.ts';
import { startRefresh } from '../refresh.ts';
import { readForecast } from './forecast.ts';
import { predictionInsight } from './insight.ts';
import { listPredictions } from './list.ts';
import { predictShop, readRun } from './run.ts';
import { changeSettings, readSettings } from './settings.ts';

const house = await testHouse();

beforeAll(() => installReactions(retentionModule.reactions ?? []));
afterAll(() => installReactions([]));

interface Person {
  name: string;
  /** Days ago. */
  bought: number[];
  minor?: number;
}

/** Regulars every two weeks, of whom some stopped; people who come now and then; many who came once. */
function teaShop(size: number): Person[] {
  return Array.from({ length: size }, (_, n) => {
    const gap = n % 3 === 0 ? 14 + (n % 9) : 30 + (n % 40);
    const since = 60 + ((n * 37) % 500);
    const stopped = n % 4 === 1 ? Math.floor(since / 2) : 1 + (n % 10);
    const once = n % 5 === 2;
    const bought = once ? [since] : range(stopped, since, gap).map((day, i) => day + ((n + i) % 3));
    return { name: `客户${n}`, bought, minor: 5_000 + ((n * 997) % 9_000) };
  });
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.max(1, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
}

async function fill(workspace: Workspace, people: readonly Person[]): Promise<string[]> {
  const ids = await house.in(workspace, async (ctx) => {
    const made = await createCustomersInBulk(
      ctx,
      people.map(({ name }) => ({ name })),
    );
    const orders = people.flatMap(({ bought, minor = 8_000 }, n) =>
      bought.map((ago, i): ReadyOrder =>
        orderOf(ctx, made[n] as string, `${n}.${i}`, ago, minor + ((i * 331) % 2_000)),
      ),
    );
    await writeOrders(ctx, orders, null);
    await refreshPurchases(
      ctx,
      orders.map(({ customerId, day }) => ({ customerId: customerId as string, day })),
    );
    return made;
  });
  await house.in(workspace, startRefresh);
  await settle();
  return ids;
}

function orderOf(ctx: Ctx, customerId: string, number: string, ago: number, minor: number): ReadyOrder {
  const day = addDays(ctx.today, -ago);
  const line = { sku: 'T', name: 'tea', category: null, quantity: '1', discountMinor: 0n };
  return {
    customerId,
    source: 'till',
    externalId: number,
    placedAt: new Date(`${day}T04:00:00Z`),
    day,
    currency: 'CNY',
    totalMinor: BigInt(minor),
    state: 'placed',
    lines: [{ ...line, unitPriceMinor: BigInt(minor), totalMinor: BigInt(minor) }],
  };
}

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

function ask<T>(workspace: Workspace, work: (ctx: Ctx) => Promise<T>, actor = asSystem(workspace).actor): Promise<T> {
  return query(house.database, { workspace, actor, locale: 'en' }, work);
}

const first = { limit: 50, weeks: 13, sort: '-value52' } as const;

describe('a tea shop of 240 customers', () => {
  let shop: Workspace;
  let ids: string[];
  beforeAll(async () => {
    shop = await house.openWorkspace();
    ids = await fill(shop, teaShop(240));
  });

  test('is told what each customer will probably do, the most valuable first', async () => {
    const page = await ask(shop, (ctx) => listPredictions(ctx, first));
    expect(page).toMatchObject({ unavailable: null, count: { value: 240, exact: true } });
    expect(page.items).toHaveLength(50);
    const values = page.items.map(({ value52 }) => Number(value52.amount));
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    for (const one of page.items) {
      expect(one.pBuysLow).toBeLessThanOrEqual(one.pBuys);
      expect(one.pBuys).toBeLessThanOrEqual(one.pBuysHigh);
      expect(one.pBuysHigh).toBeLessThanOrEqual(1);
      expect(one.expectedOrders).toBeGreaterThanOrEqual(one.pBuys - 1e-6);
      expect(one.expectedOrders52).toBeGreaterThanOrEqual(one.expectedOrders);
      expect(Number(one.value52Low.amount)).toBeLessThanOrEqual(Number(one.value52.amount));
    }
  });

  test('every customer is on just one page, by value and by chance, upwards and downwards', async () => {
    for (const sort of ['-value52', 'value52', '-pBuys', 'pBuys'] as const) {
      const seen: string[] = [];
      for (let cursor: string | undefined, more = true; more;) {
        const page = await ask(shop, (ctx) => listPredictions(ctx, { ...first, limit: 70, sort, cursor }));
        seen.push(...page.items.map(({ customerId }) => customerId));
        more = page.nextCursor !== null;
        cursor = page.nextCursor ?? undefined;
      }
      expect(new Set(seen).size).toBe(240);
      expect(seen).toHaveLength(240);
    }
  });

  test('the chance grows with the weeks that are asked for', async () => {
    const chanceOf = async (weeks: number) => {
      const { items } = await ask(shop, (ctx) => listPredictions(ctx, { ...first, weeks, limit: 200 }));
      return new Map(items.map(({ customerId, pBuys }) => [customerId, pBuys]));
    };
    const [month, quarter, year] = [await chanceOf(4), await chanceOf(13), await chanceOf(52)];
    for (const [id, chance] of quarter) {
      expect(month.get(id)).toBeLessThanOrEqual(chance);
      expect(year.get(id)).toBeGreaterThanOrEqual(chance);
    }
  });

  test('a cursor of nobody, or of another list, begins again; a mangled one is refused', async () => {
    const strange = Buffer.from('["x","y"]').toString('base64url');
    const page = await ask(shop, (ctx) => listPredictions(ctx, { ...first, cursor: strange }));
    expect(page.items).toHaveLength(50);
    await expect(ask(shop, (ctx) => listPredictions(ctx, { ...first, cursor: '%%' }))).rejects.toThrow('BAD_INPUT');
  });

  test('a colleague sees only customers in their care, and not the forecast of all', async () => {
    const clerk = actorWith({ 'customers.read': 'own', 'retention.read': 'all' });
    const page = await ask(shop, (ctx) => listPredictions(ctx, first), clerk);
    expect(page).toMatchObject({ items: [], count: { value: 0 } });
    const forecast = await ask(shop, readForecast, clerk);
    expect(forecast).toMatchObject({ months: [], unavailable: expect.stringContaining('your role') });
  });

  test('the forecast covers twelve months, and says how earlier ones fared', async () => {
    const forecast = await ask(shop, readForecast);
    expect(forecast).toMatchObject({ unavailable: null, customers: 240 });
    expect(forecast.months).toHaveLength(12);
    for (const month of forecast.months) {
      expect(month.ordersLow).toBeLessThanOrEqual(month.orders);
      expect(month.orders).toBeLessThanOrEqual(month.ordersHigh);
    }
    expect(forecast.before.length).toBeGreaterThan(3);
    expect(forecast.before.at(-1)).toMatchObject({ running: true, afterwards: true });
    expect(forecast.before.some(({ cameOrders }) => cameOrders > 0)).toBe(true);
    expect(forecast.card?.sentences.length).toBeGreaterThan(3);
    expect(forecast.notes.map(({ key }) => key)).toContain('retention:predictions.note.no-season');
  });

  test('after a purchase its customer alone is scored anew', async () => {
    const id = ids[1] as string;
    const scores = () =>
      house.database
        .reader(shop.id)
        .selectFrom('retention_predictions')
        .select(['customer_id', 'p_buys', 'value_52_minor'])
        .orderBy('customer_id')
        .execute();
    const before = await scores();
    await house.in(shop, (ctx) =>
      recordOrder(ctx, {
        source: 'till',
        lines: [],
        total: '88.00',
        customer: { id },
        placedAt: `${ctx.today}T00:30:00+08:00`,
      }),
    );
    await settle();
    const after = await scores();
    const changed = after.filter((row, i) => row.p_buys !== before[i]?.p_buys);
    expect(changed.map(({ customer_id }) => customer_id)).toEqual([id]);
    const insight = await ask(shop, (ctx) => predictionInsight.read(ctx, id));
    expect(insight).toMatchObject({ customerId: id, weeks: 13, explanation: { key: expect.any(String) } });
  });

  test('an alert counts what the forecast makes likely', async () => {
    await house.in(shop, async (ctx) => {
      await ctx.db.deleteFrom('retention_alerts').where('workspace_id', '=', shop.id).execute();
      await startRefresh(ctx);
    });
    const alerts = await house.database
      .reader(shop.id)
      .selectFrom('retention_alerts as a')
      .innerJoin('retention_predictions as p', 'p.customer_id', 'a.customer_id')
      .select(['a.stake_minor', 'a.facts', 'p.p_buys'])
      .where('a.kind', '=', 'late')
      .execute();
    expect(alerts.length).toBeGreaterThan(3);
    for (const { stake_minor: stake, facts, p_buys: chance } of alerts) {
      const { pAway, yearMinor } = facts as unknown as LateFacts;
      expect(pAway).toBeCloseTo(1 - chance, 10);
      expect(Number(stake)).toBeCloseTo(Number(yearMinor) * pAway, -1);
    }
  });

  test('the margin of the shop lowers the value of everybody, so does a discount, and stale ones are refused', async () => {
    const total = async () => {
      const { items } = await ask(shop, (ctx) => listPredictions(ctx, first));
      return items.reduce((sum, { value52 }) => sum + Number(value52.amount), 0);
    };
    const full = await total();
    await house.in(shop, (ctx) => changeEconomics(ctx, { marginPercent: 40, version: 0 }));
    await settle();
    expect((await total()) / full).toBeCloseTo(0.4, 3);
    expect(await ask(shop, readSettings)).toMatchObject({ marginPercent: 40, discountPercent: 10 });
    await expect(house.in(shop, (ctx) => changeEconomics(ctx, { marginPercent: 50, version: 0 }))).rejects.toThrow(
      'STALE',
    );
    await house.in(shop, (ctx) => changeSettings(ctx, { discountPercent: 20, version: 0 }));
    await settle();
    expect((await total()) / full).toBeLessThan(0.399);
    await expect(house.in(shop, (ctx) => changeSettings(ctx, { discountPercent: 5, version: 0 }))).rejects.toThrow(
      'STALE',
    );
  });

  test('the same night twice finds the same', async () => {
    const before = await ask(shop, readRun);
    await house.in(shop, predictShop);
    await settle();
    const after = await ask(shop, readRun);
    expect(after?.id).not.toBe(before?.id);
    expect((await ask(shop, readForecast)).months).toHaveLength(12);
    expect((await ask(shop, (ctx) => listPredictions(ctx, first))).count.value).toBe(240);
  });
});

describe('nothing wrong is told where', () => {
  const told = async (people: readonly Person[]) => {
    const shop = await house.openWorkspace();
    const ids = await fill(shop, people);
    const forecast = await ask(shop, readForecast);
    const insight = await ask(shop, (ctx) => predictionInsight.read(ctx, ids[0] as string));
    return { shop, ids, forecast, insight: insight as { unavailable?: string } };
  };

  test('nothing was ever bought', async () => {
    const shop = await house.openWorkspace();
    expect(await ask(shop, readForecast)).toMatchObject({
      unavailable: expect.stringContaining('after the first sales'),
      months: [],
    });
    expect((await ask(shop, (ctx) => listPredictions(ctx, first))).unavailable).toContain('after the first sales');
  });

  test('there are thirty customers: what is missing is said', async () => {
    const { forecast, insight } = await told(teaShop(30));
    expect(forecast.missing).toContainEqual({ what: 'customers', have: 30, need: 50 });
    expect(forecast.unavailable).toContain('30 customers');
    expect(insight.unavailable).toBe(forecast.unavailable);
  });

  test('everybody bought once, all on one day', async () => {
    const { forecast } = await told(Array.from({ length: 80 }, (_, n) => ({ name: `客户${n}`, bought: [40] })));
    expect(forecast.missing.map(({ what }) => what)).toEqual(['repeaters', 'days']);
  });

  test('purchases lie in the future: they are left out, and it is said', async () => {
    const people = teaShop(120).map((one, n) => (n === 0 ? { ...one, bought: [...one.bought, -30] } : one));
    const { forecast, insight } = await told(people);
    expect(forecast.unavailable).toBeNull();
    expect(forecast.notes).toContainEqual({ key: 'retention:predictions.note.refused', values: { count: 1 } });
    expect(insight.unavailable).toContain('future');
  });

  test('one customer makes most of the sales: the others are not judged by them', async () => {
    const people = teaShop(120).map((one, n) => (n === 0 ? { ...one, minor: 90_000_000 } : one));
    const { shop, ids, forecast } = await told(people);
    expect(forecast.notes.map(({ key }) => key)).toContain('retention:predictions.note.huge');
    // Neither does what they bring stand beside a forecast that leaves them out.
    const running = `${forecast.until?.slice(0, 7)}-01`;
    await house.in(shop, async (ctx) => {
      const [first] = forecast.months;
      const eve = addDays(running, -40);
      const row = { workspace_id: shop.id, month: running, made_on: eve, afterwards: false, orders: 1 };
      await ctx.db.deleteFrom('retention_forecasts').where('month', '=', running).execute();
      await ctx.db
        .insertInto('retention_forecasts')
        .values({ ...row, minor: BigInt(Math.round(Number(first?.money.amount) * 100)) })
        .execute();
      const placedAt = `${forecast.until}T00:00:30+08:00`;
      await recordOrder(ctx, {
        source: 'till',
        lines: [],
        total: '900000.00',
        customer: { id: ids[0] ?? '' },
        placedAt,
      });
      await predictShop(ctx);
    });
    const [now] = (await ask(shop, readForecast)).before.slice(-1);
    expect(now).toMatchObject({ month: running, afterwards: false });
    expect(Number(now?.came.amount)).toBeLessThan(100_000);
  });

  test('all are alike and nobody leaves: only averages', async () => {
    const people = Array.from({ length: 150 }, (_, n) => {
      // The same pace for all, by chance alone.
      const bought = Array.from({ length: 400 }, (_, day) => day + 1).filter((day) => hash(n * 1000 + day) < 1 / 40);
      return { name: `客户${n}`, bought: [...new Set([400, ...bought])] };
    });
    const { forecast, insight } = await told(people);
    expect(forecast).toMatchObject({ model: 'average', unavailable: null });
    expect(forecast.notes.map(({ key }) => key)).toContain('retention:predictions.note.no-difference');
    expect(insight.unavailable).toContain('averages');
    const came = forecast.before.filter(({ running }) => !running);
    expect(came.length).toBeGreaterThan(3);
  });
});

/** Evenly spread over 0 to 1. */
function hash(n: number): number {
  let t = Math.imul(n ^ (n >>> 15), 2_246_822_507);
  t = Math.imul(t ^ (t >>> 13), 3_266_489_909);
  return ((t ^ (t >>> 16)) >>> 0) / 4_294_967_296;
}
