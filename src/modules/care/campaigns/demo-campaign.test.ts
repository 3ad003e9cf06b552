import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import '../../orders/module.ts';
import { undoCare } from '../demo-care.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { customer, demoFile, work } from '../testing/shop.ts';
import { runDemoCampaign } from './demo-campaign.ts';
import { readEffect } from './effect.ts';
import { listCampaigns } from './present.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);

test('the demo shop has a campaign that is over, measured against who was left in peace, and its undo takes it away', async () => {
  const shop = await house.openWorkspace();
  const changeSetId = await house.in(shop, (ctx) => demoFile(ctx, 'orders'));
  const ids = await Promise.all(Array.from({ length: 100 }, () => customer(house, shop)));
  await house.in(shop, async (ctx) => {
    // Ten came only after the campaign; of the others every second bought within its four weeks.
    await sql`
      insert into customer_statistics (workspace_id, customer_id, first_on, last_on, orders, purchase_days)
      select ${shop.id}, id, ${ctx.today}::date - case when n <= 10 then 20 else 300 end, ${ctx.today}::date - 20, 1, 1
      from unnest(${ids}::uuid[]) with ordinality as x (id, n)
      on conflict (workspace_id, customer_id) do update set first_on = excluded.first_on`.execute(ctx.db);
    await sql`
      insert into purchase_days (workspace_id, customer_id, day, amount_minor, orders)
      select ${shop.id}, id, ${ctx.today}::date - 20, 8800, 1 from unnest(${ids}::uuid[]) with ordinality as x (id, n) where n % 2 = 0`.execute(
      ctx.db,
    );
    for (let times = 0; times < 2; times += 1) await runDemoCampaign(ctx, changeSetId);
  });
  const { items } = await house.in(shop, (ctx) => listCampaigns(ctx, { limit: 10 }));
  expect(items).toMatchObject([{ state: 'finished', counts: { sent: 63, held: 27, planned: 0, failed: 0 } }]);
  const [{ id } = { id: '' }] = items;
  const effect = await house.in(shop, (ctx) => readEffect(ctx, { id }));
  expect(effect).toMatchObject({ preliminary: false, why: null, treated: { n: 63 }, held: { n: 27 } });
  expect(effect.treated.buyers + (effect.held?.buyers ?? 0)).toBe(45);
  expect(effect.opened.count).toBeGreaterThan(effect.clicked.count);
  expect(effect.clicked.count).toBeGreaterThan(0);
  // The machine finds nothing that it might send.
  const channelId = (
    await house.in(shop, (ctx) => ctx.db.selectFrom('care_channels').select('id').executeTakeFirstOrThrow())
  ).id;
  await work(house, shop, 'care.send', { channelId });
  expect((await house.in(shop, (ctx) => undoCare.undo(ctx, changeSetId))).kept).toEqual([]);
  const left = await house.in(shop, (ctx) =>
    sql<{ n: number }>`
      select ((select count(*) from care_campaigns) + (select count(*) from care_sendings) + (select count(*) from care_messages)
        + (select count(*) from care_channels) + (select count(*) from care_templates))::int as n`.execute(ctx.db),
  );
  expect(left.rows[0]?.n).toBe(0);
});
