import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../maths/calendar.ts';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { asSystem, command, query } from '../../kernel/enter.ts';
import { deliverDue } from '../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../kernel/outbox.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { createCustomersInBulk } from '../customers/index.ts';
import '../customers/module.ts';
import { recordOrder, refreshPurchases, verifyStatistics } from '../orders/index.ts';
import '../orders/module.ts';

import { verifyRhythms } from './index.ts';
import { retentionModule } from './module.ts';
import { passNight } from './refresh.ts';
import { insights } from './insights.ts';
import { readSummary } from './summary.ts';
import { listAlerts } from './watch-list.ts';

const house = await testHouse();
let shop: Workspace;
const people = new Map<string, string>();

beforeAll(async () => {
  installReactions(retentionModule.reactions ?? []);
  shop = await house.openWorkspace();
  // Twelve regulars every 14 days; all came the day before yesterday but one, who has been away for 60.
  for (let n = 0; n < 12; n += 1) {
    const name = n === 0 ? '林小姐' : `熟客${n}`;
    await house.in(shop, (ctx) => visitsOf(ctx, name, n === 0 ? 60 : 2 + (n % 5)));
  }
  await settle();
});
afterAll(() => installReactions([]));

async function visitsOf(ctx: Ctx, name: string, silentFor: number): Promise<void> {
  const [id] = await createCustomersInBulk(ctx, [{ name }]);
  people.set(name, id as string);
  for (let visit = 0; visit < 8; visit += 1)
    await buy(ctx, name, addDays(ctx.today, -silentFor - 14 * visit - (visit % 3)));
}

async function buy(ctx: Ctx, name: string, day: string): Promise<void> {
  const customer = { id: people.get(name) };
  await recordOrder(ctx, { source: 'till', lines: [], total: '100.00', customer, placedAt: `${day}T12:00:00+08:00` });
}

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

function open() {
  return query(house.database, { ...asSystem(shop), locale: 'en' }, (ctx) =>
    listAlerts(ctx, { limit: 50, show: 'open' }),
  );
}

describe('the watch', () => {
  test('notices who broke a rhythm, and nobody else', async () => {
    const { items, count } = await open();
    expect(items.map(({ customer, alert }) => [customer.name, alert?.kind])).toEqual([['林小姐', 'late']]);
    expect(count).toEqual({ value: 1, exact: true });
    expect(items[0]?.alert?.text).toMatch(
      /^Usually every 1\d ± \d+ days, now 60: quiet longer than 9\d% of such gaps\.$/,
    );
    expect(Number(items[0]?.alert?.stake.amount)).toBeGreaterThan(0);
  });

  test('puts her on Today, once', async () => {
    const reasons = await house.database
      .reader(shop.id)
      .selectFrom('today_reasons')
      .select(['customer_id', 'kind'])
      .where('settled_at', 'is', null)
      .execute();
    expect(reasons).toEqual([{ customer_id: people.get('林小姐'), kind: 'late' }]);
  });

  test('explains the rhythm on the card', async () => {
    const seen = await query(house.database, asSystem(shop), async (ctx) =>
      insights[0]?.read(ctx, people.get('林小姐') as string),
    );
    expect(seen).toMatchObject({ sinceDays: 60, gaps: 7, state: 'late', basis: 'rhythm' });
    expect(seen).toMatchObject({ explanation: { key: 'retention:explain.rhythm' } });
  });

  test('agrees with the statistics', async () => {
    expect(await command(house.database, asSystem(shop), verifyStatistics)).toEqual([]);
    expect(await query(house.database, asSystem(shop), verifyRhythms)).toEqual([]);
  });

  test('at night finds nothing new where nothing changed', async () => {
    await house.in(shop, passNight);
    await settle();
    expect((await open()).items).toHaveLength(1);
  });

  test('closes the alarm when she buys again, and says how long it took', async () => {
    await house.in(shop, (ctx) => buy(ctx, '林小姐', ctx.today));
    await settle();
    expect((await open()).items).toEqual([]);
    const settled = await query(house.database, asSystem(shop), (ctx) =>
      listAlerts(ctx, { limit: 50, show: 'settled' }),
    );
    expect(settled.items).toMatchObject([{ alert: { outcome: 'bought', returnedAfterDays: 60 } }]);
  });

  test('counts on between an undone import and the watch that follows it', async () => {
    await house.in(shop, (ctx) => visitsOf(ctx, '误导入', 13));
    await settle();
    const due = async () => (await query(house.database, asSystem(shop), readSummary)).due.count;
    const before = await due();
    await house.in(shop, async (ctx) => {
      const customerId = people.get('误导入') as string;
      const days = await ctx.db
        .updateTable('orders')
        .set({ state: 'cancelled' })
        .where('workspace_id', '=', shop.id)
        .where('customer_id', '=', customerId)
        .returning('day')
        .execute();
      await refreshPurchases(
        ctx,
        days.map(({ day }) => ({ customerId, day })),
      );
    });
    expect(await due()).toBe(before);
  });
});
