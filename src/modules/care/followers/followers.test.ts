import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stranger } from '../../../kernel/access.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { Doorkeeper } from '../../../kernel/house.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createChannel, listChannels } from '../channels/channels.ts';
import type { ChannelGiven } from '../channels/contract.ts';
import { openWay, reach, type Outbound } from '../channels/ways.ts';
import { decryptWechat, encryptWechat, wechatSignature, xmlField } from '../channels/wechat-crypto.ts';
import { jobs } from '../jobs.ts';
import { careModule } from '../module.ts';
import { customer } from '../testing/shop.ts';
import { linkFollower, unknownFollowers } from './followers.ts';

const doorkeeper: Doorkeeper = { identify: async () => ({ actor: stranger, workspace: null, locale: 'en' }) };
const house = await testHouse({ jobs, doorkeeper });
openDoorkeeper(house);
const app = await buildServer(house, [careModule]);
const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

interface Call {
  path: string;
  token: string | null;
  body: Record<string, unknown>;
}
const calls: Call[] = [];
let answers: Record<string, object[]> = {};
const platform = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    calls.push({
      path: pathname,
      token: searchParams.get('access_token'),
      body: body ? (JSON.parse(body) as Record<string, unknown>) : Object.fromEntries(searchParams),
    });
    const [answer = { errcode: 0, errmsg: 'ok' }] = answers[pathname]?.splice(0, 1) ?? [];
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
});
let endpoint: string;
beforeAll(async () => {
  platform.listen(0, '127.0.0.1');
  await once(platform, 'listening');
  endpoint = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
  reach.mayReach = () => true;
});
afterAll(async () => {
  platform.close();
  await app.close();
});

const account = (aesKey?: string): ChannelGiven => ({
  provider: 'wechat',
  appId: 'wx2c2769f8efd9abc2',
  appSecret: 'top secret',
  callbackToken: 'spamtest',
  ...(aesKey ? { aesKey } : {}),
  mode: 'template',
  templateId: 'TPL1',
  templateFields: 'thing1, time2, thing3',
  endpoint,
});
const outbound: Outbound = {
  key: newId(),
  to: 'oOpenId',
  subject: '',
  html: '',
  text: '王先生，新茶到了\n\n2026-11-28\n\n欢迎来店里坐坐，我们为您留了位置和一份小礼物',
  unsubscribeUrl: null,
  language: 'zh-CN',
};

async function openAccount(kind: 'wechat' | 'wecom', given: ChannelGiven) {
  const shop = await house.openWorkspace();
  const channel = await house.in(shop, (ctx) => createChannel(ctx, { kind, name: kind, perMinute: null, given }));
  const row = await house.in(shop, (ctx) =>
    ctx.db.selectFrom('care_channels').selectAll().where('id', '=', channel.id).executeTakeFirstOrThrow(),
  );
  return { shop, channel, row, path: new URL(channel.reportsTo).pathname };
}

describe('the examples of the platforms’ own documents', () => {
  const encrypted =
    'hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE=';

  test('WeChat: signed and encrypted', () => {
    expect(wechatSignature('spamtest', '1409735669', '1320562132', encrypted)).toBe(
      '5d197aaffba7e9b25a30732f161a50dee96bd5fa',
    );
    const xml = decryptWechat(encrypted, KEY, 'wx2c2769f8efd9abc2') ?? '';
    expect([xmlField(xml, 'MsgType'), xmlField(xml, 'Content'), xmlField(xml, 'MsgId')]).toEqual([
      'text',
      'abcdteT',
      '6054768590064713728',
    ]);
    expect(decryptWechat(encrypted, KEY, 'wx somebody else')).toBeNull();
    expect(decryptWechat('AAAA', KEY, 'wx2c2769f8efd9abc2')).toBeNull();
  });

  test('WeCom: the address is checked', () => {
    const echo = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
    expect(wechatSignature('QDG6eK', '1409659589', '263014780', echo)).toBe('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3');
    expect(decryptWechat(echo, 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', 'wx5823bf96d3bd56c7')).toBe(
      '1616140317555161061',
    );
  });
});

describe('a message to a follower', () => {
  test('goes out in free words where the platform lets it, with one token for all', async () => {
    const { row } = await openAccount('wechat', account());
    answers = { '/cgi-bin/stable_token': [{ access_token: 'T1', expires_in: 7200 }] };
    calls.length = 0;
    const way = await openWay(house, row);
    expect([await way.send(outbound), await way.send(outbound)]).toMatchObject([
      { outcome: 'sent' },
      { outcome: 'sent' },
    ]);
    expect(calls.map(({ path, token }) => [path, token])).toEqual([
      ['/cgi-bin/stable_token', null],
      ['/cgi-bin/message/custom/send', 'T1'],
      ['/cgi-bin/message/custom/send', 'T1'],
    ]);
    expect(calls[0]?.body).toEqual({
      grant_type: 'client_credential',
      appid: 'wx2c2769f8efd9abc2',
      secret: 'top secret',
      force_refresh: false,
    });
    expect(calls[1]?.body).toEqual({ touser: 'oOpenId', msgtype: 'text', text: { content: outbound.text } });
  });

  test('else as the approved message, a line for each field, none longer than it may be', async () => {
    const { row } = await openAccount('wechat', account());
    answers = {
      '/cgi-bin/stable_token': [{ access_token: 'T1', expires_in: 7200 }],
      '/cgi-bin/message/custom/send': [{ errcode: 45015, errmsg: 'response out of time limit' }],
      '/cgi-bin/message/template/send': [{ errcode: 0, errmsg: 'ok', msgid: 200228332 }],
    };
    calls.length = 0;
    expect(await (await openWay(house, row)).send(outbound)).toMatchObject({
      outcome: 'sent',
      providerId: '200228332',
    });
    expect(calls.at(-1)?.body).toEqual({
      touser: 'oOpenId',
      template_id: 'TPL1',
      data: {
        thing1: { value: '王先生，新茶到了' },
        time2: { value: '2026-11-28' },
        thing3: { value: '欢迎来店里坐坐，我们为您留了位置和一份小' },
      },
    });
  });

  test('asks for a new token where the old is over, and says why the platform refuses', async () => {
    const { row } = await openAccount('wechat', account());
    answers = {
      '/cgi-bin/stable_token': [
        { access_token: 'OLD', expires_in: 7200 },
        { access_token: 'NEW', expires_in: 7200 },
      ],
      '/cgi-bin/message/custom/send': [
        { errcode: 42001, errmsg: 'access_token expired' },
        { errcode: 43004, errmsg: 'require subscribe' },
      ],
    };
    calls.length = 0;
    expect(await (await openWay(house, row)).send(outbound)).toEqual({
      outcome: 'refused',
      again: false,
      answer: '43004 require subscribe',
    });
    expect(calls.map(({ token }) => token)).toEqual([null, 'OLD', null, 'NEW']);
    answers = { '/cgi-bin/stable_token': [{ errcode: 40125, errmsg: 'invalid appsecret' }] };
    expect(await (await openWay(house, row)).send(outbound)).toEqual({
      outcome: 'unsent',
      answer: '40125 invalid appsecret',
    });
  });

  test('WeCom: is put before the colleague', async () => {
    const { row } = await openAccount('wecom', {
      provider: 'wecom',
      corpId: 'ww1',
      corpSecret: 's',
      sender: 'zhang',
      callbackToken: 't',
      aesKey: KEY,
      endpoint,
    });
    answers = {
      '/cgi-bin/gettoken': [{ errcode: 0, access_token: 'W', expires_in: 7200 }],
      '/cgi-bin/externalcontact/add_msg_template': [
        { errcode: 0, errmsg: 'ok', fail_list: [], msgid: 'M1' },
        { errcode: 0, errmsg: 'ok', fail_list: ['oOpenId'], msgid: 'M2' },
      ],
    };
    calls.length = 0;
    const way = await openWay(house, row);
    expect([await way.send(outbound), await way.send(outbound)]).toMatchObject([
      { outcome: 'sent', providerId: 'M1' },
      { outcome: 'refused', again: false },
    ]);
    expect(calls[0]?.body).toEqual({ corpid: 'ww1', corpsecret: 's' });
    expect(calls[1]).toMatchObject({
      token: 'W',
      body: { chat_type: 'single', external_userid: ['oOpenId'], sender: 'zhang', text: { content: outbound.text } },
    });
  });
});

describe('what the platform calls us with', () => {
  const xml = (content: string, id = '1', seconds = 1_700_000_000, more = '') =>
    `<xml><ToUserName><![CDATA[gh]]></ToUserName><FromUserName><![CDATA[oWang]]></FromUserName><CreateTime>${seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content><MsgId>${id}</MsgId>${more}</xml>`;
  const event = (name: string, seconds: number) =>
    `<xml><FromUserName>oWang</FromUserName><CreateTime>${seconds}</CreateTime><MsgType>event</MsgType><Event>${name}</Event></xml>`;
  const signed = (...more: string[]) =>
    new URLSearchParams({
      timestamp: '1700000000',
      nonce: 'n',
      [more.length > 0 ? 'msg_signature' : 'signature']: wechatSignature('spamtest', '1700000000', 'n', ...more),
    }).toString();
  const post = async (path: string, query: string, payload: string) =>
    (await app.inject({ method: 'POST', url: `${path}?${query}`, headers: { 'content-type': 'text/xml' }, payload }))
      .statusCode;
  const answersOf = (shop: Workspace) =>
    house.in(shop, (ctx) => ctx.db.selectFrom('care_answers').select(['customer_id', 'body']).orderBy('id').execute());

  test('the address is confirmed to who can sign, and to nobody else', async () => {
    const { path } = await openAccount('wechat', account());
    const ask = (query: string) => app.inject({ method: 'GET', url: `${path}?${query}` });
    const good = await ask(`${signed()}&echostr=4711`);
    expect([good.statusCode, good.body]).toEqual([200, '4711']);
    expect((await ask(`${signed().replace(/signature=./, 'signature=x')}&echostr=4711`)).statusCode).toBe(403);
    expect((await ask('echostr=4711')).statusCode).toBe(403);
    const other = `${path.slice(0, -1)}${path.endsWith('x') ? 'y' : 'x'}`;
    expect((await app.inject({ method: 'GET', url: `${other}?${signed()}&echostr=1` })).statusCode).toBe(403);
  });

  test('words come to the card once somebody has said whose they are, each once', async () => {
    const { shop, path } = await openAccount('wechat', account());
    expect(await post(path, signed(), xml('你好'))).toBe(200);
    const { items } = await house.in(shop, unknownFollowers);
    expect(items).toMatchObject([{ channel: 'wechat', address: 'oWang', following: true }]);
    const customerId = await customer(house, shop);
    await house.in(shop, (ctx) => linkFollower(ctx, { id: items[0]!.id, customerId }));
    expect((await house.in(shop, unknownFollowers)).items).toEqual([]);
    for (let twice = 0; twice < 2; twice += 1) await post(path, signed(), xml('周六有位置吗？', '2', 1_700_000_100));
    expect(await answersOf(shop)).toEqual([{ customer_id: customerId, body: '周六有位置吗？' }]);
  });

  test('who leaves is followed no longer, and an old call played again does not bring them back', async () => {
    const { shop, path } = await openAccount('wechat', account());
    await post(path, signed(), event('subscribe', 1_700_000_000));
    await post(path, signed(), event('unsubscribe', 1_700_000_500));
    await post(path, signed(), event('subscribe', 1_700_000_000));
    expect((await house.in(shop, unknownFollowers)).items).toMatchObject([{ following: false }]);
  });

  test('where a key is set nothing comes in the clear, nor what is for another account', async () => {
    const { shop, path } = await openAccount('wechat', account(KEY));
    expect(await post(path, signed(), xml('forged'))).toBe(403);
    const foreign = encryptWechat(xml('x'), KEY, 'wx other');
    expect(await post(path, signed(foreign), `<xml><Encrypt>${foreign}</Encrypt></xml>`)).toBe(403);
    const own = encryptWechat(xml('真的'), KEY, 'wx2c2769f8efd9abc2');
    expect(await post(path, signed(own), `<xml><Encrypt><![CDATA[${own}]]></Encrypt></xml>`)).toBe(200);
    expect((await house.in(shop, unknownFollowers)).items).toHaveLength(1);
  });

  test.each([
    ['nothing', ''],
    ['half a document', '<xml>'],
    [
      'a file of ours as an entity',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><FromUserName>&e;</FromUserName></xml>',
    ],
    [
      'a very long name and a NUL',
      `<xml><FromUserName>${'x'.repeat(5000)}</FromUserName><MsgType>text</MsgType><Content>\0</Content></xml>`,
    ],
    ['something else', 'not xml'],
  ])('%s harms nothing', async (_name, payload) => {
    const { path } = await openAccount('wechat', account());
    expect(await post(path, signed(), payload)).toBeLessThan(500);
  });

  test('a second account of the kind is refused, and secrets are never shown', async () => {
    const { shop } = await openAccount('wechat', account(KEY));
    await expect(
      house.in(shop, (ctx) => createChannel(ctx, { kind: 'wechat', name: 'b', perMinute: null, given: account() })),
    ).rejects.toMatchObject({ code: 'CHANNEL_ACCOUNT_TWICE' });
    const shown = JSON.stringify(await house.in(shop, listChannels));
    for (const secret of ['top secret', 'spamtest', KEY]) expect(shown).not.toContain(secret);
  });
});
