import { expect, test } from 'vitest';
import { sql } from 'kysely';
import { testHouse } from '../../kernel/testing/house.ts';
import { openDoorkeeper } from '../workspaces/index.ts';
import { listArticles } from './content/articles.ts';
import { undoDemoArticles, writeDemoArticles } from './content/demo-articles.ts';
import { openDemoCare, undoCare } from './demo-care.ts';
import { listDue } from './greetings/due.ts';
import { jobs } from './jobs.ts';
import './module.ts';
import { demoFile } from './testing/shop.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);

async function openShop(demo: boolean) {
  const shop = await house.openWorkspace();
  const id = await house.in(shop, (ctx) => demoFile(ctx, 'customers', demo ? undefined : 'own.csv'));
  return { shop, id };
}

test('the demo shop calls its customers, and its undo takes that back', async () => {
  const { shop, id } = await openShop(true);
  for (let twice = 0; twice < 2; twice += 1) await house.in(shop, (ctx) => openDemoCare(ctx, id));
  const { days } = await house.in(shop, (ctx) => listDue(ctx, { days: 14 }));
  expect(days.map(({ name }) => name)).toContain('店庆');
  const count = async () =>
    (
      await house.in(shop, (ctx) =>
        sql<{
          n: number;
        }>`select (select count(*) from care_channels where workspace_id = ${shop.id})::int + (select count(*) from care_templates where workspace_id = ${shop.id})::int
          + (select count(*) from care_campaigns where workspace_id = ${shop.id})::int + (select count(*) from care_greetings where workspace_id = ${shop.id})::int
          + (select count(*) from care_own_days where workspace_id = ${shop.id})::int as n`.execute(ctx.db),
      )
    ).rows[0]?.n;
  expect(await count()).toBe(7);
  const { kept } = await house.in(shop, (ctx) => undoCare.undo(ctx, id));
  expect(kept).toEqual([]);
  expect(await count()).toBe(0);
});

test('the demo shop has written articles under topics, and its undo takes back what nobody has changed', async () => {
  const { shop, id } = await openShop(true);
  for (let twice = 0; twice < 2; twice += 1) await house.in(shop, (ctx) => writeDemoArticles(ctx, id));
  const articles = () => house.in(shop, (ctx) => listArticles(ctx, { limit: 10 }));
  expect((await articles()).items.map(({ state, tongues }) => [state, tongues.length])).toEqual(
    Array.from({ length: 3 }, () => ['published', 3]),
  );
  const undone = await house.in(shop, async (ctx) => {
    await sql`update care_articles set version = 2 where workspace_id = ${shop.id}
      and topic_id = (select topic_id from care_articles where workspace_id = ${shop.id} group by topic_id having count(*) = 1)`.execute(
      ctx.db,
    );
    return undoDemoArticles.undo(ctx, id);
  });
  expect([undone.reversed, undone.kept.length]).toEqual([3, 1]);
  expect((await articles()).items).toHaveLength(1);
});

test('a file of one’s own opens no such thing', async () => {
  const { shop, id } = await openShop(false);
  await house.in(shop, (ctx) => openDemoCare(ctx, id));
  expect((await house.in(shop, (ctx) => listDue(ctx, { days: 14 }))).days.some(({ name }) => name === '店庆')).toBe(
    false,
  );
});
