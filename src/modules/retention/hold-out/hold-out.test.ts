import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { newId } from '../../../kernel/ids.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import '../../customers/module.ts';
import { refreshPurchases } from '../../orders/index.ts';
import '../../orders/module.ts';
import { alertCondition } from '../alert-condition.ts';
import { openCase } from '../cases/open-case.ts';
import { retentionModule } from '../module.ts';
import { passNight, startRefresh } from '../refresh.ts';
import { listAlerts } from '../watch-list.ts';
import { endHoldOuts } from './draw-alerts.ts';
import { readEffect } from './read-effect.ts';
import { changeHoldOut } from './settings.ts';

const house = await testHouse();
let shop: Workspace;
let today: string;

beforeAll(async () => {
  installReactions(retentionModule.reactions ?? []);
  shop = await house.openWorkspace();
  today = await house.in(shop, async (ctx) => ctx.today);
});
afterAll(() => installReactions([]));

const look = <T>(work: (ctx: Ctx) => Promise<T>) => query(house.database, { ...asSystem(shop), locale: 'en' }, work);
const later = (days: number) => (ctx: Ctx) => ({
  ...ctx,
  today: addDays(ctx.today, days),
  now: new Date(ctx.now.getTime() + days * 86_400_000),
});

/** Regulars every ten days who have stayed away for `silent` days. */
async function regulars(count: number, silent: number): Promise<string[]> {
  return house.in(shop, async (ctx) => {
    const ids = await createCustomersInBulk(
      ctx,
      Array.from({ length: count }, (_, n) => ({ name: `客${silent}-${n}` })),
    );
    const orders = ids.flatMap((id) =>
      Array.from({ length: 8 }, (_, visit) => ({ id, day: addDays(ctx.today, -silent - 10 * visit) })),
    );
    await ctx.db
      .insertInto('orders')
      .values(
        orders.map(({ id, day }) => ({
          workspace_id: ctx.workspace.id,
          id: newId(),
          customer_id: id,
          source: 'till',
          external_id: newId(),
          placed_at: new Date(`${day}T04:00:00Z`),
          day,
          currency: 'CNY',
          total_minor: 10_000n,
          total_base_minor: 10_000n,
        })),
      )
      .execute();
    await refreshPurchases(
      ctx,
      orders.map(({ id, day }) => ({ customerId: id, day })),
    );
    return ids;
  });
}

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

async function counted(): Promise<{ open: number; withheld: number; reasons: number }> {
  const { count } = await look((ctx) => listAlerts(ctx, { limit: 1, show: 'open', kind: 'late' }));
  const reader = house.database.reader(shop.id);
  const held = await reader
    .selectFrom('retention_alerts')
    .select('id')
    .where('workspace_id', '=', shop.id)
    .where('withheld_until', 'is not', null)
    .execute();
  const reasons = await reader
    .selectFrom('today_reasons')
    .select('id')
    .where('workspace_id', '=', shop.id)
    .where('kind', '=', 'late')
    .where('settled_at', 'is', null)
    .execute();
  return { open: count.value, withheld: held.length, reasons: reasons.length };
}

describe('the quiet hold-out', () => {
  test('does not begin in a shop with too few alerts to tell anything', async () => {
    await regulars(60, 3);
    await regulars(40, 16);
    await house.in(shop, startRefresh);
    await settle();
    const { open, withheld, reasons } = await counted();
    expect(open).toBe(40);
    expect([withheld, reasons]).toEqual([0, 40]);
    expect(await look(readEffect)).toMatchObject({ verdict: 'not_begun', percent: 10, alerts: 0, rate: null });
  });

  test('then holds back the share that is asked for, neither on the watch nor on Today', async () => {
    await house.in(shop, async (ctx) => {
      await changeHoldOut(ctx, { percent: 50, version: 0 });
      // A year with many alerts lies behind this shop.
      const [one] = await createCustomersInBulk(ctx, [{ name: '以前的' }]);
      await ctx.db
        .insertInto('retention_alerts')
        .values(
          Array.from({ length: 200 }, (_, n) => ({
            workspace_id: shop.id,
            id: newId(),
            customer_id: one as string,
            kind: 'late',
            last_on: addDays(today, -300 - n),
            raised_on: addDays(today, -200),
            raised_at: ctx.now,
            stake_minor: 1n,
            facts: '{}',
            settled_on: addDays(today, -190),
            outcome: 'bought',
          })),
        )
        .execute();
    });
    await regulars(40, 17);
    await house.in(shop, startRefresh);
    await settle();
    expect(await counted()).toEqual({ open: 60, withheld: 20, reasons: 60 });
    expect(await look(readEffect)).toMatchObject({ verdict: 'too_few', running: 40, shown: { customers: 0 } });
    await house.in(shop, passNight);
    expect(await counted()).toEqual({ open: 60, withheld: 20, reasons: 60 });
  });

  test('betrays nobody held back, neither in a segment nor in a case', async () => {
    const inSegment = () =>
      look(async (ctx) => {
        const { rows } = await sql<{ id: string }>`
          select id from customers where workspace_id = ${shop.id} and ${alertCondition.sql(ctx, { state: 'open' }, () => sql`true`)}`.execute(
          ctx.db,
        );
        return rows.map(({ id }) => id);
      });
    const found = await inSegment();
    expect(found).toHaveLength(60);
    const { customer_id: customerId } = await house.database
      .reader(shop.id)
      .selectFrom('retention_alerts')
      .select('customer_id')
      .where('withheld_until', 'is not', null)
      .executeTakeFirstOrThrow();
    expect(found).not.toContain(customerId);
    const opened = await house.in(shop, (ctx) => openCase(ctx, { customerId, kind: 'win_back' }));
    expect([opened.alert, opened.history]).toEqual([null, []]);
  });

  test('shows what was held back when its time is over, and compares both sides as they were drawn', async () => {
    await house.in(shop, (ctx) => endHoldOuts(later(31)(ctx)));
    expect(await counted()).toEqual({ open: 80, withheld: 0, reasons: 80 });
    const effect = await look((ctx) => readEffect(later(31)(ctx)));
    expect(effect).toMatchObject({
      running: 0,
      verdict: 'too_few',
      shown: { customers: 20, bought: 0 },
      withheld: { customers: 20, bought: 0 },
      money: null,
    });
    expect(effect.smallestVisible).toBeGreaterThan(0.1);
    await house.in(shop, (ctx) =>
      ctx.db
        .insertInto('retention_hold_outs')
        .values(
          Array.from({ length: 120 }, (_, n) => ({ n, withheld: n % 3 === 0 })).map(({ n, withheld }) => ({
            workspace_id: shop.id,
            customer_id: customers[n % customers.length] as string,
            month: addDays('2001-01-01', n),
            alert_id: newId(),
            class: 'best',
            withheld,
            raised_on: addDays(today, -60),
            until_on: addDays(today, -30),
            bought: withheld ? n % 10 === 0 : n % 10 !== 1,
            spent_minor: withheld ? (n % 10 === 0 ? 5_000n : 0n) : n % 10 === 1 ? 0n : 10_000n + BigInt(n),
          })),
        )
        .execute(),
    );
    const clear = await look((ctx) => readEffect(later(31)(ctx)));
    expect(clear).toMatchObject({ verdict: 'helps', money: { method: 'bootstrap' } });
    expect(clear.rate?.low).toBeGreaterThan(0);
    expect(Number(clear.kept?.low.amount)).toBeGreaterThan(0);
    expect(Number(clear.kept?.high.amount)).toBeGreaterThan(Number(clear.kept?.low.amount));
  });
});

let customers: string[] = [];
beforeAll(async () => {
  customers = await house.in(shop, (ctx) => createCustomersInBulk(ctx, [{ name: '甲' }, { name: '乙' }]));
});
