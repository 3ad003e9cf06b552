import { sql, type Selectable } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareArticles } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { careErrors } from '../errors-contract.ts';
import { skipPlanned } from '../sending/sendings.ts';
import { tongues, type Tongue } from '../shapes-contract.ts';
import type { Article, ArticleContent, OpenedArticle } from './contract.ts';
import { plainTextOf, wrongLinks } from './rules/article-text.ts';
import { admitTopic, archiveUrl } from './topics.ts';

const refuse = refusals(careErrors);

export type ArticleRow = Selectable<CareArticles>;
export type Words = { title: string; text: string };

interface Given {
  topicId: string;
  content: ArticleContent;
  picture?: string | null | undefined;
}

export async function listArticles(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  const after = at && id ? sql`and (a.created_at, a.id) < (${String(at)}::timestamptz, ${String(id)}::uuid)` : sql``;
  const { rows } = await sql<ArticleRow & { topic: string }>`
    select a.*, t.name as topic from care_articles a
    join care_topics t on t.workspace_id = a.workspace_id and t.id = a.topic_id
    where a.workspace_id = ${ctx.workspace.id} and a.removed_at is null ${after}
    order by a.created_at desc, a.id desc limit ${limit + 1}`.execute(ctx.db);
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (select from care_articles
      where workspace_id = ${ctx.workspace.id} and removed_at is null limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => present(ctx, row, row.topic)),
    nextCursor: rows.length > limit && last ? encodeCursor([last.created_at.toISOString(), last.id]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

export async function readArticle(ctx: Ctx, { id }: { id: string }): Promise<OpenedArticle> {
  const row = await articleOf(ctx, id);
  const topic = await ctx.db
    .selectFrom('care_topics')
    .select('name')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.topic_id)
    .executeTakeFirstOrThrow();
  const content = row.content as ArticleContent;
  const { title, text } = wordsIn(content, ctx.workspace.language as Tongue);
  return {
    ...present(ctx, row, topic.name),
    content,
    picture: row.picture,
    url: `${archiveUrl(ctx)}/${row.id}`,
    plainText: plainTextOf(title, text),
  };
}

export async function createArticle(ctx: Ctx, given: Given): Promise<OpenedArticle> {
  const id = newId();
  await admitTopic(ctx, given.topicId);
  admitWords(given.content);
  await ctx.db
    .insertInto('care_articles')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      topic_id: given.topicId,
      content: JSON.stringify(given.content),
      picture: given.picture ?? null,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .execute();
  await recordAudit(ctx, { action: 'article.created', entity: 'article', entityId: id });
  return readArticle(ctx, { id });
}

type Changes = { [Key in keyof Given]?: Given[Key] | undefined };

export async function changeArticle(
  ctx: Ctx,
  { id, version, topicId, content, picture }: Changes & { id: string; version?: number | undefined },
): Promise<OpenedArticle> {
  const before = await articleOf(ctx, id, true);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await readArticle(ctx, { id }) });
  if (topicId !== undefined && topicId !== before.topic_id) await admitTopic(ctx, topicId);
  if (content) admitWords(content);
  await ctx.db
    .updateTable('care_articles')
    .set({
      ...(topicId === undefined ? {} : { topic_id: topicId }),
      ...(content === undefined ? {} : { content: JSON.stringify(content) }),
      ...(picture === undefined ? {} : { picture }),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'article.changed', entity: 'article', entityId: id });
  return readArticle(ctx, { id });
}

/** On the page and in the feed from now on; saying it again keeps the day. */
export async function publishArticle(ctx: Ctx, { id }: { id: string }): Promise<OpenedArticle> {
  return setColumns(ctx, id, 'article.published', { published_at: sql`coalesce(published_at, ${ctx.now})` });
}

/** Nobody is sent to a page that is not there any more. */
export async function withdrawArticle(ctx: Ctx, { id }: { id: string }): Promise<OpenedArticle> {
  await skipPlanned(ctx, 'newsletter', [id]);
  return setColumns(ctx, id, 'article.withdrawn', { published_at: sql`null` });
}

export async function removeArticle(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await articleOf(ctx, id, true);
  await skipPlanned(ctx, 'newsletter', [id]);
  await sql`
    update care_articles set removed_at = ${ctx.now} where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(
    ctx.db,
  );
  await recordAudit(ctx, { action: 'article.removed', entity: 'article', entityId: id });
  return { ok: true };
}

export async function articleOf(ctx: Ctx, id: string, lock = false): Promise<ArticleRow> {
  const row = await ctx.db
    .selectFrom('care_articles')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw refuse('ARTICLE_NOT_FOUND');
  return row;
}

/** In the wanted tongue; else the other Chinese; else whichever there is. */
export function wordsIn(content: ArticleContent, wanted: Tongue): Words {
  const order: Tongue[] = [wanted, ...(wanted.startsWith('zh') ? (['zh-CN', 'zh-TW'] as const) : []), ...tongues];
  const spoken = order.find((one) => content[one] !== undefined);
  return (spoken && content[spoken]) || { title: '', text: '' };
}

async function setColumns(ctx: Ctx, id: string, action: string, columns: { published_at: ReturnType<typeof sql> }) {
  await articleOf(ctx, id, true);
  await sql`
    update care_articles set published_at = ${columns.published_at}
    where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  await recordAudit(ctx, { action, entity: 'article', entityId: id });
  return readArticle(ctx, { id });
}

function admitWords(content: ArticleContent): void {
  const there = Object.values(content);
  if (there.length === 0) throw refuse('ARTICLE_EMPTY', { path: 'content' });
  const wrong = there.flatMap(({ text }) => wrongLinks(text))[0];
  if (wrong !== undefined) throw refuse('TEMPLATE_LINK_UNFIT', { path: 'content', link: wrong.slice(0, 80) });
}

function present(ctx: Ctx, row: ArticleRow, topic: string): Article {
  const content = row.content as ArticleContent;
  return {
    id: row.id,
    title: wordsIn(content, ctx.workspace.language as Tongue).title,
    topic: { id: row.topic_id, name: topic },
    tongues: tongues.filter((one) => content[one] !== undefined),
    state: row.published_at === null ? 'draft' : 'published',
    publishedAt: row.published_at?.toISOString() ?? null,
    sentAt: row.sent_at?.toISOString() ?? null,
    draftedAt: row.drafted_at?.toISOString() ?? null,
    createdBy: row.created_by_name,
    version: row.version,
  };
}
