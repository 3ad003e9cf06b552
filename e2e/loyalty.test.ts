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
    expect(complaints).toEqual([]);
  });
});
