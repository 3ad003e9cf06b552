import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('loyalty in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: '2026-11-25T02:00:00Z' });
  });
  afterAll(() => product.stop());

  test('a programme is begun and published; points are given, used and taken back; a coupon is made', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `loyalty:${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const dialog = page.getByRole('dialog');
    const button = (name: string) => page.getByRole('button', { name, exact: true });

    await page.goto(product.setupLink);
    const field = (key: string) => page.getByLabel(translate(seat.tongue, `workspaces:field.${key}`), { exact: true });
    await field('workspace').fill('林记茶行');
    await field('yourName').fill('林掌柜');
    await field('email').fill('lin@example.com');
    await field('password').fill('seven cups of tea');
    await button(translate(seat.tongue, 'workspaces:setup.submit')).click();
    await button(translate(seat.tongue, 'team:bell.name')).waitFor({ timeout: 60_000 });

    await page.goto('/loyalty');
    await page.getByText(word('programme.empty')).waitFor();
    await look('loyalty-empty');
    await page.getByRole('link', { name: word('programme.begin') }).click();
    await button(word('draft.save')).waitFor();
    await look('loyalty-draft');
    await button(word('whatIf.run')).click();
    await page.getByText(word('whatIf.nothing')).waitFor();
    await button(word('draft.save')).click();
    await button(word('draft.publish')).click();
    await dialog.getByRole('button', { name: word('draft.publish'), exact: true }).click();
    await page.getByText(word('report.months')).first().waitFor();
    await look('loyalty');

    const id = await page.evaluate<string>(`fetch('/api/v1/customers', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: '王小明' }),
    }).then((answer) => answer.json()).then((card) => card.id)`);
    await page.goto(`/customers/${id}`);
    await page.getByRole('tab', { name: word('panel.loyalty') }).click();
    await button(word('act.earn')).click();
    await dialog.getByLabel(word('ledger.points'), { exact: true }).fill('300');
    await dialog.getByRole('button', { name: word('act.earn'), exact: true }).click();
    await page.getByText('+300').first().waitFor();
    await button(word('act.redeem')).click();
    await dialog.getByLabel(word('ledger.points'), { exact: true }).fill('350');
    await dialog.getByRole('button', { name: word('act.redeem'), exact: true }).click();
    await dialog.getByText(word('errors.POINTS_NOT_IN_STEPS', { step: 100 })).waitFor();
    await dialog.getByLabel(word('ledger.points'), { exact: true }).fill('200');
    await dialog.getByRole('button', { name: word('act.redeem'), exact: true }).click();
    await page.getByText('-200').first().waitFor();
    await look('loyalty-card');
    await button(word('act.reverse')).first().click();
    await page.getByText('+200').first().waitFor();

    await page.goto('/loyalty/ledger');
    await page.getByText('王小明').first().waitFor();
    await look('loyalty-ledger');

    await page.goto('/loyalty/coupons');
    await button(word('coupons.new')).click();
    await dialog.getByLabel(word('coupons.name')).fill('满百减十');
    await look('coupon-form');
    await dialog.getByRole('button', { name: word('coupons.create'), exact: true }).click();
    await page.getByText('满百减十').waitFor();
    await button(word('coupons.issue')).click();
    await dialog.getByRole('button', { name: word('coupons.issue'), exact: true }).click();
    await dialog.getByText(/[2-9A-Z]{4}-[2-9A-Z]{4}/).waitFor();
    await look('coupon-codes');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await look('coupons');

    await page.goto('/loyalty/gifts');
    await button(word('gifts.new')).click();
    await dialog.getByLabel(word('gifts.name')).fill('盖碗');
    await dialog.getByLabel(word('gifts.points')).fill('100');
    await look('gift-form');
    await dialog.getByRole('button', { name: word('gifts.create'), exact: true }).click();
    await page.getByText('盖碗').waitFor();
    await page.goto(`/customers/${id}`);
    await page.getByRole('tab', { name: word('panel.loyalty') }).click();
    await button(word('gifts.claim')).click();
    await dialog.getByLabel(word('gifts.choose')).click();
    await page.getByRole('option', { name: /盖碗/ }).click();
    await dialog.getByRole('button', { name: word('gifts.claim'), exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.goto('/loyalty/gifts');
    await button(word('gifts.handOut')).waitFor();
    await look('gifts');

    await page.goto('/loyalty/draws');
    await button(word('draws.new')).click();
    await dialog.getByLabel(word('draws.name')).fill('新茶抽奖');
    await dialog.getByLabel(word('draws.points')).fill('20');
    await dialog.getByLabel(word('draws.prizeName')).fill('十积分');
    await dialog.getByLabel(word('draws.odds')).fill('100');
    await look('draw-form');
    await dialog.getByRole('button', { name: word('draws.save'), exact: true }).click();
    await button(word('draws.publish')).click();
    await dialog.getByRole('button', { name: word('draws.publish'), exact: true }).click();
    await page.getByText(word('draws.state.open'), { exact: true }).waitFor();
    await look('draws');
    await page.goto(`/customers/${id}`);
    await page.getByRole('tab', { name: word('panel.loyalty') }).click();
    await button(word('draws.drawFor', { points: '20' })).click();
    await page.getByText(word('draws.won', { prize: '十积分' })).waitFor();
    await page.goto('/loyalty/draws');
    await button(word('draws.open')).click();
    await page.getByText('王小明').waitFor();
    await look('draw-proof');

    const post = (path: string, body: object) =>
      page.evaluate<{ id: string }>(`fetch('/api/v1/loyalty/${path}', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(body))},
      }).then((answer) => answer.json())`);
    const reward = await post('coupons', { name: '一杯茶', terms: { kind: 'service', service: '一杯茶' } });
    await page.goto('/loyalty/stamps');
    await button(word('stamps.new')).click();
    await dialog.getByLabel(word('stamps.name')).fill('买九送一');
    await dialog.getByLabel(word('stamps.reward')).click();
    await page.getByRole('option', { name: /一杯茶/ }).click();
    await look('stamp-form');
    await dialog.getByRole('button', { name: word('stamps.create'), exact: true }).click();
    await page.getByText('买九送一').waitFor();
    await look('stamps');

    await page.goto('/loyalty/value');
    await button(word('value.change')).click();
    await button(word('value.addStep')).click();
    await look('value-terms');
    await dialog.getByRole('button', { name: word('value.save'), exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await button(word('value.sell')).click();
    await dialog.getByRole('button', { name: word('value.sellDo'), exact: true }).click();
    await dialog.getByText(/[2-9A-Z]{4}(-[2-9A-Z]{4}){3}/).waitFor();
    await look('gift-card');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await look('value');

    const { items } = await page.evaluate<{ items: { id: string }[] }>(
      `fetch('/api/v1/loyalty/stamp-cards').then((answer) => answer.json())`,
    );
    await post(`stamp-cards/${items[0]?.id}/stamp`, { customerId: id, stamps: 4, reason: '补盖' });
    await post('value/top-up', { customerId: id, amount: '500' });
    await page.goto(`/customers/${id}`);
    await page.getByRole('tab', { name: word('panel.loyalty') }).click();
    await button(word('value.pay')).click();
    await dialog.getByLabel(word('value.amount')).fill('30');
    await dialog.getByRole('button', { name: word('value.pay'), exact: true }).click();
    await button(word('value.takeBack')).first().waitFor();
    await page.getByText('买九送一').scrollIntoViewIfNeeded();
    await look('loyalty-card-more');
    expect(reward.id).toBeTruthy();

    await page.goto('/loyalty/referrals');
    await button(word('referrals.open')).click();
    await dialog.getByRole('button', { name: word('referrals.save'), exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const { url } = await page.evaluate<{ url: string }>(
      `fetch('/api/v1/loyalty/accounts/${id}/referral-code', { method: 'POST' }).then((answer) => answer.json())`,
    );
    await page.goto(new URL(url).pathname);
    await page.getByLabel(word('referrals.public.name')).fill('李小姐');
    await page.getByLabel(word('referrals.public.phone')).fill('13812345678');
    await look('referral-link');
    await button(word('referrals.public.join')).click();
    await page.getByText(word('referrals.public.done')).waitFor();
    await page.goto('/loyalty/referrals');
    await page.getByText('李小姐').first().waitFor();
    await look('referrals');

    await page.evaluate(`fetch('/api/v1/orders', {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source: 'till', customer: { id: '${id}' }, lines: [], total: '1200' }),
    }).then((answer) => answer.json())`);
    await page.goto('/loyalty/rewards');
    await button(word('rewards.new')).click();
    await button(word('rewards.look')).click();
    await dialog.getByText('王小明').waitFor();
    await look('reward-form');
    await dialog.getByRole('button', { name: word('rewards.keep'), exact: true }).click();
    await button(word('rewards.book')).waitFor();
    await look('rewards');
    expect(complaints).toEqual([]);
  });
});
