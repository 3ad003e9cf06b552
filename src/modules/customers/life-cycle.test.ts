import { beforeAll, expect, test } from 'vitest';
import type { Workspace } from '../../kernel/context.ts';
import { testHouse, type TestHouse } from '../../kernel/testing/house.ts';
import { addDays } from '../../maths/calendar.ts';
import { openChangeSet } from '../transfer/index.ts';
import { updateCustomersInBulk } from './bulk-change.ts';
import { createCustomersInBulk } from './bulk-create.ts';
import { changeCustomer, readCustomer } from './customers.ts';
import { passTime, reviewStages } from './life-cycle.ts';
import { readStages } from './stage-history.ts';
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
    const bought = { orders: days === null ? 0 : 1, last_on: days === null ? null : addDays(ctx.today, -days) };
    await ctx.db
      .insertInto('customer_statistics')
      .values({ workspace_id: ctx.workspace.id, customer_id: id, ...bought })
      // Where the room of orders is known, it has begun them already.
      .onConflict((known) => known.columns(['workspace_id', 'customer_id']).doUpdateSet(bought))
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

const history = async (id: string) =>
  (await house.in(shop, (ctx) => readStages(ctx, { id }))).items.map(({ from, to, why }) => `${from} → ${to}: ${why}`);
const buysToday = (id: string) =>
  house.in(shop, async (ctx) => {
    await ctx.db.updateTable('customer_statistics').set({ last_on: ctx.today }).where('customer_id', '=', id).execute();
    await reviewStages(ctx, [id]);
  });

test('every change of stage keeps its reason, up to the day the customer comes back', async () => {
  const id = await customerQuietFor(200, 'lead');
  await house.in(shop, (ctx) => reviewStages(ctx, [id]));
  await buysToday(id);
  expect(await history(id)).toEqual(['sleeping → active: came_back', 'lead → sleeping: quiet']);
  const { items } = await house.in(shop, (ctx) => readStages(ctx, { id }));
  expect(items[1]).toMatchObject({ silentDays: 200, by: null });
});

test('a stage set by hand is left alone as days pass, until the next fact', async () => {
  const id = await customerQuietFor(200, 'active');
  const reason = '上周来电，下月就来';
  await house.in(shop, passTime);
  await house.in(shop, (ctx) => changeCustomer(ctx, { id, stage: 'active', stageReason: reason }));
  await house.in(shop, passTime);
  expect((await card(id)).stage).toBe('active');
  expect((await house.in(shop, (ctx) => readStages(ctx, { id }))).items[0]).toMatchObject({ why: 'hand', reason });
  await house.in(shop, (ctx) => reviewStages(ctx, [id]));
  await house.in(shop, passTime);
  expect((await card(id)).stage).toBe('sleeping');
});

test('a stage that many were given by hand holds until the next fact, too', async () => {
  const id = await customerQuietFor(200, 'sleeping');
  const changeSetId = await house.in(shop, (ctx) =>
    openChangeSet(ctx, { kind: 'import', title: 'many', undoNeeds: 'imports.run' }),
  );
  await house.in(shop, (ctx) => updateCustomersInBulk(ctx, [{ id, stage: 'active' }], { changeSetId }));
  await house.in(shop, passTime);
  expect((await card(id)).stage).toBe('active');
  await house.in(shop, (ctx) => reviewStages(ctx, [id]));
  expect((await card(id)).stage).toBe('sleeping');
});

test('whoever has a rhythm of their own sleeps and is lost by it', async () => {
  const known = { spread_days: 5, mean_log: 3, scale_log: 0.3, df: 8, year_minor: 0n, gaps: 5 };
  const regular = (quiet: number, usual: number, stage: 'active' | 'sleeping' = 'active') =>
    house.in(shop, async (ctx) => {
      const id = await customerQuietFor(quiet, stage);
      const last = addDays(ctx.today, -quiet);
      const days = { first_on: last, last_on: last, due_on: addDays(last, 20), alert_on: addDays(last, usual) };
      await ctx.db
        .insertInto('retention_rhythms')
        .values({ workspace_id: shop.id, customer_id: id, usual_days: usual, ...days, ...known })
        .execute();
      return id;
    });
  const [weekly, yearly, gone, early] = [
    await regular(40, 40),
    await regular(300, 400),
    await regular(130, 40, 'sleeping'),
    await regular(39, 40),
  ];
  await house.in(shop, passTime);
  const stages = [await card(weekly), await card(yearly), await card(gone), await card(early)];
  expect(stages.map(({ stage }) => stage)).toEqual(['sleeping', 'active', 'lost', 'active']);
  expect(await history(weekly)).toEqual(['active → sleeping: rhythm']);
});
