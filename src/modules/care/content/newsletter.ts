import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { channelOf } from '../channels/channels.ts';
import { careErrors } from '../errors-contract.ts';
import { factsOf } from '../gate/facts.ts';
import { sumFor, type GateSum } from '../gate/sum.ts';
import { meantBy } from '../sending/audience.ts';
import { openSending, wake } from '../sending/sendings.ts';
import { readSettings } from '../settings.ts';
import { isByPeople, isOneMailbox, tongues, type ChannelKind } from '../shapes-contract.ts';
import type { Block, Content } from '../templates/contract.ts';
import { retireTemplate, writeTemplate } from '../templates/templates.ts';
import { articleOf, type ArticleRow } from './articles.ts';
import type { ArticleContent } from './contract.ts';
import { withoutTags } from './rules/article-text.ts';
import { archiveUrl } from './topics.ts';

const refuse = refusals(careErrors);

interface Asked {
  id: string;
  channelId: string;
}

export async function checkNewsletter(ctx: Ctx, { id, channelId }: Asked): Promise<GateSum> {
  const article = await articleOf(ctx, id);
  const channel = await channelFit(ctx, channelId);
  const condition = await readersOf(ctx, article);
  return sumFor(ctx, { condition, profiled: false }, { channel, purpose: 'promotion' });
}

/**
 * One message for everybody who chose the topic, may be seen and has not said no; the gate looks at each again before
 * anything goes out. An article goes out once: of two who press at once, the second is told.
 */
export async function sendNewsletter(ctx: Ctx, { id, channelId }: Asked): Promise<{ planned: number }> {
  const article = await articleOf(ctx, id, true);
  if (article.sent_at !== null) throw refuse('ARTICLE_SENT');
  if (article.published_at === null) throw refuse('ARTICLE_NOT_PUBLISHED');
  const channel = await channelFit(ctx, channelId);
  const settings = await readSettings(ctx);
  const facts = factsOf(ctx, { channel, purpose: 'promotion', settings });
  const sender = { sender: 'newsletter', senderId: id, channelId, purpose: 'promotion', state: 'open' } as const;
  const sendingId = await openSending(ctx, sender);
  const templateId = await letterOf(ctx, article, channel);
  const { numAffectedRows } = await sql`
    insert into care_messages (workspace_id, id, sending_id, customer_id, step, state, template_id, template_version, fields, due_at)
    select ${ctx.workspace.id}, gen_random_uuid(), ${sendingId}, met.id, '', 'planned', ${templateId}, 1, '{}', ${ctx.now}
    from (select customers.id, ${facts.columns},
        row_number() over (partition by ${facts.address} order by said.granted desc nulls last, customers.id) > 1 as twin
      from customers ${facts.joins} where ${await readersOf(ctx, article)}) met
    where met.there and met.reachable and met.consent = 'yes' and not met.suppressed and not met."noContact"
      and not (met.twin and ${isOneMailbox(channel)}::boolean)
    on conflict (workspace_id, sending_id, customer_id, step) do nothing`.execute(ctx.db);
  const planned = Number(numAffectedRows ?? 0n);
  if (planned === 0) throw refuse('ARTICLE_NO_READERS');
  await sql`
    update care_articles set sent_at = ${ctx.now} where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(
    ctx.db,
  );
  await wake(ctx, channelId);
  await recordAudit(ctx, { action: 'article.sent', entity: 'article', entityId: id, detail: { count: planned } });
  return { planned };
}

/** Whoever chose the topic, of those whom the actor may see. */
async function readersOf(ctx: Ctx, { topic_id: topicId }: ArticleRow): Promise<RawBuilder<SqlBool>> {
  const { condition } = await meantBy(ctx, { include: [], exclude: [] });
  return sql<SqlBool>`${condition} and exists (
    select from care_topic_choices k where k.workspace_id = customers.workspace_id and k.customer_id = customers.id
      and k.topic_id = ${topicId} and k.wanted)`;
}

async function channelFit(ctx: Ctx, channelId: string): Promise<ChannelKind> {
  const kind = (await channelOf(ctx, channelId)).kind as ChannelKind;
  if (isByPeople(kind)) throw refuse('ARTICLE_CHANNEL_UNFIT', { path: 'channelId' });
  return kind;
}

/** The article as a letter: by mail the whole of it, elsewhere its title and where it stands. Retired from the start. */
async function letterOf(ctx: Ctx, article: ArticleRow, channel: ChannelKind): Promise<string> {
  const words = article.content as ArticleContent;
  const url = `${archiveUrl(ctx)}/${article.id}`;
  const content: Content = {};
  for (const tongue of tongues) {
    const said = words[tongue];
    if (!said) continue;
    const title = withoutTags(said.title);
    const blocks: Block[] = [{ kind: 'heading', text: title }];
    if (channel === 'email') {
      if (article.picture) blocks.push({ kind: 'image', src: article.picture, alt: title });
      for (const text of portions(withoutTags(said.text))) blocks.push({ kind: 'text', text });
    }
    blocks.push({ kind: 'button', text: translate(tongue, 'care:article.readOnPage'), link: url });
    content[tongue] = { subject: title, preheader: '', blocks };
  }
  const name = Object.values(words)[0]?.title ?? '';
  const id = await writeTemplate(ctx, { name, channel, purpose: 'promotion', content }, null);
  await retireTemplate(ctx, { id });
  return id;
}

/** A block of a letter holds 5,000 characters; an article is parted between its paragraphs. */
function portions(text: string): string[] {
  const parts: string[] = [];
  for (const paragraph of text.split(/\n\s*\n/).filter((one) => one.trim() !== '')) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + paragraph.length < 4_900)
      parts[parts.length - 1] = `${last}\n\n${paragraph}`;
    else parts.push(paragraph);
  }
  return parts;
}
