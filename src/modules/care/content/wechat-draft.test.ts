import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createChannel } from '../channels/channels.ts';
import { reach } from '../channels/ways.ts';
import '../module.ts';
import { createArticle, publishArticle, readArticle } from './articles.ts';
import { addTopic } from './topics.ts';
import { draftForWechat } from './wechat-draft.ts';

const house = await testHouse();
openDoorkeeper(house);
reach.mayReach = () => true;

interface Call {
  url: string;
  type: string;
  body: Buffer;
}
const calls: Call[] = [];
let answers: Record<string, object | number> = {};
/** Answers as the platform's documents say; a number is a status without an answer. */
const platform = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    calls.push({
      url: request.url ?? '',
      type: request.headers['content-type'] ?? '',
      body: Buffer.concat(parts),
    });
    const answer = answers[pathname] ?? { errcode: 40066, errmsg: 'invalid url' };
    if (typeof answer === 'number') response.writeHead(answer).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
});
platform.listen(0, '127.0.0.1');
await once(platform, 'listening');
const endpoint = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
afterAll(() => platform.close());

beforeEach(() => {
  calls.length = 0;
  answers = {
    '/cgi-bin/stable_token': { access_token: 'T1', expires_in: 7200 },
    '/cgi-bin/material/add_material': { media_id: 'COVER', url: 'http://mmbiz.qpic.cn/cover' },
    '/cgi-bin/media/uploadimg': { url: 'http://mmbiz.qpic.cn/in-text' },
    '/cgi-bin/draft/add': { media_id: 'DRAFT', item: [] },
  };
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function written({
  picture = `data:image/png;base64,${PNG.toString('base64')}` as string | null,
  open = true,
} = {}) {
  const shop = await house.openWorkspace();
  return house.in(shop, async (ctx) => {
    const given = {
      provider: 'wechat',
      appId: 'wx1',
      appSecret: 's',
      callbackToken: 't',
      mode: 'template',
      endpoint,
    } as const;
    if (open) await createChannel(ctx, { kind: 'wechat', name: '公众号', perMinute: null, given });
    const topic = await addTopic(ctx, { name: '泡茶' });
    const text = '水温<80>度，\n一分钟出汤。\n\n再看[图解](https://tea.example/green?a=1&b=2)。';
    const { id } = await createArticle(ctx, {
      topicId: topic.id,
      content: { 'zh-CN': { title: '绿茶怎么泡', text } },
      picture,
    });
    const article = await publishArticle(ctx, { id });
    return { shop, id, url: article.url };
  });
}

/** RFC 7578: the one part of a form with a file. */
function partOf({ type, body }: Call) {
  const boundary = /^multipart\/form-data; boundary=([\w-]+)$/.exec(type)?.[1] ?? '';
  const [head = '', rest = ''] = body.toString('latin1').split('\r\n\r\n', 2);
  const end = `\r\n--${boundary}--\r\n`;
  return {
    head: head.replace(`--${boundary}\r\n`, '').split('\r\n'),
    bytes: Buffer.from(rest.slice(0, -end.length), 'latin1'),
    closed: rest.endsWith(end),
  };
}

describe('an article for the Official Account', () => {
  test('becomes a draft: cover as material, the picture within the text uploaded, the rest as the documents say', async () => {
    const { shop, id, url } = await written();
    const article = await house.in(shop, (ctx) => draftForWechat(ctx, { id }));
    expect(article.draftedAt).not.toBeNull();
    expect(calls.map((call) => call.url)).toEqual([
      '/cgi-bin/stable_token',
      '/cgi-bin/material/add_material?type=image&access_token=T1',
      '/cgi-bin/media/uploadimg?access_token=T1',
      '/cgi-bin/draft/add?access_token=T1',
    ]);
    for (const call of calls.slice(1, 3))
      expect(partOf(call)).toEqual({
        head: ['Content-Disposition: form-data; name="media"; filename="cover.png"', 'Content-Type: image/png'],
        bytes: PNG,
        closed: true,
      });
    expect(JSON.parse(calls[3]?.body.toString() ?? '')).toEqual({
      articles: [
        {
          article_type: 'news',
          title: '绿茶怎么泡',
          digest: '水温<80>度， 一分钟出汤。 再看图解。',
          content:
            '<p><img src="http://mmbiz.qpic.cn/in-text"></p><p>水温&#60;80&#62;度，<br>一分钟出汤。</p><p>再看图解 https://tea.example/green?a=1&#38;b=2。</p>',
          content_source_url: url,
          thumb_media_id: 'COVER',
          need_open_comment: 0,
          only_fans_can_comment: 0,
        },
      ],
    });
  });

  test.each([
    ['/cgi-bin/stable_token', { errcode: 40013, errmsg: 'invalid appid' }, 'WECHAT_DRAFT_REFUSED'],
    ['/cgi-bin/material/add_material', { errcode: 40009, errmsg: 'invalid image size' }, 'WECHAT_DRAFT_REFUSED'],
    ['/cgi-bin/media/uploadimg', { errcode: 40005, errmsg: 'invalid file type' }, 'WECHAT_DRAFT_REFUSED'],
    ['/cgi-bin/draft/add', { errcode: 45003, errmsg: 'title size out of limit' }, 'WECHAT_DRAFT_REFUSED'],
    ['/cgi-bin/draft/add', 502, 'WECHAT_DRAFT_UNKNOWN'],
  ])('whose call %s is answered with %j is told so', async (path, answer, code) => {
    answers[path] = answer;
    const { shop, id } = await written();
    await expect(house.in(shop, (ctx) => draftForWechat(ctx, { id }))).rejects.toMatchObject({ code });
    expect((await house.in(shop, (ctx) => readArticle(ctx, { id }))).draftedAt).toBeNull();
  });

  test('needs a cover, and an account', async () => {
    const [bare, alone] = [await written({ picture: null }), await written({ open: false })];
    const draft = ({ shop, id }: typeof bare) => house.in(shop, (ctx) => draftForWechat(ctx, { id }));
    await expect(draft(bare)).rejects.toMatchObject({ code: 'ARTICLE_NEEDS_PICTURE' });
    await expect(draft(alone)).rejects.toMatchObject({ code: 'ARTICLE_NO_ACCOUNT' });
    expect(calls).toEqual([]);
  });
});
