import { expect, test } from 'vitest';
import type { Workspace } from '../../../kernel/context.ts';
import { asSystem } from '../../../kernel/enter.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { startWorker } from '../../../kernel/jobs/worker.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { jobs, reactions } from '../../../apps/modules.ts';
import { loadDemoShop, undoChangeSet } from '../../transfer/index.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { colleague } from '../testing/shop.ts';
import { confirmReading } from '../training/receipts.ts';
import { listCourses } from '../training/shelf.ts';
import { doneTask } from './done.ts';
import { tasksOnDesk } from './desk.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);

test('the demo shop gives its owner tasks and courses, its customers people and wishes, and its undo takes back those nobody touched', async () => {
  installReactions(reactions);
  const shop = await house.openWorkspace();
  const owner = await colleague(house, shop, { role: 'owner' });
  const worker = await startWorker(house, jobs);
  const changeSets = await loadDemoShop(house, asSystem(shop));
  while ((await deliverDue(house)) > 0);
  await worker.stop();
  installReactions([]);
  const desk = await house.in(shop, (ctx) => tasksOnDesk(ctx), owner);
  expect(desk).toHaveLength(3);
  expect(desk.filter(({ customer }) => customer !== null)).toHaveLength(2);
  expect(await peopleDaysAndWishes(shop)).toEqual([4, 2, 3]);
  await house.in(shop, (ctx) => doneTask(ctx, { id: desk.find(({ customer }) => !customer)?.id ?? '' }), owner);
  const { items: courses } = await house.in(shop, listCourses, owner);
  const standard = courses.find(({ questions }) => questions === 0);
  expect([courses.length, standard?.mine.state]).toEqual([2, 'open']);
  await house.in(shop, (ctx) => confirmReading(ctx, { id: standard?.id ?? '', edition: 1 }), owner);
  for (const changeSet of changeSets) await house.in(shop, (ctx) => undoChangeSet(ctx, { id: changeSet }));
  const left = await house.in(shop, (ctx) =>
    ctx.db.selectFrom('tasks').select(['title', 'done_at']).where('workspace_id', '=', shop.id).execute(),
  );
  expect(left).toMatchObject([{ title: '盘点绿茶', done_at: expect.any(Date) as Date }]);
  expect((await house.in(shop, listCourses, owner)).items.map(({ id }) => id)).toEqual([standard?.id]);
  expect(await peopleDaysAndWishes(shop)).toEqual([0, 0, 0]);
});

/** The demo shop's regulars have a family, some want to be left alone, and all of it goes with them. */
function peopleDaysAndWishes(shop: Workspace): Promise<number[]> {
  return house.in(shop, async (ctx) => {
    const people = await ctx.db.selectFrom('customer_people').select('id').execute();
    const days = await ctx.db.selectFrom('customer_occasions').select('id').execute();
    const wishes = await ctx.db.selectFrom('customer_restrictions').select('kind').execute();
    return [people.length, days.length, wishes.length];
  });
}
