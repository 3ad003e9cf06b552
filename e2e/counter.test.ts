import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { addDays } from '../src/maths/calendar.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

const PASSWORD = 'seven cups of tea';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function onTablet(page: Page, look: () => Promise<void>): Promise<void> {
  const before = page.viewportSize() ?? { width: 1280, height: 860 };
  await page.setViewportSize({ width: 820, height: 1180 });
  await look();
  await page.setViewportSize(before);
}

describe.each(seats)('the counter in $tongue at $width px, $scheme', (seat) => {
  const word = (key: string, values?: Record<string, unknown>) =>
    translate(seat.tongue, `loyalty:counter.${key}`, values);
  /** Named in the shop's own language. */
  const newcomer = translate('zh-CN', 'loyalty:counter.nameless', { tail: '7000' });
  let product: Product;
  let giftCard: string;

  beforeAll(async () => {
    const owner = { REGULARS_OWNER_EMAIL: 'lin@example.com', REGULARS_OWNER_PASSWORD: PASSWORD };
    product = await startProduct(inject('testCluster'), { ...owner, REGULARS_WORKSPACE: '林记茶行' });
    const { out } = await product.run('key', 'create', '--name', 'till', '--role', 'owner', '--json');
    const { key } = JSON.parse(out) as { key: string };
    const send = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${product.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      expect([path, answer.status < 300 ? 'ok' : text]).toEqual([path, 'ok']);
      return JSON.parse(text) as Record<string, unknown>;
    };
    const draft = await send('PUT', '/loyalty/programme/draft', {
      rules: {
        name: '回头客会员',
        earn: { points: 1, per: '1' },
        redeem: { points: 100, worth: '5' },
        tiers: {
          by: 'spend',
          window: 'calendar',
          levels: [{ key: 'member', name: '普通会员', from: '0', credit: { days: 30, limit: '500' } }],
        },
        limits: { alone: 100_000, colleaguePerDay: null },
      },
    });
    await send('POST', '/loyalty/programme/publish', { version: draft['version'] });
    await send('POST', '/products', {
      sku: '690123',
      name: '正山小种 100g',
      unitPrice: { amount: '288', currency: 'CNY' },
    });
    const single = await send('POST', '/customers', { name: '单雪梅', phone: '13800138712', gender: 'female' });
    const wang = await send('POST', '/customers', { name: '王建国', phone: '13900138712' });
    await send('POST', '/loyalty/earn', { customerId: single['id'], points: 1_280 });
    await send('POST', '/loyalty/coupons', {
      name: '新茶券',
      code: 'NEWTEA',
      terms: { kind: 'amount', amount: '30', minimum: '200' },
    });
    const full = await send('POST', '/loyalty/coupons', {
      name: '正山小种一盒',
      terms: { kind: 'product', sku: '690123' },
    });
    const stamps = { name: '买五送一', needed: 5, skus: ['690123'], couponId: full['id'] };
    const card = await send('POST', '/loyalty/stamp-cards', stamps);
    const bonus = { customerId: single['id'], stamps: 3, reason: '开业盖章' };
    await send('POST', `/loyalty/stamp-cards/${card['id']}/stamp`, bonus);
    await send('POST', '/loyalty/value/top-up', { customerId: single['id'], amount: '100' });
    const gift = await send('POST', '/loyalty/value/gift-cards', { amount: '50' });
    giftCard = (await send('GET', `/loyalty/value/gift-cards/${gift['id']}/code`))['code'] as string;
    const cups = [{ name: '品茗杯', quantity: '1', unitPrice: '120' }];
    await send('POST', '/counter/sales', { customerId: wang['id'], basket: { lines: cups }, onAccount: '120' });
    // Of the time before the programme, so that it gives no points.
    const today = new Date().toISOString().slice(0, 10);
    await send('POST', '/orders', {
      customer: { id: single['id'] },
      lines: [{ sku: 'BOX', name: '刻字茶罐', quantity: '1', unitPrice: '168' }],
      placedAt: `${addDays(today, -2)}T04:00:00Z`,
      promisedOn: addDays(today, 3),
    });
  });
  afterAll(() => product.stop());

  test('four digits tell who is here; a sale takes coupon and points; without a network it waits and is sent', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    onTestFinished(() => page.context().close());
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
    await page.goto('/sign-in');
    await page.getByLabel(translate(seat.tongue, 'workspaces:field.email')).fill('lin@example.com');
    await page.getByLabel(translate(seat.tongue, 'workspaces:field.password'), { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));

    await page.goto('/counter');
    const code = page.getByLabel(word('code'));
    await code.waitFor();
    await look('counter-start');
    await code.fill('8712');
    await page.getByText(word('several')).waitFor();
    await look('counter-several');
    await page.getByRole('button', { name: '单雪梅' }).click();
    await page.getByText('1,280').waitFor();
    await page.getByText('新茶券').waitFor();
    await page.getByText('刻字茶罐').or(page.getByText(/168/)).first().waitFor();
    await expect.poll(() => page.getByText(word('stampsOf', { stamps: 3, needed: 5 })).count()).toBe(1);
    expect(
      await page
        .locator('dd')
        .filter({ hasText: /^[￥¥]100$/ })
        .count(),
    ).toBe(1);
    await look('counter');

    await button(word('sell')).click();
    const goods = page.getByLabel(word('addGoods'), { exact: true }).first();
    await goods.fill('690123');
    await page.getByRole('option').waitFor();
    await goods.press('Enter');
    await page.getByRole('button', { name: /288/ }).waitFor();
    await page.getByRole('checkbox', { name: /新茶券/, checked: true }).waitFor();
    await page.getByLabel(word('usePoints')).first().check();
    await page.getByText(word('pointsOff')).waitFor();
    await page.getByLabel(word('payStored')).first().check();
    await button(word('addGiftCard')).click();
    await page.getByLabel(word('giftCardCode')).fill(giftCard);
    await button(word('giftCardAdd')).click();
    await page.getByRole('button', { name: /44/ }).waitFor();
    await look('counter-sale');
    if (seat.width === 1280) await onTablet(page, () => look('counter-tablet'));
    await page.getByLabel(word('payLater'), { exact: true }).check();
    await button(word('takeNothing')).click();
    await page.getByText(word('receipt')).first().waitFor();
    await page
      .getByText(/[￥¥]194/)
      .first()
      .waitFor();
    await page.getByText(word('storedPaid')).waitFor();
    await page.getByText('44.00').last().waitFor();
    await page.getByText(word('stamped', { count: 1, name: '买五送一', stamps: 4, needed: 5 })).waitFor();
    await look('counter-receipt');

    await button(word('refund')).click();
    await page.getByLabel(word('refundReason')).fill('拿错了');
    await page
      .locator('form')
      .getByRole('button', { name: word('refund'), exact: true })
      .click();
    await page.getByText(word('returned')).waitFor();
    await button(word('next')).click();

    await code.fill('13700137000');
    await page.getByText(word('nobody')).waitFor();
    await look('counter-new');
    await button(word('newSave')).click();
    await page.getByText(newcomer).first().waitFor();

    await button(word('sell')).click();
    await page.context().setOffline(true);
    await page.getByText(word('offlineNoPoints')).waitFor();
    await button(word('addFree')).click();
    await page.getByLabel(new RegExp(word('price'))).fill('36');
    await look('counter-offline');
    await page.getByRole('button', { name: new RegExp(word('take', { total: '' }).trim()) }).click();
    await page.getByText(word('waiting', { count: 1 })).waitFor();
    await page.context().setOffline(false);
    await page.getByText(word('waiting', { count: 1 })).waitFor({ state: 'hidden' });
    await code.fill('7000');
    await page.getByText(newcomer).first().waitFor();
    await page.getByText('36', { exact: true }).first().waitFor();

    if (seat.width === 390) {
      // The sale arrives, its answer does not: sent again, it counts once.
      await button(word('sell')).click();
      await button(word('addFree')).click();
      await page.getByLabel(new RegExp(word('price'))).fill('20');
      const lost = async (route: Route) => {
        await route.fetch();
        await route.abort();
      };
      await page.route('**/api/v1/counter/sales', lost, { times: 1 });
      await page.getByRole('button', { name: /20\.00/ }).click();
      await page.getByText(word('unanswered')).first().waitFor();
      await page.getByText(word('waiting', { count: 1 })).waitFor({ state: 'hidden' });
      await code.fill('7000');
      await page.getByText('56', { exact: true }).first().waitFor();
    }

    const credit = (key: string) => translate(seat.tongue, `loyalty:credit.${key}`);
    await page.goto('/loyalty/credit');
    await page.getByText('王建国').first().waitFor();
    await look('credit');
    await page.getByText('王建国').first().click();
    await page.getByRole('tab', { name: translate(seat.tongue, 'loyalty:panel.loyalty') }).click();
    await button(credit('pay')).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(credit('amount')).fill('50');
    await look('credit-pay');
    await dialog.getByRole('button', { name: credit('pay'), exact: true }).click();
    await button(credit('takeBack')).waitFor();
    await page.getByText(credit('kinds.owe')).last().scrollIntoViewIfNeeded();
    await look('credit-card');
    expect(complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(text))).toEqual([]);
  });
});
