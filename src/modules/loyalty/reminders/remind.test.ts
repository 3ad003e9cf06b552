import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { earnPoints, redeemPoints } from '../ledger/points.ts';
import { PLAIN, loyaltyShop } from '../testing/shop.ts';
import { remind, toRemind } from './remind.ts';

const house = await testHouse();
const shop = await loyaltyShop(house, { ...PLAIN, expiry: { kind: 'months', months: 1 }, remindDays: 10 });
const [lastDay] = await shop.in(async (ctx) => {
  const { rows } = await sql<{ day: string }>`select (${ctx.today}::date + interval '1 month')::date as day`.execute(
    ctx.db,
  );
  return rows.map(({ day }) => day);
});
const until = lastDay as string;

async function member(points: number): Promise<string> {
  const id = await shop.customer();
  await shop.in((ctx) => earnPoints(ctx, { customerId: id, points, quantity: 1 }));
  return id;
}
const night = (day: string) => shop.on(day, async (ctx) => remind(ctx, await toRemind(ctx)));
const reasons = (customerId: string) =>
  shop.in(async (ctx) => {
    const { rows } = await sql<{ due: string; params: unknown; by: string | null; stake: bigint }>`
      select due_on as due, params, settled_by as by, stake_minor as stake from today_reasons
      where workspace_id = ${shop.shop.id} and customer_id = ${customerId} and kind = 'points_expiring'`.execute(
      ctx.db,
    );
    return rows;
  });
const said = () =>
  shop.in(async (ctx) => {
    const { rows } = await sql<{ payload: { customers: { customerId: string }[] } }>`
      select payload from outbox_events where workspace_id = ${shop.shop.id} and name = 'loyalty.points_expiring'`.execute(
      ctx.db,
    );
    return rows.flatMap(({ payload }) => payload.customers.map(({ customerId }) => customerId));
  });

describe('points that are about to expire', () => {
  test('are a reason from the day of the programme on, said once, and gone when they are used', async () => {
    const who = await member(500);
    await night(addDays(until, -11));
    expect(await reasons(who)).toEqual([]);
    await night(addDays(until, -10));
    await night(addDays(until, -9));
    expect(await reasons(who)).toEqual([{ due: until, params: { points: 500 }, by: null, stake: 500n }]);
    expect((await said()).filter((id) => id === who)).toHaveLength(1);
    await shop.on(addDays(until, -8), (ctx) => redeemPoints(ctx, { customerId: who, points: 500 }));
    await shop.settle();
    expect(await reasons(who)).toMatchObject([{ by: 'used' }]);
  });

  test('leave the desk when their day is over', async () => {
    const who = await member(300);
    await night(until);
    expect(await reasons(who)).toMatchObject([{ by: null }]);
    await night(addDays(until, 1));
    expect(await reasons(who)).toMatchObject([{ by: 'passed' }]);
  });
});

describe('nobody is reminded', () => {
  test('of points too few to be used', async () => {
    const few = { ...PLAIN, redeem: { points: 100, worth: '1.00', minimum: 100 }, remindDays: 10 };
    const other = await loyaltyShop(house, { ...few, expiry: { kind: 'months', months: 1 } });
    const id = await other.customer();
    await other.in((ctx) => earnPoints(ctx, { customerId: id, points: 99, quantity: 1 }));
    await other.on(until, async (ctx) => remind(ctx, await toRemind(ctx)));
    const { rows } = await other.in((ctx) =>
      sql`select from today_reasons where workspace_id = ${other.shop.id}`.execute(ctx.db),
    );
    expect(rows).toEqual([]);
  });
});
