import { expect, test } from 'vitest';
import { newId } from './ids.ts';
import { testHouse } from './testing/house.ts';

const house = await testHouse();
const shop = await house.openWorkspace();

test('two who take the same cards in opposite order both come through', async () => {
  const [one, other] = [newId(), newId()];
  await house.in(shop, (ctx) =>
    ctx.db
      .insertInto('customers')
      .values([one, other].map((id) => ({ workspace_id: shop.id, id, name: '甲', sort_name: '甲' })))
      .execute(),
  );
  const meeting = Promise.withResolvers<void>();
  let there = 0;
  const takeBoth = (ids: readonly string[], name: string) =>
    house.in(shop, async (ctx) => {
      for (const id of ids) {
        await ctx.db.updateTable('customers').set({ name }).where('id', '=', id).execute();
        there += 1;
        if (there >= 2) meeting.resolve();
        await meeting.promise;
      }
    });
  await Promise.all([takeBoth([one, other], '乙'), takeBoth([other, one], '丙')]);
  const names = await house.database.reader(shop.id).selectFrom('customers').select('name').distinct().execute();
  expect(names).toHaveLength(1);
});
