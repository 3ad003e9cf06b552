import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { gapsOf, momentsOf } from '../../maths/log-moments.ts';
import { exponentOf, isCurrency } from '../../maths/money.ts';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { createCustomersInBulk } from '../customers/index.ts';
import { OTHER_DECIMALS } from './base-amount.ts';
import './module.ts';
import { changeOrder } from './orders.ts';
import { recordOrder } from './record-order.ts';
import { refundOrder } from './refunds.ts';
import { verifyStatistics } from './statistics.ts';

const house = await testHouse();
let shop: Workspace;
beforeAll(async () => {
  shop = await house.openWorkspace();
});

interface Act {
  day: number;
  /** In fen; below zero it is a return. */
  amount: number;
  fate: 'kept' | 'cancelled' | 'refunded' | 'half refunded' | 'reopened';
}

const act: fc.Arbitrary<Act> = fc.record({
  day: fc.integer({ min: 1, max: 9 }),
  amount: fc.integer({ min: -20_000, max: 50_000 }),
  fate: fc.constantFrom<Act['fate']>('kept', 'kept', 'cancelled', 'refunded', 'half refunded', 'reopened'),
});

const decimal = (fen: number) => (fen / 100).toFixed(2);

async function perform(ctx: Ctx, customerId: string, { day, amount, fate }: Act): Promise<void> {
  const placedAt = `2026-03-0${day}T12:00:00+08:00`;
  const given = { source: 'till', lines: [], customer: { id: customerId }, total: decimal(amount), placedAt };
  const { id } = await recordOrder(ctx, given);
  if (fate === 'cancelled' || fate === 'reopened') await changeOrder(ctx, { id, state: 'cancelled' });
  if (fate === 'reopened') await changeOrder(ctx, { id, state: 'placed' });
  const back = givenBack({ day, amount, fate });
  if (back > 0) await refundOrder(ctx, { id, amount: decimal(back) });
}

function givenBack({ amount, fate }: Act): number {
  if (amount <= 0) return 0;
  return fate === 'refunded' ? amount : fate === 'half refunded' ? Math.floor(amount / 2) : 0;
}

/** What a bookkeeper with pencil and paper would say. */
function reckoned(acts: readonly Act[]) {
  const counted = acts.filter(({ fate }) => fate !== 'cancelled');
  const days = new Map<string, { net: number; orders: number }>();
  for (const one of counted) {
    const day = `2026-03-0${one.day}`;
    const before = days.get(day) ?? { net: 0, orders: 0 };
    const net = one.amount - givenBack(one);
    days.set(day, { net: before.net + net, orders: before.orders + (net > 0 ? 1 : 0) });
  }
  const bought = [...days].filter(([, { net }]) => net > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  const gaps = momentsOf(gapsOf(bought.map(([day]) => day)));
  return {
    purchase_days: bought.length,
    orders: bought.reduce((sum, [, { orders }]) => sum + orders, 0),
    spent: bought.reduce((sum, [, { net }]) => sum + net, 0),
    largest: Math.max(0, ...bought.map(([, { net }]) => net)),
    first_on: bought[0]?.[0] ?? null,
    last_on: bought.at(-1)?.[0] ?? null,
    gaps: gaps.n,
    gaps_ln: expect.closeTo(gaps.sumLog, 6),
  };
}

async function kept(ctx: Ctx, customerId: string) {
  const { spent_minor, largest_minor, ...row } = await ctx.db
    .selectFrom('customer_statistics')
    .select(['purchase_days', 'orders', 'spent_minor', 'largest_minor', 'first_on', 'last_on', 'gaps', 'gaps_ln'])
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow();
  return { ...row, spent: Number(spent_minor), largest: Number(largest_minor) };
}

describe('the figures of a customer', () => {
  test('are what pencil and paper say, after any orders, returns, refunds and cancellations', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        await house.in(shop, async (ctx) => {
          const [id] = (await createCustomersInBulk(ctx, [{ name: '某人' }])) as [string];
          for (const one of acts) await perform(ctx, id, one);
          expect(await kept(ctx, id)).toEqual(reckoned(acts));
        });
      }),
      { numRuns: 40 },
    );
    expect(await house.in(shop, verifyStatistics)).toEqual([]);
  });

  test('verify finds what was tampered with', async () => {
    await house.in(shop, async (ctx) => {
      const [id] = (await createCustomersInBulk(ctx, [{ name: '某人' }])) as [string];
      await perform(ctx, id, { day: 1, amount: 100, fate: 'kept' });
      await ctx.db.updateTable('customer_statistics').set({ orders: 7 }).where('customer_id', '=', id).execute();
      expect(await verifyStatistics(ctx)).toEqual([{ customerId: id, what: 'statistics' }]);
      await ctx.db.deleteFrom('purchase_days').where('customer_id', '=', id).execute();
      expect((await verifyStatistics(ctx)).map(({ what }) => what).toSorted()).toEqual(['days', 'statistics']);
      await ctx.db.deleteFrom('orders').where('customer_id', '=', id).execute();
      await ctx.db.updateTable('customer_statistics').set({ orders: 0 }).where('customer_id', '=', id).execute();
    });
  });
});

test('the database counts the decimals of a currency as the program does', () => {
  const others = new Map(
    Object.entries(OTHER_DECIMALS).flatMap(([digits, codes]) => codes.map((code) => [code, Number(digits)] as const)),
  );
  const codes = Intl.supportedValuesOf('currency').filter(isCurrency);
  expect(codes.filter((code) => (others.get(code) ?? 2) !== exponentOf(code))).toEqual([]);
});
