import { sql } from 'kysely';
import demo from '../../../../kits/retail/articles.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { dayIn } from '../../../maths/calendar.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import { tongues, type Tongue } from '../shapes-contract.ts';
import { createArticle, publishArticle } from './articles.ts';
import type { ArticleContent } from './contract.ts';
import { addTopic } from './topics.ts';

type Key = keyof (typeof demo)['en']['articles'];

/** Each on its day, in days before today, under its topic. */
const ARTICLES: readonly { key: Key; topic: 'brewing' | 'shop'; days: number }[] = [
  { key: 'green', topic: 'brewing', days: 40 },
  { key: 'keeping', topic: 'brewing', days: 17 },
  { key: 'autumn', topic: 'shop', days: 5 },
];

/** The demo shop has written three articles under two topics. Once, and only where nobody has offered a topic yet. */
export async function writeDemoArticles(ctx: Ctx, changeSetId: string | null): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId))) return;
  const there = await sql`select from care_topics where workspace_id = ${ctx.workspace.id} limit 1`.execute(ctx.db);
  if (there.rows.length > 0) return;
  const names = demo[ctx.workspace.language as Tongue].topics;
  const topics = {
    brewing: await addTopic(ctx, { name: names.brewing }),
    shop: await addTopic(ctx, { name: names.shop }),
  };
  for (const { key, topic, days } of ARTICLES) {
    const content = Object.fromEntries(tongues.map((tongue) => [tongue, demo[tongue].articles[key]])) as ArticleContent;
    const then = onDay(ctx, -days);
    const { id } = await createArticle(then, { topicId: topics[topic].id, content });
    await publishArticle(then, { id });
  }
  for (const table of ['care_topics', 'care_articles'])
    await sql`update ${sql.table(table)} set change_set_id = ${changeSetId} where workspace_id = ${ctx.workspace.id}`.execute(
      ctx.db,
    );
}

/** What people have changed or sent since stays, with its topic. */
export const undoDemoArticles: Undo = {
  entity: 'articles',
  order: 5,
  async undo(ctx, changeSetId) {
    const ours = sql`workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId}`;
    const gone = [
      await sql`delete from care_articles where ${ours} and version = 1 and sent_at is null and drafted_at is null`.execute(
        ctx.db,
      ),
      await sql`
        delete from care_topics t where ${ours} and not exists (
          select from care_articles a where a.workspace_id = t.workspace_id and a.topic_id = t.id)`.execute(ctx.db),
    ];
    const { rows } = await sql<{ id: string; what: string }>`
      select id, name as what from care_topics where ${ours}`.execute(ctx.db);
    return {
      reversed: gone.reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0n), 0),
      kept: rows.map((row) => ({ ...row, why: 'transfer:undo.usedSince' })),
      failed: [],
    };
  },
};

function onDay(ctx: Ctx, days: number): Ctx {
  const now = new Date(ctx.now.getTime() + days * 86_400_000);
  return { ...ctx, now, today: dayIn(ctx.workspace.zone, now) };
}
