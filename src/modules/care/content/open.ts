import { sql } from 'kysely';
import { stranger } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { asSystem, command, query, workspaceById } from '../../../kernel/enter.ts';
import type { House } from '../../../kernel/house.ts';
import type { Locale } from '../../../kernel/i18n/locales.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { isId } from '../../../kernel/ids.ts';
import { CONSENT_CHANNEL } from '../gate/facts.ts';
import type { Link } from '../public/tokens.ts';
import type { ChannelKind } from '../shapes-contract.ts';
import type { ArticleRow } from './articles.ts';
import { choicesOf, chooseTopics, type Choice } from './choices.ts';

export type Published = ArticleRow & { published_at: Date; topic: string };

/** As many as one page, and the feed, show. */
const SHOWN = 50;

/** What a shop has published, the newest first; null where there is nothing, or no such shop. */
export async function publishedBy(
  house: House,
  shop: string,
  tongue: Locale,
  id?: string,
): Promise<{ ctx: Ctx; articles: Published[] } | null> {
  const workspace = isId(shop) ? await workspaceById(house.database, shop) : undefined;
  if (!workspace || (id !== undefined && !isId(id))) return null;
  return query(house.database, { ...asSystem(workspace), locale: tongue }, async (ctx) => {
    const articles = await publishedArticles(ctx, id);
    return articles.length === 0 ? null : { ctx, articles };
  });
}

/** All of them, or the one. */
export async function publishedArticles(ctx: Ctx, id?: string): Promise<Published[]> {
  const { rows } = await sql<Published>`
    select a.*, t.name as topic from care_articles a
    join care_topics t on t.workspace_id = a.workspace_id and t.id = a.topic_id
    where a.workspace_id = ${ctx.workspace.id} and a.published_at is not null and a.removed_at is null
      ${id === undefined ? sql`` : sql`and a.id = ${id}`}
    order by a.published_at desc, a.id desc limit ${SHOWN}`.execute(ctx.db);
  return rows;
}

export interface Choosing {
  ctx: Ctx;
  choices: Choice[];
}

/** What whoever got the message reads about. Looking says nothing: programs open every link. */
export async function lookAtChoices(house: House, link: Link, tongue: Locale): Promise<Choosing | null> {
  return withReader(house, link, tongue, 'query', async (ctx, customerId) => ({
    ctx,
    choices: await choicesOf(ctx, customerId),
  }));
}

export async function saveChoices(
  house: House,
  link: Link,
  tongue: Locale,
  wanted: readonly string[],
): Promise<Choosing | null> {
  return withReader(house, link, tongue, 'command', async (ctx, customerId, channel) => {
    await chooseTopics(ctx, customerId, wanted, CONSENT_CHANNEL[channel]);
    return { ctx, choices: await choicesOf(ctx, customerId) };
  });
}

async function withReader<T>(
  house: House,
  link: Link,
  tongue: Locale,
  mode: 'query' | 'command',
  work: (ctx: Ctx, customerId: string, channel: ChannelKind) => Promise<T>,
): Promise<T | null> {
  const workspace = await workspaceById(house.database, link.workspaceId);
  if (!workspace) return null;
  const actor = { ...stranger, name: translate(workspace.language, 'care:article.byLink') };
  const enter = mode === 'command' ? command : query;
  return enter(house.database, { ...asSystem(workspace), actor, locale: tongue }, async (ctx) => {
    const { rows } = await sql<{ customer: string; channel: ChannelKind }>`
      select m.customer_id as customer, h.kind as channel from care_messages m
      join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id
      join care_channels h on h.workspace_id = d.workspace_id and h.id = d.channel_id
      join customers c on c.workspace_id = m.workspace_id and c.id = m.customer_id and c.binned_at is null
      where m.workspace_id = ${ctx.workspace.id} and m.id = ${link.id}`.execute(ctx.db);
    const [row] = rows;
    return row ? work(ctx, row.customer, row.channel) : null;
  });
}
