import { z } from 'zod';
import { byId, id, instant, listInput, noInput, nothing, operation, page, pick } from '../../../kernel/contract.ts';
import { careErrors } from '../errors-contract.ts';
import { filledLine, prose, tongues } from '../shapes-contract.ts';

const topic = z.object({ id, name: z.string(), readers: z.number().int() });

/** An empty line parts paragraphs; `[words](https://…)` is a link. */
const words = z.object({ title: filledLine(120), text: prose(20_000) }).strict();
const content = z.partialRecord(z.enum(tongues), words);
const picture = z
  .string()
  .max(300_000)
  .regex(/^data:image\/(png|jpeg|gif);base64,[A-Za-z0-9+/=]+$/);

const article = z.object({
  id,
  title: z.string(),
  topic: z.object({ id, name: z.string() }),
  tongues: z.array(z.enum(tongues)),
  state: z.enum(['draft', 'published']),
  publishedAt: instant.nullable(),
  sentAt: instant.nullable(),
  /** When it was last put into the drafts of the WeChat account. */
  draftedAt: instant.nullable(),
  createdBy: z.string(),
  version: z.number().int(),
});

const opened = article.extend({
  content,
  picture: z.string().nullable(),
  /** Where everybody reads it once it is published. */
  url: z.string(),
  /** The words alone, ready to be put into a WeChat draft or a group. */
  plainText: z.string(),
});

const given = { topicId: id, content, picture: picture.nullish() };
const faults = pick(careErrors, 'TOPIC_NOT_FOUND', 'ARTICLE_EMPTY', 'TEMPLATE_LINK_UNFIT');
const channelled = z.object({ id, channelId: id }).strict();
const unfit = pick(careErrors, 'ARTICLE_NOT_FOUND', 'CHANNEL_NOT_FOUND', 'ARTICLE_CHANNEL_UNFIT');

export const topicsContract = {
  list: operation({
    method: 'GET',
    path: '/care/topics',
    summary: 'What customers may choose to read about, and how many do',
    requires: 'care.read',
    input: noInput,
    output: z.object({ items: z.array(topic), url: z.string() }),
  }),
  add: operation({
    method: 'POST',
    path: '/care/topics',
    summary: 'Offer a topic',
    requires: 'care.edit',
    input: z.object({ name: filledLine(40) }).strict(),
    output: topic,
    errors: pick(careErrors, 'TOPIC_TWICE', 'TOPICS_TOO_MANY'),
  }),
  remove: operation({
    method: 'DELETE',
    path: '/care/topics/{id}',
    summary: 'Offer a topic no more; its articles stay',
    requires: 'care.edit',
    input: byId,
    output: nothing,
    errors: pick(careErrors, 'TOPIC_NOT_FOUND'),
  }),
};

export const articlesContract = {
  list: operation({
    method: 'GET',
    path: '/care/articles',
    summary: 'Articles and tips, the newest first',
    requires: 'care.read',
    input: listInput.strict(),
    output: page(article),
  }),
  read: operation({
    method: 'GET',
    path: '/care/articles/{id}',
    summary: 'An article with its words in every tongue',
    requires: 'care.read',
    input: byId,
    output: opened,
    errors: pick(careErrors, 'ARTICLE_NOT_FOUND'),
  }),
  create: operation({
    method: 'POST',
    path: '/care/articles',
    summary: 'Write an article; nobody reads it yet',
    requires: 'care.edit',
    input: z.object(given).strict(),
    output: opened,
    errors: faults,
  }),
  change: operation({
    method: 'PATCH',
    path: '/care/articles/{id}',
    summary: 'Change an article; the page shows it as it is now',
    requires: 'care.edit',
    input: z.object(given).strict().partial().extend({ id, version: z.number().int().optional() }).strict(),
    output: opened,
    errors: { ...faults, ...pick(careErrors, 'ARTICLE_NOT_FOUND') },
  }),
  remove: operation({
    method: 'DELETE',
    path: '/care/articles/{id}',
    summary: 'Remove an article from the page and the list',
    requires: 'care.edit',
    input: byId,
    output: nothing,
    errors: pick(careErrors, 'ARTICLE_NOT_FOUND'),
  }),
  publish: operation({
    method: 'POST',
    path: '/care/articles/{id}/publication',
    summary: 'Put an article on the public page and into its feed',
    requires: 'care.edit',
    input: byId,
    output: opened,
    errors: pick(careErrors, 'ARTICLE_NOT_FOUND'),
    status: 200,
  }),
  withdraw: operation({
    method: 'DELETE',
    path: '/care/articles/{id}/publication',
    summary: 'Take an article off the public page; mails that have gone out stay',
    requires: 'care.edit',
    input: byId,
    output: opened,
    errors: pick(careErrors, 'ARTICLE_NOT_FOUND'),
  }),
  draft: operation({
    method: 'POST',
    path: '/care/articles/{id}/wechat-draft',
    summary: 'Put an article with its picture into the drafts of the shop’s WeChat Official Account',
    requires: 'care.edit',
    input: byId,
    output: opened,
    errors: pick(
      careErrors,
      'ARTICLE_NOT_FOUND',
      'ARTICLE_NEEDS_PICTURE',
      'ARTICLE_NO_ACCOUNT',
      'WECHAT_DRAFT_REFUSED',
      'WECHAT_DRAFT_UNKNOWN',
    ),
    status: 200,
  }),
  check: operation({
    method: 'POST',
    path: '/care/articles/{id}/newsletter/check',
    summary: 'How many who chose the topic would get it, and why the others not',
    requires: 'care.read',
    input: channelled,
    output: z.object({
      audience: z.number().int(),
      reached: z.number().int(),
      later: z.number().int(),
      refused: z.array(z.object({ reason: z.string(), count: z.number().int() })),
    }),
    errors: unfit,
    readOnly: true,
  }),
  send: operation({
    method: 'POST',
    path: '/care/articles/{id}/newsletter',
    summary: 'Send it once to everybody who chose the topic and agreed, through the same gate as everything',
    requires: 'care.send',
    input: channelled,
    output: z.object({ planned: z.number().int() }),
    errors: { ...unfit, ...pick(careErrors, 'ARTICLE_SENT', 'ARTICLE_NOT_PUBLISHED', 'ARTICLE_NO_READERS') },
    status: 200,
  }),
};

export type Topic = z.infer<typeof topic>;
export type Article = z.infer<typeof article>;
export type OpenedArticle = z.infer<typeof opened>;
export type ArticleContent = z.output<typeof content>;
