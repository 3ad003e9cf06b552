import { beforeAll, describe, expect, test } from 'vitest';
import type { Workspace } from '../../../kernel/context.ts';
import type { Doorkeeper } from '../../../kernel/house.ts';
import { stranger } from '../../../kernel/access.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { consentsOf } from '../../customers/consents.ts';
import { createCampaign } from '../campaigns/campaigns.ts';
import { readEffect } from '../campaigns/effect.ts';
import { startCampaign } from '../campaigns/run-campaign.ts';
import { jobs } from '../jobs.ts';
import { careModule } from '../module.ts';
import { sendingOf } from '../sending/sendings.ts';
import { listSuppressions } from '../gate/suppressions.ts';
import { createTemplate } from '../templates/templates.ts';
import { customer, mailChannel, mailSink, work } from '../testing/shop.ts';
import { linkToken, readToken } from './tokens.ts';

const doorkeeper: Doorkeeper = { identify: async () => ({ actor: stranger, workspace: null, locale: 'en' }) };
const house = await testHouse({ jobs, doorkeeper });
openDoorkeeper(house);
const app = await buildServer(house, [careModule]);
const sink = await mailSink();
const BROWSER = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15';

/** A customer who got a mail a while ago, with the links in it. */
async function sent(tag: string | null = null) {
  const shop = await house.openWorkspace();
  const customerId = await customer(house, shop);
  const id = await house.in(shop, async (ctx) => {
    const channel = await mailChannel(ctx, sink.port);
    const blocks = [{ kind: 'button' as const, text: '看', link: 'https://tea.example/new?a=1&b=2', tag }];
    const template = await createTemplate(ctx, {
      name: '新茶',
      channel: 'email',
      purpose: 'promotion',
      content: { 'zh-CN': { subject: '新茶', preheader: '', blocks } },
    });
    const plan = {
      name: '新茶',
      purpose: 'promotion' as const,
      channelId: channel.id,
      templateId: template.id,
      audience: { include: [], exclude: [] },
      holdOutPercent: 0,
      effectDays: 28,
      marginPercent: 100,
    };
    const campaign = await createCampaign(ctx, plan);
    await startCampaign(ctx, { id: campaign.id });
    return campaign.id;
  });
  const sending = await house.in(shop, (ctx) => sendingOf(ctx, 'campaign', id));
  await work(house, shop, 'care.freeze', { sendingId: sending?.id });
  await work(house, shop, 'care.send', { channelId: sending?.channel_id });
  await house.in(shop, (ctx) =>
    ctx.db
      .updateTable('care_messages')
      .set({ sent_at: new Date(Date.now() - 3_600_000) })
      .execute(),
  );
  const { to: address = '', mail } = sink.received.at(-1) ?? {};
  const html = mail?.html ?? '';
  const link = (kind: string) => new RegExp(`/c/${kind}/[\\w-]{62}`).exec(html)?.[0] ?? '';
  const effect = () => house.in(shop, (ctx) => readEffect(ctx, { id }));
  const consents = () => house.in(shop, (ctx) => consentsOf(ctx, customerId));
  return { shop, link, effect, consents, customerId, address };
}

const ask = (method: 'GET' | 'POST', url: string, agent = BROWSER, payload?: string) =>
  app.inject({
    method,
    url,
    headers: {
      'user-agent': agent,
      ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(payload === undefined ? {} : { payload }),
  });

describe('the links of a mail', () => {
  test('lead to where the template says, and count once', async () => {
    const { link, effect } = await sent();
    for (let n = 0; n < 2; n += 1) {
      const answer = await ask('GET', link('c'));
      expect([answer.statusCode, answer.headers['location']]).toEqual([302, 'https://tea.example/new?a=1&b=2']);
    }
    expect(await effect()).toMatchObject({ clicked: { count: 1, of: 1 }, opened: { count: 1 } });
  });

  test('that a scanner opens count nothing and unsubscribe nobody', async () => {
    const { link, effect, consents } = await sent();
    for (const agent of ['Mozilla/5.0 (compatible; Barracuda Sentinel)', 'curl/8.0', '']) {
      for (const kind of ['o', 'c', 'u']) expect((await ask('GET', link(kind), agent)).statusCode).toBeLessThan(400);
    }
    for (const kind of ['o', 'c', 'u']) {
      const headers = { 'user-agent': BROWSER };
      await app.inject({ method: 'HEAD', url: link(kind), headers });
      for (const ahead of ['sec-purpose', 'purpose', 'x-moz'])
        await app.inject({ method: 'GET', url: link(kind), headers: { ...headers, [ahead]: 'prefetch;prerender' } });
    }
    // A browser that only looks says nothing either.
    const page = await ask('GET', link('u'));
    expect(page.body).toContain('method="post"');
    expect(page.body.length).toBeLessThan(25_000);
    expect(page.body).not.toContain('<script');
    expect(await effect()).toMatchObject({ clicked: { count: 0 }, opened: { count: 0 }, unsubscribed: { count: 0 } });
    expect((await consents()).every(({ granted }) => granted)).toBe(true);
  });

  test('unsubscribe with one press, by the page or by the mailbox, and keep the proof', async () => {
    const { link, effect, consents } = await sent();
    const answers = await Promise.all([
      ask('POST', link('u'), BROWSER, ''),
      ask('POST', link('u'), 'Gmail', 'List-Unsubscribe=One-Click'),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(await effect()).toMatchObject({ unsubscribed: { count: 1 } });
    const said = (await consents()).filter(({ channel, purpose }) => channel === 'email' && purpose === 'marketing');
    expect(said).toMatchObject([{ granted: false, proof: expect.stringContaining('127.0.0.1') }]);
    expect((await ask('GET', link('u'))).body).not.toContain('method="post"');
  });

  test('unsubscribe the mailbox, whoever else has it on the card, and say what that ends', async () => {
    const { shop, link, address } = await sent();
    const other = await customer(house, shop, { email: address, name: '王太太' });
    const page = await app.inject({ url: `${link('u')}?lang=en`, headers: { 'user-agent': BROWSER } });
    expect(page.body).toContain('No more promotions from');
    expect(page.body).toContain('/member.css');
    await ask('POST', link('u'), BROWSER, '');
    const said = await house.in(shop, (ctx) => consentsOf(ctx, other));
    const word = (purpose: string) => said.find((one) => one.channel === 'email' && one.purpose === purpose)?.granted;
    expect([word('marketing'), word('service')]).toEqual([false, true]);
  });

  test('of a button that has a tag put it on the card of whoever follows it, and of no program', async () => {
    const { shop, link, customerId } = await sent('爱喝白茶');
    const tags = () =>
      house.in(shop, (ctx) =>
        ctx.db.selectFrom('customers').select('tags').where('id', '=', customerId).executeTakeFirstOrThrow(),
      );
    await ask('GET', link('c'), 'curl/8.0');
    expect((await tags()).tags).toEqual([]);
    for (let n = 0; n < 2; n += 1) expect((await ask('GET', link('c'))).statusCode).toBe(302);
    expect((await tags()).tags).toEqual(['爱喝白茶']);
    // A card that is in the bin bars nobody's way.
    await house.in(shop, (ctx) =>
      ctx.db.updateTable('customers').set({ binned_at: ctx.now, tags: [] }).where('id', '=', customerId).execute(),
    );
    expect((await ask('GET', link('c'))).statusCode).toBe(302);
  });

  test('that are guessed, changed or of another kind reach nothing', async () => {
    const { link, effect } = await sent();
    const real = link('c').split('/').at(-1) ?? '';
    const forged = [
      linkToken({ kind: 'c', workspaceId: newId(), id: newId(), n: 0 }),
      `${real.slice(0, 61)}${real.endsWith('A') ? 'B' : 'A'}`,
      `A${real.slice(1)}`,
      link('o').split('/').at(-1) ?? '',
      '../../etc/passwd',
      'x'.repeat(62),
    ];
    for (const token of forged) {
      const answer = await ask('GET', `/c/c/${encodeURIComponent(token)}`);
      expect([answer.statusCode, answer.headers['location']], token).toEqual([404, undefined]);
    }
    expect((await ask('GET', `/c/o/${'y'.repeat(62)}`)).headers['content-type']).toBe('image/gif');
    expect(await effect()).toMatchObject({ clicked: { count: 0 }, opened: { count: 0 } });
  });

  test('beyond the template’s own links lead nowhere', async () => {
    const { link } = await sent();
    const known = readToken(link('c').split('/').at(-1) ?? '', 'c');
    expect((await ask('GET', `/c/c/${linkToken({ ...known!, n: 7 })}`)).statusCode).toBe(404);
  });
});

const channelOf = (shop: Workspace) =>
  house.in(shop, async (ctx) => (await ctx.db.selectFrom('care_channels').select('id').executeTakeFirstOrThrow()).id);

describe('what a provider reports', () => {
  let reported: ReturnType<typeof sent>;
  beforeAll(() => {
    reported = sent();
  });

  test('stops the address of a mail that came back, and says nothing of the messages of others', async () => {
    const { shop, effect } = await sent();
    const other = await sent();
    const [row, foreign] = await Promise.all(
      [shop, other.shop].map((one) =>
        house.in(one, (ctx) =>
          ctx.db
            .selectFrom('care_messages as m')
            .innerJoin('care_sendings as d', 'd.id', 'm.sending_id')
            .select(['m.id', 'd.channel_id'])
            .executeTakeFirstOrThrow(),
        ),
      ),
    );
    const token = linkToken({ kind: 'r', workspaceId: shop.id, id: row?.channel_id ?? '', n: 0 });
    const tell = (id: string, at = token) =>
      app.inject({ method: 'POST', url: `/c/r/${at}`, payload: [{ id, kind: 'bounce' }] });
    expect((await tell(foreign?.id ?? '')).json()).toMatchObject({ known: 0 });
    expect((await tell(row?.id ?? '', `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).statusCode).toBe(404);
    expect((await tell(row?.id ?? '')).json()).toMatchObject({ known: 1 });
    expect(await effect()).toMatchObject({ bounced: { count: 1 }, delivered: { count: 0 } });
    expect(await other.effect()).toMatchObject({ bounced: { count: 0 } });
    const { count } = await house.in(shop, (ctx) => listSuppressions(ctx, { limit: 5 }));
    expect(count.value).toBe(1);
  });

  test.each([
    ['nothing', undefined],
    ['a word', '"bounce"'],
    ['a number', '7'],
    ['null', 'null'],
    ['an empty list', '[]'],
    ['ids that are none', '[{"id":"1 or 1=1","kind":"bounce"},{"id":"../../x","kind":"complaint"}]'],
    ['what no database takes', '[{"id":"a\\u0000b","kind":"bounce"},{"sid":"\\ud800","report_status":"FAIL"}]'],
    ['operators for ids', '[{"id":{"$ne":null},"kind":"bounce"},{"id":["x"],"kind":"bounce"}]'],
    ['a prototype', '{"__proto__":{"kind":"bounce"},"id":"x"}'],
    ['what is no JSON', '[{'],
    ['a very long list', JSON.stringify(Array.from({ length: 2_000 }, () => ({ id: 'x', kind: 'bounce' })))],
  ])('that is forged, %s, stops nothing', async (_what, payload) => {
    const { shop, effect } = await reported;
    const token = linkToken({ kind: 'r', workspaceId: shop.id, id: await channelOf(shop), n: 0 });
    const headers = { 'content-type': 'application/json' };
    const answer = await app.inject({
      method: 'POST',
      url: `/c/r/${token}`,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    expect(answer.statusCode).toBeLessThan(500);
    expect(await effect()).toMatchObject({ bounced: { count: 0 }, complained: { count: 0 } });
    expect((await house.in(shop, (ctx) => listSuppressions(ctx, { limit: 5 }))).items).toEqual([]);
  });
});
