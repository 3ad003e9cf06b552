import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { stranger } from '../../../kernel/access.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { Doorkeeper } from '../../../kernel/house.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { jobs } from '../jobs.ts';
import { careModule } from '../module.ts';
import { customer, mailChannel, mailSink, say, work } from '../testing/shop.ts';
import { changeArticle, createArticle, publishArticle, removeArticle, withdrawArticle } from './articles.ts';
import { chooseTopics } from './choices.ts';
import { checkNewsletter, sendNewsletter } from './newsletter.ts';
import { addTopic, listTopics, removeTopic } from './topics.ts';

const doorkeeper: Doorkeeper = { identify: async () => ({ actor: stranger, workspace: null, locale: 'en' }) };
const house = await testHouse({ jobs, doorkeeper });
openDoorkeeper(house);
const app = await buildServer(house, [careModule]);
const sink = await mailSink();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function openShop(text = '第一段\n\n看[这里](https://tea.example/a)') {
  const shop = await house.openWorkspace();
  return house.in(shop, async (ctx) => {
    const channel = await mailChannel(ctx, sink.port);
    const topic = await addTopic(ctx, { name: '泡茶' });
    const content = { 'zh-CN': { title: '怎么泡绿茶 {{name}}', text } };
    const article = await createArticle(ctx, { topicId: topic.id, content });
    return { shop, channelId: channel.id, topicId: topic.id, id: article.id };
  });
}

async function reader(shop: Workspace, topicId: string, facts: Parameters<typeof customer>[2] = {}) {
  const address = `${newId()}@example.com`;
  const id = await customer(house, shop, { email: address, ...facts });
  await house.in(shop, (ctx) => chooseTopics(ctx, id, [topicId], 'email'));
  return { id, address };
}

const mailsTo = (address: string) => sink.received.filter(({ to }) => to === address);

test('a newsletter goes once to whoever chose the topic, and to nobody who said no since', async () => {
  const { shop, channelId, topicId, id } = await openShop();
  const [reads, left] = [await reader(shop, topicId), await reader(shop, topicId)];
  const other = await customer(house, shop, { email: `${newId()}@example.com` });
  await house.in(shop, (ctx) => say(ctx, left.id, 'email', false, new Date()));
  await expect(house.in(shop, (ctx) => sendNewsletter(ctx, { id, channelId }))).rejects.toMatchObject({
    code: 'ARTICLE_NOT_PUBLISHED',
  });
  await house.in(shop, (ctx) => publishArticle(ctx, { id }));
  const check = await house.in(shop, (ctx) => checkNewsletter(ctx, { id, channelId }));
  expect([check.audience, check.reached]).toEqual([2, 1]);
  const sent = await Promise.allSettled(
    [0, 1].map(() => house.in(shop, (ctx) => sendNewsletter(ctx, { id, channelId }))),
  );
  expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await work(house, shop, 'care.send', { channelId });
  const [mail] = mailsTo(reads.address);
  expect(mail?.mail.subject).toBe('（广告）怎么泡绿茶 { {name}}');
  expect(mail?.mail.text).toContain('第一段');
  expect([mailsTo(reads.address).length, mailsTo(left.address).length]).toEqual([1, 0]);
  const { rows } = await house.in(shop, (ctx) =>
    sql`select from care_messages where workspace_id = ${shop.id} and customer_id = ${other}`.execute(ctx.db),
  );
  expect(rows).toEqual([]);

  // Every mail leads to what its reader chooses; looking changes nothing.
  const path = /\/c\/p\/[\w-]{62}/.exec(mail?.mail.html ?? '')?.[0] ?? '';
  const second = await house.in(shop, (ctx) => addTopic(ctx, { name: '新品' }));
  expect((await app.inject({ url: path, headers: { 'accept-language': 'zh-CN' } })).body).toContain('您想看哪些内容');
  const readers = async () => (await house.in(shop, listTopics)).items.map(({ name, readers: n }) => [name, n]);
  expect(await readers()).toEqual([
    ['新品', 0],
    ['泡茶', 2],
  ]);
  const payload = new URLSearchParams({ [`topic.${second.id}`]: 'yes', [`topic.${newId()}`]: 'yes' }).toString();
  const saved = await app.inject({ method: 'POST', url: path, headers: FORM, payload });
  expect(saved.statusCode).toBe(200);
  expect(await readers()).toEqual([
    ['新品', 1],
    ['泡茶', 1],
  ]);
  // Whoever unticks everything reads nothing any more.
  await app.inject({ method: 'POST', url: path, headers: FORM, payload: '' });
  expect(await readers()).toEqual([
    ['新品', 0],
    ['泡茶', 1],
  ]);
});

test('of a topic that nobody chose nothing goes out', async () => {
  const { shop, channelId, id } = await openShop();
  await house.in(shop, (ctx) => publishArticle(ctx, { id }));
  await expect(house.in(shop, (ctx) => sendNewsletter(ctx, { id, channelId }))).rejects.toMatchObject({
    code: 'ARTICLE_NO_READERS',
  });
});

test('the public page and its feed show what is published, as words and links to the web', async () => {
  const { shop, id } = await openShop('<script>alert(1)</script> & 看[这里](https://tea.example/a?b=1&c=2)');
  expect((await app.inject({ url: `/n/${shop.id}` })).statusCode).toBe(404);
  expect((await app.inject({ url: `/n/${shop.id}/${id}` })).statusCode).toBe(404);
  await house.in(shop, (ctx) => publishArticle(ctx, { id }));
  const article = await app.inject({ url: `/n/${shop.id}/${id}` });
  expect(article.body).not.toContain('<script>');
  expect(article.body).toContain('href="https://tea.example/a?b=1&amp;c=2"');
  expect((await app.inject({ url: `/n/${shop.id}` })).body).toContain('怎么泡绿茶');
  const feed = await app.inject({ url: `/n/${shop.id}/feed.xml` });
  expect(feed.headers['content-type']).toContain('application/rss+xml');
  expect(feed.body).toContain('<title>怎么泡绿茶 {{name}}</title>');
  expect(feed.body).not.toContain('<script>');
  await house.in(shop, (ctx) => withdrawArticle(ctx, { id }));
  expect((await app.inject({ url: `/n/${shop.id}/${id}` })).statusCode).toBe(404);
  for (const url of ['/n/x', `/n/${newId()}`, `/n/${shop.id}/x`, `/n/${newId()}/feed.xml`, '/c/p/x'])
    expect((await app.inject({ url })).statusCode, url).toBe(404);
});

test('another shop’s article is not on this page', async () => {
  const [one, other] = [await openShop(), await openShop()];
  for (const { shop, id } of [one, other]) await house.in(shop, (ctx) => publishArticle(ctx, { id }));
  expect((await app.inject({ url: `/n/${one.shop.id}/${other.id}` })).statusCode).toBe(404);
});

test('a wrong link, a foreign topic, a second topic of the name and an old version are refused', async () => {
  const { shop, topicId, id } = await openShop();
  const refused = (work: Parameters<typeof house.in<unknown>>[1], code: string) =>
    expect(house.in(shop, work)).rejects.toMatchObject({ code });
  const content = { en: { title: 'x', text: '[y](javascript:alert(1))' } };
  await refused((ctx) => createArticle(ctx, { topicId, content }), 'TEMPLATE_LINK_UNFIT');
  await refused((ctx) => createArticle(ctx, { topicId, content: {} }), 'ARTICLE_EMPTY');
  await refused((ctx) => changeArticle(ctx, { id, topicId: newId() }), 'TOPIC_NOT_FOUND');
  await refused((ctx) => addTopic(ctx, { name: '泡茶' }), 'TOPIC_TWICE');
  await house.in(shop, (ctx) => changeArticle(ctx, { id, content: { en: { title: 'Green tea', text: '' } } }));
  await refused((ctx) => changeArticle(ctx, { id, version: 1, picture: null }), 'STALE');
  await house.in(shop, (ctx) => removeTopic(ctx, { id: topicId }));
  await house.in(shop, (ctx) => removeArticle(ctx, { id }));
  await refused((ctx) => removeArticle(ctx, { id }), 'ARTICLE_NOT_FOUND');
});
