import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { stranger } from '../../../kernel/access.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { Doorkeeper } from '../../../kernel/house.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { createCustomer, registerSmsSender } from '../../customers/index.ts';
import { changeSelfSettings } from '../../customers/self/settings.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { standOn } from '../../workspaces/premises.ts';
import { basket, couponTerms } from '../coupons/contract.ts';
import { createCoupon } from '../coupons/coupons.ts';
import { issueCoupons } from '../coupons/vouchers.ts';
import { drawRules } from '../draws/contract.ts';
import { createDraw, endDraw, publishDraw } from '../draws/draws.ts';
import { listTries } from '../draws/tries.ts';
import { claimGift } from '../gifts/claims.ts';
import { createGift } from '../gifts/gifts.ts';
import { memberCode } from '../counter/rules/member-code.ts';
import { sell } from '../counter/sell.ts';
import { earnPoints } from '../ledger/points.ts';
import { loyaltyModule } from '../module.ts';
import { loyaltyShop } from '../testing/shop.ts';
import { receiptToken } from './receipt-token.ts';

const doorkeeper: Doorkeeper = { identify: async () => ({ actor: stranger, workspace: null, locale: null }) };
const house = await testHouse({ doorkeeper });
openDoorkeeper(house);
const sent: { to: string; text: string }[] = [];
standOn({ ...house, mail: { configured: true, send: async (one) => sent.push(one) > 0 } });
const app = await buildServer(house, [loyaltyModule]);

let knocks = 0;
/** Every visitor from an address of their own: what is counted by address is tried apart. */
const visitor = () => {
  knocks += 1;
  const ip = `10.0.${knocks >> 8}.${knocks & 255}`;
  let cookies: string[] = [];
  const ask = async (method: 'GET' | 'POST', url: string, form?: Record<string, string>, cookie?: string) => {
    const answer = await app.inject({
      method,
      url,
      remoteAddress: ip,
      headers: {
        'accept-language': 'zh-CN',
        cookie: cookie ?? cookies.join('; '),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { payload: new URLSearchParams(form).toString() } : {}),
    });
    const set = [answer.headers['set-cookie'] ?? []].flat();
    cookies = [...cookies, ...set.map((one) => one.split(';')[0] as string)];
    return { status: answer.statusCode, text: answer.body, set: set.join(' | '), to: answer.headers.location };
  };
  const signIn = async ({ id }: Workspace, address: string) => {
    await ask('POST', `/m/${id}/code`, { address });
    const code = /\d{6}/.exec(sent.at(-1)?.text ?? '')?.[0] ?? '';
    return ask('POST', `/m/${id}/open`, { address, code });
  };
  return { ask, signIn, cookie: () => cookies.join('; ') };
};

/** A shop that has opened its page, and a member with 1,280 points and a coupon. */
async function openShop() {
  const shop = await loyaltyShop(house);
  await shop.in((ctx) => changeSelfSettings(ctx, { version: 0, codes: true }));
  const member = async (name: string, email: string, phone: string) => {
    const { id } = await shop.in((ctx) => createCustomer(ctx, { name, email, phone }));
    await shop.in((ctx) => earnPoints(ctx, { customerId: id, points: 1_280, quantity: 1, reason: '客户闹过，补的' }));
    return id;
  };
  return { ...shop, member };
}

/** How the shop texts, until the test is over. */
function texting(sender: Parameters<typeof registerSmsSender>[0]): void {
  const before = registerSmsSender(sender);
  onTestFinished(() => void registerSmsSender(before));
}

async function giveCoupon(shop: Awaited<ReturnType<typeof openShop>>, customerId: string): Promise<string> {
  const terms = couponTerms.parse({ kind: 'amount', amount: '30' });
  const limits = { code: null, fromDay: null, untilDay: null, totalLimit: null, personLimit: null };
  return shop.in(async (ctx) => {
    const { id } = await createCoupon(ctx, { name: '生日券', terms, ...limits });
    return (await issueCoupons(ctx, { id, customerIds: [customerId], count: 0 })).vouchers[0]?.code ?? '';
  });
}

beforeEach(() => {
  sent.length = 0;
  texting(async () => false);
});

describe('a member', () => {
  test('signs in with a code by mail and sees the own points, tier, coupons, history and code', async () => {
    const shop = await openShop();
    const id = await shop.member('单雪梅', 'shan@tea.example', '13800138712');
    const code = await giveCoupon(shop, id);
    for (const [name, points] of [
      ['紫砂杯', 500],
      ['茶盘', 5_000],
    ] as const) {
      const gift = await shop.in((ctx) => createGift(ctx, { name, points, stock: 3, personLimit: null }));
      if (points < 1_280) await shop.in((ctx) => claimGift(ctx, { id: gift.id, customerId: id }));
    }
    const guest = visitor();
    expect((await guest.ask('GET', `/m/${shop.shop.id}`)).text).toContain('会员登录');
    const opened = await guest.signIn(shop.shop, 'SHAN@tea.example');
    expect([opened.status, opened.to]).toEqual([303, `/m/${shop.shop.id}`]);
    expect(opened.set).toMatch(new RegExp(`^member_${shop.shop.id}=[\\w-]+; Path=/; HttpOnly; SameSite=Lax`));
    const page = await guest.ask('GET', `/m/${shop.shop.id}`);
    for (const shown of [
      '单雪梅',
      '780',
      '抵 ¥7.80',
      '普通',
      '银卡',
      '生日券',
      code,
      '<svg',
      '等您来取',
      '5,000 积分',
    ]) {
      expect(page.text).toContain(shown);
    }
    expect(page.text).not.toContain('客户闹过');
    expect(page.text).not.toMatch(/<script|<style|javascript:/i);
    expect(page.text.length).toBeLessThan(60_000);
    expect(memberCode(id)).toMatch(/^RM-[0-9a-f]{32}$/);
  });

  test('draws with points on the own page: odds first, one press one try, and the seed when it is over', async () => {
    const shop = await openShop();
    const id = await shop.member('单雪梅', 'shan@tea.example', '13800138712');
    const there = `/m/${shop.shop.id}/draws`;
    const guest = visitor();
    await guest.signIn(shop.shop, 'shan@tea.example');
    expect((await guest.ask('GET', `/m/${shop.shop.id}`)).text).not.toContain(there);
    const days = { fromDay: shop.today, untilDay: shop.today };
    const prizes = [
      { name: '五十积分', odds: 9_998, give: { kind: 'points', points: 50 } },
      { name: '<b>大奖</b>', odds: 1, give: { kind: 'value', amount: '88' } },
    ];
    const drawing = await shop.in(async (ctx) => {
      const rules = drawRules.parse({ name: '新茶抽奖', points: 100, personLimit: 1, ...days, prizes });
      const { id: drawId, version } = await createDraw(ctx, rules);
      return publishDraw(ctx, { id: drawId, version });
    });
    expect((await guest.ask('GET', `/m/${shop.shop.id}`)).text).toContain(there);
    const page = await guest.ask('GET', there);
    for (const shown of ['99.98%', '0.01%', '&lt;b&gt;大奖', '没中', '100 积分抽一次', drawing.seedHash ?? '']) {
      expect(page.text).toContain(shown);
    }
    const key = /name="key" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const press = () => guest.ask('POST', there, { draw: drawing.id, key });
    const pressed = [await press(), await press()];
    expect(new Set(pressed.map(({ to }) => to)).size).toBe(1);
    expect((await guest.ask('GET', pressed[0]?.to ?? '')).text).toContain('第 1 次，号码');
    const { items } = await shop.in((ctx) => listTries(ctx, { id: drawing.id, limit: 5 }));
    expect(items).toMatchObject([{ no: 1, customer: { id } }]);
    const again = await guest.ask('POST', there, { draw: drawing.id, key: crypto.randomUUID() });
    expect([again.status, again.text.includes('每人一共最多抽 1 次')]).toEqual([409, true]);
    const { seed } = await shop.in((ctx) => endDraw(ctx, { id: drawing.id }));
    expect((await guest.ask('GET', there)).text).toContain(seed);
    expect((await visitor().ask('POST', there, { draw: drawing.id, key })).to).toBe(`/m/${shop.shop.id}`);
  });

  test('by phone gets the code by SMS where the shop can send one, else in the mailbox of that card', async () => {
    const shop = await openShop();
    await shop.member('王建国', 'wang@tea.example', '13900138712');
    expect((await visitor().signIn(shop.shop, '139 0013 8712')).status).toBe(303);
    expect(sent.map(({ to }) => to)).toEqual(['wang@tea.example']);
    const texts: string[] = [];
    texting(async (_shop, phone, text) => texts.push(`${phone} ${text}`) > 0);
    await visitor().ask('POST', `/m/${shop.shop.id}/code`, { address: '13900138712' });
    expect([texts.length, sent.length]).toEqual([1, 1]);
    expect(texts[0]).toMatch(/13900138712 .*\d{6}/);
  });

  test('corrects the own details and says no to promotion', async () => {
    const shop = await openShop();
    await shop.member('单雪梅', 'shan@tea.example', '13800138712');
    const guest = visitor();
    await guest.signIn(shop.shop, 'shan@tea.example');
    const card = `/m/${shop.shop.id}/card`;
    expect((await guest.ask('GET', card)).text).toContain('13800138712');
    const saved = await guest.ask('POST', card, {
      phone: '13700137000',
      email: 'shan@tea.example',
      'birthday.shown': '1',
      'birthday.calendar': 'lunar',
      'birthday.year': '',
      'birthday.month': '10',
      'birthday.day': '15',
    });
    expect(saved.to).toBe(`${card}?said=waiting`);
    const wrong = await guest.ask('POST', card, { phone: 'abc', email: 'shan@tea.example' });
    expect([wrong.status, /role="alert">[^<]+</.test(wrong.text)]).toEqual([422, true]);
    const consent = { channel: 'email', purpose: 'marketing', granted: 'no' };
    const said = await guest.ask('POST', `/m/${shop.shop.id}/consent`, consent);
    expect(said.to).toBe(`${card}?said=consent`);
    expect((await guest.ask('GET', card)).text).toMatch(/value="no" aria-pressed="true"/);
    const other = await guest.ask('POST', `/m/${shop.shop.id}/consent`, { ...consent, purpose: 'profiling' });
    expect(other.status).toBe(403);
  });

  test('who signs out, or is in the bin, is not signed in on any device', async () => {
    const shop = await openShop();
    const id = await shop.member('单雪梅', 'shan@tea.example', '13800138712');
    const [one, other] = [visitor(), visitor()];
    await one.signIn(shop.shop, 'shan@tea.example');
    const cookie = one.cookie();
    await one.ask('POST', `/m/${shop.shop.id}/leave`, {});
    expect((await other.ask('GET', `/m/${shop.shop.id}`, undefined, cookie)).text).toContain('会员登录');
    await other.signIn(shop.shop, 'shan@tea.example');
    await shop.in(({ db, now }) => db.updateTable('customers').set({ binned_at: now }).where('id', '=', id).execute());
    expect((await other.ask('GET', `/m/${shop.shop.id}`)).text).toContain('会员登录');
  });

  test('whose shop is reached over TLS keeps the key in a cookie of that host alone', async () => {
    const shop = await openShop();
    await shop.member('单雪梅', 'safe@tea.example', '13800138719');
    const secure = { ...house, config: { ...house.config, publicUrl: 'https://shop.example' } };
    const there = await buildServer(secure, [loyaltyModule]);
    const post = (path: string, form: Record<string, string>) =>
      there.inject({
        method: 'POST',
        url: `/m/${shop.shop.id}/${path}`,
        payload: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    await post('code', { address: 'safe@tea.example' });
    const code = /\d{6}/.exec(sent.at(-1)?.text ?? '')?.[0] ?? '';
    const { headers } = await post('open', { address: 'safe@tea.example', code });
    const cookie = [headers['set-cookie']].flat().join('; ');
    expect(cookie).toMatch(/__Host-member_[\w-]+=[\w-]{20,}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure/);
    const page = await there.inject({ url: `/m/${shop.shop.id}`, headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(page.body).toContain('单雪梅');
  });

  test('whose name is a trap meets only letters', async () => {
    const shop = await openShop();
    await shop.member('<img src=x onerror=alert(1)>"\'', 'trap@tea.example', '13800138712');
    const guest = visitor();
    await guest.signIn(shop.shop, 'trap@tea.example');
    const { text } = await guest.ask('GET', `/m/${shop.shop.id}`);
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).not.toContain('<img');
    const echoed = await visitor().ask('POST', `/m/${shop.shop.id}/code`, { address: '"><script>alert(1)</script>' });
    expect(echoed.text).not.toContain('<script>');
  });
});

describe('somebody else', () => {
  test('learns nothing: an unknown address is answered as a known one is', async () => {
    const shop = await openShop();
    await shop.member('单雪梅', 'shan@tea.example', '13800138712');
    const ask = (address: string) => visitor().ask('POST', `/m/${shop.shop.id}/code`, { address });
    const [known, unknown] = [await ask('shan@tea.example'), await ask('nobody@tea.example')];
    expect(unknown.text.replaceAll('nobody', 'shan')).toBe(known.text);
    expect(sent).toHaveLength(1);
  });

  test('does not guess the code: five tries, whoever makes them', async () => {
    const shop = await openShop();
    await shop.member('单雪梅', 'shan@tea.example', '13800138712');
    await visitor().ask('POST', `/m/${shop.shop.id}/code`, { address: 'shan@tea.example' });
    const right = /\d{6}/.exec(sent[0]?.text ?? '')?.[0] ?? '';
    const guess = (code: string) =>
      visitor().ask('POST', `/m/${shop.shop.id}/open`, { address: 'shan@tea.example', code });
    const wrong = right === '000000' ? '000001' : '000000';
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push((await guess(wrong)).status);
    expect(answers).toEqual([422, 422, 422, 422, 422, 429]);
    expect((await guess(right)).status).toBe(429);
  });

  test('with a key of one shop does not enter another, nor with a made-up one', async () => {
    const [one, other] = [await openShop(), await openShop()];
    await one.member('单雪梅', 'shan@tea.example', '13800138712');
    const guest = visitor();
    await guest.signIn(one.shop, 'shan@tea.example');
    for (const path of ['', '/card']) {
      const tried = guest.cookie().replace(one.shop.id, other.shop.id);
      const page = await guest.ask('GET', `/m/${other.shop.id}${path}`, undefined, tried);
      expect(page.text).not.toContain('单雪梅');
      expect(page.text).not.toContain('13800138712');
    }
    const forged = await visitor().ask(
      'GET',
      `/m/${one.shop.id}`,
      undefined,
      `member_${one.shop.id}=${'x'.repeat(32)}`,
    );
    expect(forged.text).toContain('会员登录');
  });

  test('cannot tell a shop without this page from one that does not exist', async () => {
    const closed = await loyaltyShop(house);
    const answers = await Promise.all(
      [closed.shop.id, '00000000-0000-4000-8000-000000000000', 'x', '..%2f'].map((id) =>
        visitor().ask('GET', `/m/${id}`),
      ),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });
});

describe('a receipt’s address', () => {
  const tea = basket.parse({ lines: [{ sku: 'T1', name: '正山小种', quantity: '2', unitPrice: '100.00' }] });

  test('shows what was bought to whoever has it, and not by whom', async () => {
    const shop = await openShop();
    const id = await shop.member('单雪梅', 'shan@tea.example', '13800138712');
    const { orderId } = await shop.in((ctx) => sell(ctx, { customerId: id, basket: tea, codes: [], points: 1_000 }));
    const page = await visitor().ask('GET', `/r/${receiptToken(shop.shop.id, orderId)}`);
    expect(page.status).toBe(200);
    for (const shown of ['正山小种', '¥200', '−¥10', '¥190', `/m/${shop.shop.id}`]) expect(page.text).toContain(shown);
    expect(page.text).not.toContain('单雪梅');
  });

  test('is not guessed, nor bent to another sale or shop', async () => {
    const [one, other] = [await openShop(), await openShop()];
    const { orderId } = await one.in((ctx) => sell(ctx, { customerId: null, basket: tea, codes: [], points: 0 }));
    const token = receiptToken(one.shop.id, orderId);
    const bent = [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      `B${token.slice(1)}`,
      receiptToken(other.shop.id, orderId),
      token.slice(0, 43),
      'x'.repeat(65),
    ];
    for (const each of bent) expect([each, (await visitor().ask('GET', `/r/${each}`)).status]).toEqual([each, 404]);
  });
});
