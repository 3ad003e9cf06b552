import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Browser } from 'playwright-core';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

let browser: Browser;
/** Resolves with the next mail that arrives. */
let mail = Promise.withResolvers<string>();
const sink = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    void read(stream).finally(() => done());
  },
});

async function read(stream: Readable): Promise<void> {
  const letter = await PostalMime.parse(await text(stream));
  mail.resolve(letter.text ?? '');
}

beforeAll(async () => {
  sink.listen(0, '127.0.0.1');
  await once(sink.server, 'listening');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await new Promise<void>((resolve) => sink.close(() => resolve()));
});

describe.each(seats)('the member’s own page in $tongue at $width px, $scheme', (seat) => {
  const word = (key: string, values?: Record<string, unknown>) =>
    translate(seat.tongue, `loyalty:member.${key}`, values);
  let product: Product;
  let shop: string;
  let receipt: string;
  let channel: Record<string, unknown>;
  let say: (to: string) => Promise<unknown>;

  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), {
      REGULARS_OWNER_EMAIL: 'lin@example.com',
      REGULARS_OWNER_PASSWORD: 'seven cups of tea',
      REGULARS_WORKSPACE: '林记茶行',
      SMTP_URL: `smtp://127.0.0.1:${(sink.server.address() as AddressInfo).port}`,
    });
    const { out } = await product.run('key', 'create', '--name', 'till', '--role', 'owner', '--json');
    const { key } = JSON.parse(out) as { key: string };
    const ask = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${product.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const said = await answer.text();
      expect([path, answer.status < 300 ? 'ok' : said]).toEqual([path, 'ok']);
      return JSON.parse(said) as Record<string, unknown>;
    };
    const draft = await ask('PUT', '/loyalty/programme/draft', {
      rules: {
        name: '回头客会员',
        earn: { points: 1, per: '1' },
        redeem: { points: 100, worth: '5' },
        tiers: {
          by: 'spend',
          window: 'calendar',
          levels: [
            { key: 'member', name: '普通会员', from: '0' },
            { key: 'gold', name: '金卡', from: '500', perks: ['生日双倍积分'] },
          ],
        },
        limits: { alone: 100_000, colleaguePerDay: null },
      },
    });
    await ask('POST', '/loyalty/programme/publish', { version: draft['version'] });
    await ask('PATCH', '/self-service/settings', { version: 0, codes: true });
    const { address } = await ask('GET', '/self-service/settings');
    shop = new URL(address as string).pathname;
    const facts = { name: '单雪梅', phone: '13800138712', email: 'shan@tea.example', gender: 'female' };
    const { id } = await ask('POST', '/customers', facts);
    await ask('POST', '/loyalty/earn', { customerId: id, points: 1_280 });
    const coupon = await ask('POST', '/loyalty/coupons', { name: '新茶券', terms: { kind: 'amount', amount: '30' } });
    await ask('POST', `/loyalty/coupons/${coupon['id']}/issue`, { customerIds: [id] });
    const full = await ask('POST', '/loyalty/coupons', { name: '正山小种一盒', terms: { kind: 'product', sku: 'T1' } });
    const stamps = { name: '买五送一', needed: 5, couponId: full['id'] };
    const card = await ask('POST', '/loyalty/stamp-cards', stamps);
    await ask('POST', `/loyalty/stamp-cards/${card['id']}/stamp`, { customerId: id, stamps: 3, reason: '开业盖章' });
    await ask('POST', '/loyalty/value/top-up', { customerId: id, amount: '100' });
    const drawing = await ask('POST', '/loyalty/draws', {
      name: '新茶抽奖',
      points: 50,
      dayLimit: 1,
      fromDay: '2020-01-01',
      untilDay: '2099-12-31',
      prizes: [{ name: '二十积分', odds: 10_000, give: { kind: 'points', points: 20 } }],
    });
    await ask('POST', `/loyalty/draws/${drawing['id']}/publish`, { version: drawing['version'] });
    const line = { sku: 'T1', name: '正山小种 100g', quantity: '1', unitPrice: '288' };
    const sale = await ask('POST', '/counter/sales', { customerId: id, basket: { lines: [line] }, points: 200 });
    // What the member finds beside: a message, an event to come to, an article of a topic to choose.
    const given = { provider: 'page' };
    channel = await ask('POST', '/care/channels', { kind: 'page', name: '会员页', perMinute: null, given });
    const topic = await ask('POST', '/care/topics', { name: '泡茶' });
    const words = { title: '绿茶怎么泡', text: '水温八十度，投茶三克，一分钟出汤。' };
    const article = await ask('POST', '/care/articles', { topicId: topic['id'], content: { 'zh-CN': words } });
    await ask('POST', `/care/articles/${article['id']}/publication`, {});
    const day = { day: '2099-06-13', from: '14:00', to: '16:00', place: '林记茶行二楼', places: 12, price: '¥30' };
    await ask('POST', '/care/events', { title: '春茶品鉴会', text: '六款春茶一起泡、一起品。', listed: true, ...day });
    say = (to) => ask('POST', `/care/channels/${channel['id']}/test`, { to });
    const { url } = await ask('GET', `/counter/sales/${sale['orderId']}/link`);
    receipt = new URL(url as string).pathname;
  });
  afterAll(() => product.stop());

  test('is opened by a code, shows points, tier and coupons, and lets the details be corrected', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    onTestFinished(() => page.context().close());
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    await page.goto(receipt);
    await page.getByText('正山小种').waitFor();
    await look('receipt');
    await page.getByRole('link', { name: word('receipt.member') }).click();

    await look('member-sign-in');
    mail = Promise.withResolvers();
    await page.getByLabel(word('address')).fill('13800138712');
    await page.getByRole('button', { name: word('sendCode') }).click();
    const code = /\d{6}/.exec(await mail.promise)?.[0] ?? '';
    await page.getByLabel(word('code')).fill(code);
    await page.getByRole('button', { name: word('open'), exact: true }).click();

    await page.getByRole('heading', { name: word('hello', { name: '单雪梅' }) }).waitFor();
    await page.getByText('1,358').waitFor();
    await page.getByText('新茶券').waitFor();
    await page.getByText('买五送一').waitFor();
    await page.getByText(word('storedOwn')).waitFor();
    await page.getByRole('img', { name: word('qr') }).waitFor();
    await look('member');
    const bytes = await page.evaluate<number>(
      "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource')).reduce((sum, one) => sum + one.encodedBodySize, 0)",
    );
    expect(bytes).toBeLessThan(60_000);
    console.log(`the member's page, everything: ${bytes} bytes`);

    const care = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `care:${key}`, values);
    await say('13800138712');
    await page.reload();
    await page.getByRole('link', { name: care('page.messages') }).click();
    await look('member-messages');
    await page.locator('.inbox a').click();
    await page.getByRole('link', { name: care('page.allMessages') }).waitFor();
    await page.getByRole('link', { name: care('page.news') }).click();
    await page.getByLabel('泡茶').check();
    await page.getByRole('button', { name: care('page.save') }).click();
    await page.getByRole('link', { name: '绿茶怎么泡' }).waitFor();
    await look('member-news');
    await page.getByRole('link', { name: '春茶品鉴会' }).click();
    await page.getByRole('button', { name: care('event.page.come'), exact: true }).click();
    await page.getByRole('img', { name: care('event.page.code') }).waitFor();
    await look('member-event');

    const draws = (key: string, values?: object) => translate(seat.tongue, `loyalty:draws.${key}`, { ...values });
    await page.getByRole('link', { name: word('tab.draws') }).click();
    await page.getByRole('button', { name: draws('drawFor', { points: 50 }) }).click();
    await page.getByText(draws('won', { prize: '二十积分' })).waitFor();
    await look('member-draws');
    await page.getByRole('link', { name: word('tab.card') }).click();
    await page.getByLabel(translate(seat.tongue, 'customers:field.phone')).fill('13700137000');
    await page.getByRole('button', { name: word('save') }).click();
    await page.getByText(word('done.waiting')).waitFor();
    await page
      .getByRole('button', { name: word('no'), exact: true })
      .first()
      .click();
    await page.getByText(word('done.consent')).waitFor();
    await look('member-card');
    await page.goto(shop);
    await page.getByRole('button', { name: word('leave') }).click();
    await page.getByLabel(word('address')).waitFor();
    expect(complaints).toEqual([]);
  });
});
