import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import '../../customers/module.ts';
import { refreshPurchases, writeOrders } from '../../orders/index.ts';
import '../../orders/module.ts';
import { divideShop } from '../engine/divide.ts';
import { judgeClass, readFit } from '../fit/fit.ts';
import { makeScheme, removeScheme, renameScheme } from '../schemes/own.ts';
import { readDivision } from '../view.ts';
import { divide } from '../engine/divide.ts';
import { registerContacts } from './contacts.ts';
import { readEffect } from './effect.ts';
import { readFlows } from './flows.ts';

const house = await testHouse();
let shop: Workspace;
let ids: string[];

const ask = <T>(work: (ctx: Ctx) => Promise<T>) => query(house.database, { ...asSystem(shop), locale: 'en' }, work);

beforeAll(async () => {
  shop = await house.openWorkspace();
  ids = await house.in(shop, async (ctx) => {
    const created = await createCustomersInBulk(
      ctx,
      Array.from({ length: 24 }, (_one, n) => ({ name: `客户${n}` })),
    );
    // All buy little; two buy much, so that the others have somewhere to go.
    await sell(ctx, created, (n) => (n < 2 ? 900 : 10), 3);
    await divideShop(ctx);
    return created;
  });
});

let receipt = 0;
async function sell(ctx: Ctx, who: readonly string[], amount: (n: number) => number, daysAgo: number): Promise<void> {
  const day = addDays(ctx.today, -daysAgo);
  const orders = who.map((customerId, n) => {
    receipt += 1;
    const totalMinor = BigInt(amount(n) * 100);
    const placedAt = new Date(`${day}T04:00:00Z`);
    return {
      customerId,
      source: 'till',
      externalId: `T${receipt}`,
      placedAt,
      day,
      currency: 'CNY',
      totalMinor,
      state: 'placed' as const,
      lines: [],
    };
  });
  await writeOrders(ctx, orders, null);
  await refreshPurchases(
    ctx,
    orders.map(({ customerId }) => ({ customerId, day })),
  );
}

describe('who moved from where to where', () => {
  test('a customer who buys much moves up, with the money', async () => {
    await house.in(shop, async (ctx) => {
      await sell(ctx, ids.slice(2, 14), () => 2_000, 1);
      await divideShop(ctx);
    });
    const { flows, from, until, names } = await ask((ctx) => readFlows(ctx, { scheme: 'value-matrix', months: 3 }));
    expect(from).toBe(until);
    const moved = flows.filter((flow) => flow.from !== flow.to);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.some(({ direction }) => direction === 1)).toBe(true);
    expect(flows.reduce((sum, { count }) => sum + count, 0)).toBe(24);
    expect(names['best']).toBe('Best');
  });

  test('before the first division there is nothing', async () => {
    const { flows, from } = await ask((ctx) => readFlows(ctx, { scheme: 'value-matrix', months: 3, until: '2020-01' }));
    expect({ flows, from }).toEqual({ flows: [], from: null });
  });

  test('of a month to come is what is known up to now', async () => {
    const until = (month?: string) =>
      ask((ctx) => readFlows(ctx, { scheme: 'value-matrix', months: 3, ...(month ? { until: month } : {}) }));
    expect(await until('2099-12')).toEqual(await until());
  });

  test('who may see no customers sees no flows', async () => {
    const own = { ...asSystem(shop), actor: actorWith({ 'customers.read': 'own', 'classes.read': 'own' }) };
    const { flows } = await query(house.database, own, (ctx) => readFlows(ctx, { scheme: 'value-matrix', months: 3 }));
    expect(flows).toEqual([]);
  });

  test('a scheme that does not exist is not found', async () => {
    await expect(ask((ctx) => readFlows(ctx, { scheme: 'kings', months: 3 }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('did the strategy move anyone', () => {
  test('beside those left alone, too few to tell at first', async () => {
    const { rows } = await ask((ctx) => readEffect(ctx, { scheme: 'value-matrix', months: 3 }));
    expect(rows.every(({ verdict, contacted }) => verdict === 'too-few' && contacted.count === 0)).toBe(true);
  });

  test('counts a contact from its day on, and none that was taken back', async () => {
    await house.in(shop, async (ctx) => {
      await outcome(ctx, ids[20] as string, 'done', null);
      const taken = await outcome(ctx, ids[21] as string, 'done', null);
      await outcome(ctx, ids[21] as string, 'undone', taken);
    });
    const { rows } = await ask((ctx) => readEffect(ctx, { scheme: 'value-matrix', months: 3 }));
    expect(rows.reduce((sum, { contacted }) => sum + contacted.count, 0)).toBe(1);
    expect(rows.reduce((sum, { alone, contacted }) => sum + alone.count + contacted.count, 0)).toBe(24);
    expect(rows.reduce((sum, { alone }) => sum + alone.up, 0)).toBeGreaterThan(0);
  });
});

test('a contact made elsewhere counts like one on Today', async () => {
  const contacted = async () => {
    const { rows } = await ask((ctx) => readEffect(ctx, { scheme: 'value-matrix', months: 3 }));
    return rows.reduce((sum, row) => sum + row.contacted.count, 0);
  };
  const before = await contacted();
  registerContacts('letters', (ctx) => sql`select ${ids[5]}::uuid as customer_id, ${ctx.today}::date as day`);
  expect(await contacted()).toBe(before + 1);
});

async function outcome(ctx: Ctx, customerId: string, kind: 'done' | 'undone', undoes: string | null): Promise<string> {
  const id = newId();
  await sql`
    insert into today_outcomes (workspace_id, id, customer_id, outcome, way, reasons, undoes, day, at, by_name)
    values (${ctx.workspace.id}, ${id}, ${customerId}, ${kind}, ${kind === 'done' ? 'called' : null}, '[]', ${undoes},
      ${ctx.today}, ${ctx.now}, '林小雨')`.execute(ctx.db);
  return id;
}

describe('target fit', () => {
  test('a target needs a reason', async () => {
    const judged = { scheme: 'value-matrix', key: 'best', scores: { wants: 5, pays: 4 }, version: 0 } as const;
    const without = house.in(shop, (ctx) => judgeClass(ctx, { ...judged, chosen: true, reason: ' ' }));
    await expect(without).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const { rows, needs } = await house.in(shop, (ctx) => judgeClass(ctx, { ...judged, chosen: true, reason: '懂茶' }));
    const best = rows.find(({ key }) => key === 'best');
    expect(best).toMatchObject({ fit: 4.5, chosen: true, reason: '懂茶', version: 1 });
    expect(needs).toBe(best?.contacts);
  });

  test('two who judge at once do not overwrite each other', async () => {
    const judged = { scheme: 'value-matrix', key: 'best', scores: {}, chosen: false, reason: null };
    await expect(house.in(shop, (ctx) => judgeClass(ctx, { ...judged, version: 0 }))).rejects.toMatchObject({
      code: 'STALE',
    });
    expect((await ask((ctx) => readFit(ctx, { scheme: 'value-matrix' }))).rows.some(({ chosen }) => chosen)).toBe(true);
  });

  test('a class that does not exist cannot be judged', async () => {
    const judged = { scheme: 'value-matrix', key: 'kings', scores: {}, chosen: false, reason: null, version: 0 };
    await expect(house.in(shop, (ctx) => judgeClass(ctx, judged))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('an own scheme', () => {
  const axes = { across: 'frequency', acrossLevels: 2, up: 'largest', upLevels: 3 } as const;

  test('is made, divides, is renamed and goes without a trace in the lists', async () => {
    const { scheme } = await house.in(shop, (ctx) =>
      makeScheme(ctx, { name: '大单', ...axes, names: { '2-3': '大熟客' } }),
    );
    await house.in(shop, (ctx) => divide(ctx, scheme));
    const read = () => ask((ctx) => readDivision(ctx, { scheme }));
    expect(await read()).toMatchObject({ name: '大单', count: 24, missing: null });
    expect((await read()).cells.find(({ key }) => key === '2-3')?.name).toBe('大熟客');
    await house.in(shop, (ctx) => renameScheme(ctx, { scheme, name: '大单客', version: 1 }));
    expect((await read()).name).toBe('大单客');
    await house.in(shop, async (ctx) => {
      await removeScheme(ctx, { scheme });
      await divide(ctx, scheme);
    });
    await expect(read()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const left = await ask((ctx) =>
      ctx.db.selectFrom('class_members').select('customer_id').where('scheme', '=', scheme).execute(),
    );
    expect(left).toEqual([]);
  });

  test.each([
    ['the same measure twice', { name: '一', ...axes, up: 'frequency' as const }, 'BAD_INPUT'],
    ['a name of a class it does not have', { name: '一', ...axes, names: { '9-9': '九' } }, 'BAD_INPUT'],
  ])('is refused with %s', async (_what, wanted, code) => {
    await expect(house.in(shop, (ctx) => makeScheme(ctx, wanted))).rejects.toMatchObject({ code });
  });

  test('a standard scheme cannot be given up', async () => {
    const asked = house.in(shop, (ctx) => removeScheme(ctx, { scheme: 'rfm' }));
    await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('eight are the most, also when made at once', async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 10 }, (_one, n) => house.in(shop, (ctx) => makeScheme(ctx, { name: `分法${n}`, ...axes }))),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
  });
});
