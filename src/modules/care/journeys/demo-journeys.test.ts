import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { customer, demoFile } from '../testing/shop.ts';
import { runDemoJourneys, undoDemoJourneys } from './demo-journeys.ts';
import { listJourneys } from './present.ts';
import { readResults } from './results.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);

test('the demo shop has two journeys with people in them, who bought and who wait, and its undo takes them away', async () => {
  const shop = await house.openWorkspace();
  const changeSetId = await house.in(shop, (ctx) => demoFile(ctx, 'orders'));
  const ids = await Promise.all(Array.from({ length: 24 }, () => customer(house, shop)));
  const result = await house.in(shop, async (ctx) => {
    // Twelve bought for the first time 30 days ago, half of them again; twelve have been silent for 80 days.
    const bought = ids.flatMap((id, n) =>
      n < 12 ? [30, ...(n % 2 === 0 ? [10] : [])].map((ago) => ({ id, ago })) : [{ id, ago: 80 }],
    );
    const rows = JSON.stringify(bought);
    await sql`
      insert into purchase_days (workspace_id, customer_id, day, amount_minor, orders)
      select ${shop.id}, id, ${ctx.today}::date - ago, 8800, 1 from jsonb_to_recordset(${rows}::jsonb) as x (id uuid, ago int)`.execute(
      ctx.db,
    );
    await sql`
      insert into orders (workspace_id, id, customer_id, source, external_id, placed_at, day, currency, total_minor, total_base_minor)
      select ${shop.id}, gen_random_uuid(), id, 'demo', id::text || ago, now(), ${ctx.today}, 'CNY', 8800, 8800
      from jsonb_to_recordset(${rows}::jsonb) as x (id uuid, ago int)`.execute(ctx.db);
    await sql`
      insert into customer_statistics (workspace_id, customer_id, first_on, last_on, orders, purchase_days)
      select workspace_id, customer_id, min(day), max(day), count(*), count(*) from purchase_days
      where workspace_id = ${shop.id} group by 1, 2
      on conflict (workspace_id, customer_id) do update set first_on = excluded.first_on`.execute(ctx.db);
    for (let times = 0; times < 2; times += 1) await runDemoJourneys(ctx, changeSetId);
    const { items } = await listJourneys(ctx);
    return { items, results: [await readResults(ctx, items[0]!), await readResults(ctx, items[1]!)] };
  });
  const { items, results } = result;
  expect(items.map(({ state, waiting, held, ended }) => [state, waiting + held + ended])).toEqual([
    ['running', 12],
    ['running', 12],
  ]);
  const bought = results.find(({ treated }) => treated.buyers > 0);
  expect([bought?.done, bought?.treated.buyers]).toEqual([bought?.goal, bought?.goal]);
  expect(results.map(({ left, steps }) => [left, steps.at(-1)?.outcomes])).toEqual([
    [[], []],
    [[], []],
  ]);
  await house.in(shop, async (ctx) => {
    expect(await undoDemoJourneys.undo(ctx, changeSetId)).toMatchObject({ reversed: 2, kept: [] });
    expect((await listJourneys(ctx)).items).toEqual([]);
  });
});
