import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

/** A Wednesday, ten in the morning in Shanghai. */
const MORNING = '2026-11-25T02:00:00Z';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('training and results in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: MORNING });
  });
  afterAll(() => product.stop());

  test('a course is written, passed and seen; rules are set and a month is reckoned up', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `team:${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const drawer = page.getByRole('dialog');
    const button = (name: string) => page.getByRole('button', { name, exact: true });

    await page.goto(product.setupLink);
    const field = (key: string) => page.getByLabel(translate(seat.tongue, `workspaces:field.${key}`), { exact: true });
    await field('workspace').fill('林记茶行');
    await field('yourName').fill('林掌柜');
    await field('email').fill('lin@example.com');
    await field('password').fill('seven cups of tea');
    await button(translate(seat.tongue, 'workspaces:setup.submit')).click();
    await button(word('bell.name')).waitFor({ timeout: 60_000 });

    await page.goto('/team/training');
    await page.getByText(word('training.empty')).waitFor();
    await look('training-empty');
    await button(word('training.new')).click();
    await drawer.getByLabel(word('training.title'), { exact: true }).fill('怎么招呼老客户');
    await drawer.getByLabel(word('training.body'), { exact: true }).fill('先叫出名字。\n\n再问上次的茶喝得怎么样。');
    await drawer.getByRole('button', { name: word('training.addQuestion') }).click();
    await drawer.getByLabel(word('training.question', { n: 1 }), { exact: true }).fill('客户进门，先做什么？');
    await drawer.getByLabel(word('training.choice', { n: 1 }), { exact: true }).fill('叫出名字');
    await drawer.getByLabel(word('training.choice', { n: 2 }), { exact: true }).fill('推销新茶');
    await look('course-form');
    await drawer.getByRole('button', { name: word('create'), exact: true }).click();
    const row = page.getByRole('link', { name: /怎么招呼老客户/ });
    await row.waitFor();
    await look('training');
    await row.click();
    await page.getByLabel('推销新茶').check();
    await button(word('training.hand')).click();
    await page.getByText(word('training.again')).waitFor();
    await look('course');
    await page.getByLabel('叫出名字').check();
    await button(word('training.hand')).click();
    await page.getByText(word('training.receipts')).waitFor();
    await page.getByText(word('training.state.done'), { exact: true }).waitFor();
    await look('course-done');

    await page.goto('/team/results');
    await page.getByRole('link', { name: '林掌柜' }).waitFor();
    await look('results');
    await page.getByRole('link', { name: '林掌柜' }).click();
    await button(word('result.setTargets')).click();
    await drawer.getByLabel(word('results.promises'), { exact: true }).fill('90');
    await drawer.getByRole('button', { name: word('save'), exact: true }).click();
    await page.getByText(word('result.saved'), { exact: true }).waitFor();
    await look('colleague');

    await page.goto('/team/incentives');
    await button(word('month.before')).click();
    await button(word('incentive.edit')).click();
    await drawer.getByRole('button', { name: word('incentive.add') }).click();
    await look('incentive-rules');
    await drawer.getByRole('button', { name: word('save'), exact: true }).click();
    await page.getByRole('region', { name: word('incentive.sheet') }).waitFor();
    const month = seat.tongue === 'en' ? 'Oct 2026' : /2026 ?年 ?10 ?月/;
    await page.getByRole('button', { name: new RegExp(word('incentive.close', { month: '' }).trim()) }).click();
    await drawer.getByRole('button', { name: month }).click();
    await drawer.waitFor({ state: 'detached' });
    await button(word('incentive.reopen')).waitFor();
    await look('incentives');
    expect(complaints).toEqual([]);
  });
});
