import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { stranger } from '../../../kernel/access.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { Doorkeeper } from '../../../kernel/house.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { createCustomer } from '../../customers/index.ts';
import { changeSelfSettings } from '../../customers/self/settings.ts';
import { loyaltyModule } from '../../loyalty/module.ts';
import { pushService } from '../../team/testing/push-service.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { standOn } from '../../workspaces/premises.ts';
import { createChannel } from '../channels/channels.ts';
import { testChannel } from '../channels/test-channel.ts';
import { reach } from '../channels/ways.ts';
import { createArticle, publishArticle } from '../content/articles.ts';
import { checkNewsletter, sendNewsletter } from '../content/newsletter.ts';
import { addTopic } from '../content/topics.ts';
import { createEvent } from '../events/events.ts';
import { jobs } from '../jobs.ts';
import { careModule } from '../module.ts';
import { changeSettings } from '../settings.ts';
import { work } from '../testing/shop.ts';
import { addPageDevice, pageDevicesOf } from './devices.ts';

const doorkeeper: Doorkeeper = { identify: async () => ({ actor: stranger, workspace: null, locale: null }) };
const house = await testHouse({ jobs, doorkeeper });
openDoorkeeper(house);
let code = '';
const mail = {
  configured: true,
  send: async ({ text }: { text: string }) => Boolean((code = /\d{6}/.exec(text)?.[0] ?? '')),
};
standOn({ ...house, mail });
const service = await pushService();
reach.mayReach = () => true;
const app = await buildServer(house, [loyaltyModule, careModule]);

async function openShop() {
  const shop = await house.openWorkspace();
  const channel = await house.in(shop, async (ctx) => {
    await changeSelfSettings(ctx, { version: 0, codes: true });
    await changeSettings(ctx, { version: 0, quietFrom: '00:00', quietTo: '00:00' });
    return createChannel(ctx, { kind: 'page', name: '会员页', perMinute: null, given: { provider: 'page' } });
  });
  return { shop, channelId: channel.id };
}

let knocks = 0;
/** Somebody on file, signed in on a phone of their own. */
async function member(shop: Workspace, name: string) {
  knocks += 1;
  const email = `m${knocks}@tea.example`;
  const { id } = await house.in(shop, (ctx) => createCustomer(ctx, { name, email }));
  let cookie = '';
  const ask = async (path: string, form?: Record<string, string>) => {
    const answer = await app.inject({
      method: form ? 'POST' : 'GET',
      url: `/m/${shop.id}${path}`,
      remoteAddress: `10.1.0.${knocks}`,
      headers: {
        'accept-language': 'zh-CN',
        cookie,
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { payload: new URLSearchParams(form).toString() } : {}),
    });
    const set = [answer.headers['set-cookie'] ?? []].flat()[0];
    if (set) cookie = set.split(';')[0] ?? '';
    return { status: answer.statusCode, text: answer.body, to: answer.headers.location ?? '' };
  };
  await ask('/code', { address: email });
  await ask('/open', { address: email, code });
  return { id, email, ask };
}

async function article(shop: Workspace, title: string) {
  return house.in(shop, async (ctx) => {
    const topic = await addTopic(ctx, { name: `泡茶 ${title}` });
    const content = { 'zh-CN': { title, text: '水温八十度。\n\n再看[图解](https://tea.example/green)。' } };
    const { id } = await createArticle(ctx, { topicId: topic.id, content });
    await publishArticle(ctx, { id });
    return { id, topicId: topic.id };
  });
}

describe('a member, on the own page', () => {
  test('chooses topics, reads their articles, and gets messages that are unread until they are opened', async () => {
    const { shop, channelId } = await openShop();
    const [green, black] = [await article(shop, '绿茶怎么泡'), await article(shop, '红茶怎么存')];
    const shan = await member(shop, '单雪梅');
    const before = await shan.ask('/news');
    expect(before.text).toContain('选择想看的内容');
    expect(before.text).not.toContain('href="/m/' + shop.id + '/news/' + green.id);
    expect((await shan.ask('/news', { [`topic.${green.topicId}`]: 'yes' })).to).toBe(`/m/${shop.id}/news?said=chosen`);
    const news = await shan.ask('/news?said=chosen');
    expect(news.text).toContain('绿茶怎么泡');
    expect(news.text).not.toContain(`news/${black.id}`);
    expect((await shan.ask(`/news/${green.id}`)).text).toContain('href="https://tea.example/green"');

    const { planned } = await house.in(shop, (ctx) => sendNewsletter(ctx, { id: green.id, channelId }));
    expect(planned).toBe(1);
    await work(house, shop, 'care.send', { channelId });
    const waiting = await shan.ask('');
    expect(waiting.text).toContain('aria-label="1 条未读"');
    const list = await shan.ask('/messages');
    const [, id = ''] = /messages\/([\w-]{36})" class="unread"/.exec(list.text) ?? [];
    const opened = await shan.ask(`/messages/${id}`);
    expect(opened.text).toMatch(/<a href="http[^"]*\/c\/c\/[\w-]{62}"[^>]*>在网页上看<\/a>/);
    expect(opened.text).not.toContain('未读');
    expect((await shan.ask('/messages')).text).not.toContain('class="unread"');
    const { rows } = await house.in(shop, (ctx) =>
      sql`select state, opened_at is not null as opened from care_messages where workspace_id = ${shop.id} and id = ${id}`.execute(
        ctx.db,
      ),
    );
    expect(rows).toEqual([{ state: 'sent', opened: true }]);
  });

  test('is reached there only after having been there, and until a no', async () => {
    const { shop, channelId } = await openShop();
    const { id, topicId } = await article(shop, '绿茶怎么泡');
    const [shan, lu] = [await member(shop, '单雪梅'), await member(shop, '陆远')];
    const { id: never } = await house.in(shop, (ctx) => createCustomer(ctx, { name: '何来', email: 'he@tea.example' }));
    for (const one of [shan, lu]) await one.ask('/news', { [`topic.${topicId}`]: 'yes' });
    await house.in(shop, (ctx) =>
      sql`insert into care_topic_choices (workspace_id, customer_id, topic_id, wanted, at, by_name)
        values (${shop.id}, ${never}, ${topicId}, true, ${ctx.now}, '小张')`.execute(ctx.db),
    );
    await shan.ask('');
    await lu.ask('/messages');
    expect((await lu.ask('/messages', { granted: 'no' })).to).toBe(`/m/${shop.id}/messages?said=word`);
    expect(await house.in(shop, (ctx) => checkNewsletter(ctx, { id, channelId }))).toMatchObject({
      audience: 3,
      reached: 1,
      refused: expect.arrayContaining([
        { reason: 'saidNo', count: 1 },
        { reason: 'noAddress', count: 1 },
      ]),
    });
  });

  test('reads nobody else’s messages, and stays signed in after trying', async () => {
    const { shop, channelId } = await openShop();
    const [shan, lu] = [await member(shop, '单雪梅'), await member(shop, '陆远')];
    await house.in(shop, (ctx) => testChannel(ctx, { id: channelId, to: shan.email }));
    const [, id = ''] = /messages\/([\w-]{36})/.exec((await shan.ask('/messages')).text) ?? [];
    expect(id).not.toBe('');
    for (const path of [`/messages/${id}`, '/messages/..%2Fcard', `/messages/'%00`]) {
      const page = await lu.ask(path);
      expect([page.status, page.text.includes('还没有消息')]).toEqual([200, true]);
    }
    expect((await shan.ask('/messages')).text).toContain('class="unread"');
    expect((await lu.ask('/nowhere')).status).toBe(404);
    await expect(house.in(shop, (ctx) => testChannel(ctx, { id: channelId, to: 'who@tea.example' }))).rejects.toThrow(
      'CHANNEL_ADDRESS_UNFIT',
    );
  });

  test('takes a place, shows the ticket, gives it back; an event by invitation alone is not there', async () => {
    const { shop } = await openShop();
    const shan = await member(shop, '单雪梅');
    const plan = (title: string, listed: boolean) =>
      house.in(shop, (ctx) =>
        createEvent(ctx, {
          title,
          text: '六款春茶',
          online: false,
          place: '二楼',
          day: '2099-06-12',
          from: '14:00',
          to: '16:00',
          places: 1,
          price: '',
          tiers: [],
          listed,
          effectDays: 30,
        }),
      );
    const [open, closed] = [await plan('春茶品鉴', true), await plan('内部晚宴', false)];
    const news = await shan.ask('/news');
    expect(news.text).toContain('春茶品鉴');
    expect(news.text).not.toContain('内部晚宴');
    const refused = await shan.ask(`/news/${closed.id}`, { act: 'come' });
    expect([refused.status, refused.text.includes('这场客户活动不在了')]).toEqual([404, true]);

    expect((await shan.ask(`/news/${open.id}`, { act: 'come' })).to).toBe(`/m/${shop.id}/news/${open.id}`);
    const ticket = await shan.ask(`/news/${open.id}`);
    expect(ticket.text).toContain('<svg');
    expect(ticket.text).toMatch(/href="\/c\/g\/[\w-]+\/event\.ics"/);
    expect((await shan.ask('/news')).text).toContain('已报名');
    const lu = await member(shop, '陆远');
    await lu.ask(`/news/${open.id}`, { act: 'come' });
    expect((await lu.ask('/news')).text).toContain('候补中');
    await shan.ask(`/news/${open.id}`, { act: 'away' });
    expect((await lu.ask('/news')).text).toContain('已报名');
    expect((await shan.ask('/news')).text).toContain('不去');
  });
});

describe('the phone of a member', () => {
  async function subscribed() {
    const { shop, channelId } = await openShop();
    const shan = await member(shop, '单雪梅');
    await house.in(shop, (ctx) => addPageDevice(ctx, shan.id, service.device));
    service.got.length = 0;
    service.state.answer = 201;
    const devices = () => house.in(shop, (ctx) => pageDevicesOf(ctx, shan.id));
    const write = () => house.in(shop, (ctx) => testChannel(ctx, { id: channelId, to: shan.email }));
    return { shop, shan, devices, write };
  }

  test('is told of a message in words that it alone can read, and where the message stands', async () => {
    const { shop, shan, write } = await subscribed();
    expect(await write()).toMatchObject({ sent: true });
    const [, id = ''] = /messages\/([\w-]{36})/.exec((await shan.ask('/messages')).text) ?? [];
    const { headers, body } = service.got[0]!;
    expect(headers.authorization).toMatch(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=[\w-]{87}$/);
    expect(service.read(body)).toEqual({
      id,
      title: shop.name,
      text: expect.stringContaining(shop.name),
      url: `${house.config.publicUrl}/m/${shop.id}/messages/${id}`,
    });
  });

  test.each([
    [404, 0],
    [410, 0],
    [503, 1],
  ])('that is answered for with %i: devices left %i; the message is there all the same', async (answer, left) => {
    const { shan, devices, write } = await subscribed();
    service.state.answer = answer;
    expect(await write()).toMatchObject({ sent: true });
    expect(await devices()).toHaveLength(left);
    expect((await shan.ask('/messages')).text).toContain('class="unread"');
  });

  test('is told nothing more after signing out, or when somebody else has it', async () => {
    const { shop, shan, devices } = await subscribed();
    const lu = await member(shop, '陆远');
    await house.in(shop, (ctx) => addPageDevice(ctx, lu.id, service.device));
    expect(await devices()).toEqual([]);
    await house.in(shop, (ctx) => addPageDevice(ctx, shan.id, service.device));
    expect((await shan.ask('/leave', {})).to).toBe(`/m/${shop.id}`);
    expect(await devices()).toEqual([]);
  });

  test('subscribes with an address and keys that can be ones', async () => {
    const { shop, shan, devices } = await subscribed();
    await shan.ask('/messages', { act: 'hush', endpoint: service.device.endpoint });
    const { publicKey, auth } = service.device;
    const good = { act: 'tell', endpoint: 'https://push.example/send/1', publicKey, auth };
    for (const wrong of [
      { endpoint: 'http://push.example/1' },
      { endpoint: 'file:///etc/passwd' },
      { auth: '<script>' },
      { publicKey: `${publicKey.slice(0, -4)}AAAA` },
    ]) {
      const page = await shan.ask('/messages', { ...good, ...wrong });
      expect([page.status, page.text.includes('没有开成通知')]).toEqual([422, true]);
    }
    expect((await shan.ask('/messages', good)).to).toBe(`/m/${shop.id}/messages?said=word`);
    expect(await devices()).toMatchObject([{ endpoint: good.endpoint }]);
  });
});

test('a channel to the page needs the page to be open, and there is one', async () => {
  const shop = await house.openWorkspace();
  const given = { kind: 'page', name: '会员页', perMinute: null, given: { provider: 'page' } } as const;
  await expect(house.in(shop, (ctx) => createChannel(ctx, given))).rejects.toThrow('CHANNEL_PAGE_CLOSED');
  await house.in(shop, (ctx) => changeSelfSettings(ctx, { version: 0, codes: true }));
  await house.in(shop, (ctx) => createChannel(ctx, given));
  await expect(house.in(shop, (ctx) => createChannel(ctx, given))).rejects.toThrow('CHANNEL_ACCOUNT_TWICE');
});
