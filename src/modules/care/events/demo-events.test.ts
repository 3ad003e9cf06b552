import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { customer, demoFile } from '../testing/shop.ts';
import { holdDemoEvents, undoDemoEvents } from './demo-events.ts';
import { readEventEffect } from './effect.ts';
import { listEvents } from './present.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);

test('the demo shop has had one event and has another with places left, and its undo takes them away', async () => {
  const shop = await house.openWorkspace();
  const changeSetId = await house.in(shop, (ctx) => demoFile(ctx, 'orders'));
  const ids = await Promise.all(Array.from({ length: 40 }, () => customer(house, shop)));
  await house.in(shop, async (ctx) => {
    await sql`
      insert into customer_statistics (workspace_id, customer_id, first_on, last_on, orders, purchase_days)
      select ${shop.id}, id, ${ctx.today}, ${ctx.today}, 5, 5 from unnest(${ids}::uuid[]) id
      on conflict (workspace_id, customer_id) do update set purchase_days = 5, last_on = excluded.last_on`.execute(
      ctx.db,
    );
    for (let times = 0; times < 2; times += 1) await holdDemoEvents(ctx, changeSetId);
    const { items } = await listEvents(ctx, { limit: 10 });
    expect(items.map(({ state, places, counts }) => [state, places, counts.registered, counts.came])).toEqual([
      ['coming', 16, 9, 0],
      ['past', 40, 34, 29],
    ]);
    expect((await readEventEffect(ctx, { id: items[1]!.id })).verdict).not.toBe('tooFew');
    expect(await undoDemoEvents.undo(ctx, changeSetId)).toMatchObject({ reversed: 2, kept: [] });
    expect((await listEvents(ctx, { limit: 10 })).items).toEqual([]);
  });
});
