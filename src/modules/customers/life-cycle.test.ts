import { beforeAll, expect, test } from 'vitest';
import type { Workspace } from '../../kernel/context.ts';
import { testHouse, type TestHouse } from '../../kernel/testing/house.ts';
import { addDays } from '../../maths/calendar.ts';
import { createCustomersInBulk } from './bulk-create.ts';
import { readCustomer } from './customers.ts';
import { passTime, reviewStages } from './life-cycle.ts';
import { readTimeline } from './timeline.ts';

let house: TestHouse;
let shop: Workspace;

beforeAll(async () => {
  house = await testHouse();
  shop = await house.openWorkspace();
});

/** A customer whose last purchase was so many days ago; `null`: who never bought. */
function customerQuietFor(days: number | null, stage: 'lead' | 'prospect' | 'active' | 'sleeping' = 'lead') {
  return house.in(shop, async (ctx) => {
    const [id = ''] = await createCustomersInBulk(ctx, [{ name: '张三', stage }]);
    await ctx.db
      .insertInto('customer_statistics')
      .values({
        workspace_id: ctx.workspace.id,
        customer_id: id,
        orders: days === null ? 0 : 1,
        last_on: days === null ? null : addDays(ctx.today, -days),
      })
      .execute();
    return id;
  });
}

const card = (id: string) => house.in(shop, (ctx) => readCustomer(ctx, { id }));

test.each([
  [0, 'active'],
  [180, 'active'],
  [181, 'sleeping'],
  [365, 'sleeping'],
  [366, 'lost'],
  [null, 'lead'],
] as const)('a customer quiet for %s days is %s', async (days, stage) => {
  const id = await customerQuietFor(days);
  await house.in(shop, (ctx) => reviewStages(ctx, [id]));
  expect(await card(id)).toMatchObject({ stage, version: 1 });
});

test('a prospect who has not bought stays one', async () => {
  const id = await customerQuietFor(null, 'prospect');
  await house.in(shop, (ctx) => reviewStages(ctx, [id]));
  expect((await card(id)).stage).toBe('prospect');
});

test('as days pass the silent fall asleep and are lost, and the timeline says so', async () => {
  const [awake, asleep, lost] = [
    await customerQuietFor(10, 'active'),
    await customerQuietFor(200, 'active'),
    await customerQuietFor(400, 'sleeping'),
  ];
  await house.in(shop, passTime);
  const stages = [await card(awake), await card(asleep), await card(lost)].map(({ stage }) => stage);
  expect(stages).toEqual(['active', 'sleeping', 'lost']);
  const { items } = await house.in(shop, (ctx) => readTimeline(ctx, { id: lost, limit: 10 }));
  expect(items).toMatchObject([
    { text: { key: 'customers:timeline.stage', values: { old: 'sleeping', new: 'lost' } } },
  ]);
});
