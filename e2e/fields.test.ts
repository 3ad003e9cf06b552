import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

const SHOPS = {
  'zh-CN': { tea: '茶饮偏好', rock: '岩茶', white: '白茶', section: '口味', habit: '到店习惯' },
  'zh-TW': { tea: '茶飲偏好', rock: '岩茶', white: '白茶', section: '口味', habit: '到店習慣' },
  en: { tea: 'Favourite tea', rock: 'Rock tea', white: 'White tea', section: 'Taste', habit: 'Visit habit' },
};

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('fields in $tongue at $width px, $scheme', (seat) => {
  const shop = SHOPS[seat.tongue];
  let product: Product;
  beforeAll(async () => {
    const owner = { REGULARS_OWNER_EMAIL: 'lin@example.com', REGULARS_OWNER_PASSWORD: 'seven cups of tea' };
    product = await startProduct(inject('testCluster'), { ...owner, REGULARS_WORKSPACE: '林记茶行' });
  });
  afterAll(() => product.stop());

  test('are made, filled by a file, and lists are filtered by them', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    // A page that listens for news would keep the product from stopping.
    onTestFinished(() => page.context().close());
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, key, values);
    const button = (key: string, values?: Record<string, unknown>) =>
      page.getByRole('button', { name: word(key, values), exact: true });
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };

    await page.goto('/sign-in');
    await page.getByLabel(word('workspaces:field.email')).fill('lin@example.com');
    await page.getByLabel(word('workspaces:field.password'), { exact: true }).fill('seven cups of tea');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));

    await page.goto('/settings/fields');
    await button('customers:fields.newSection').click();
    await page.getByPlaceholder(word('customers:fields.sectionName')).fill(shop.section);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: shop.section }).waitFor();

    // A field with a choice, made by somebody who only types.
    await button('customers:fields.new').click();
    const form = page.getByRole('dialog');
    await form.getByLabel(word('customers:fields.name'), { exact: false }).first().fill(shop.tea);
    await form.getByRole('combobox', { name: word('customers:fields.type') }).click();
    await page.getByRole('option', { name: word('customers:fields.types.choice'), exact: true }).click();
    await form.getByLabel(word('customers:fields.option', { number: 1 }), { exact: true }).fill(shop.rock);
    await page.keyboard.press('Enter');
    await form.getByLabel(word('customers:fields.option', { number: 2 }), { exact: true }).fill(shop.white);
    await look('fields-form');
    await form.getByRole('button', { name: word('customers:fields.make'), exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await button('customers:fields.edit', { name: shop.tea }).waitFor();

    // Moved into its section by the keyboard.
    const grip = button('customers:fields.move', { name: shop.tea });
    await grip.focus();
    await page.keyboard.press('ArrowDown');
    const inSection = page.locator('section', { has: page.getByRole('heading', { name: shop.section, level: 3 }) });
    await inSection.getByText(shop.tea).first().waitFor();
    await expect
      .poll(async () => {
        await page.reload();
        await button('customers:fields.edit', { name: shop.tea }).waitFor();
        return inSection.getByText(shop.tea).count();
      })
      .toBeGreaterThan(0);

    // The file brings one column that is known by its name, and one that nothing fits yet.
    const names = seat.tongue === 'en' ? ['Name', 'Phone'] : ['姓名', '手机'];
    const rows = [
      [...names, shop.tea, shop.habit],
      ['张伟', '13800000001', shop.rock, '周六带孩子来'],
      ['王芳', '13800000002', shop.white, '下班路过'],
      ['李强', '13800000003', shop.rock, ''],
    ];
    const file = join(await mkdtemp(join(tmpdir(), 'regulars-fields-')), 'members.csv');
    await writeFile(file, rows.map((row) => row.join(',')).join('\n'));
    await page.goto('/imports/new');
    await page.getByRole('radiogroup').getByText(word('transfer:kinds.customers'), { exact: true }).click();
    await page.locator('input[type=file]').setInputFiles(file);
    await button('transfer:preview.start').waitFor();
    const meaning = page.getByRole('combobox', { name: word('transfer:preview.meaningOf', { name: shop.habit }) });
    await meaning.click();
    await page.getByRole('option', { name: word('transfer:preview.newField') }).click();
    await expect.poll(() => meaning.inputValue()).toBe(shop.habit);
    await look('fields-import');
    await button('transfer:preview.start').click();
    await button('transfer:outcome.undo').waitFor({ timeout: 60_000 });

    await page.goto('/customers');
    await page.getByRole('link', { name: '王芳' }).first().waitFor();
    await button('customers:list.filters').click();
    const filters = page.getByRole('dialog');
    await filters.getByRole('combobox', { name: shop.tea }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: shop.rock, exact: true }).click();
    await page.keyboard.press('Escape');
    await look('fields-filter');
    await filters.getByRole('button', { name: word('customers:list.show'), exact: true }).click();
    await page.getByRole('link', { name: '王芳' }).first().waitFor({ state: 'detached' });
    await page.getByRole('link', { name: '张伟' }).first().waitFor();
    expect(await page.getByRole('link', { name: '李强' }).count()).toBeGreaterThan(0);

    // A value is mended where it stands.
    await page.getByRole('link', { name: '张伟' }).first().click();
    await button('customers:fields.editValue', { name: shop.habit }).click();
    const value = page.getByRole('textbox', { name: shop.habit });
    await value.fill('周日');
    await page.keyboard.press('Enter');
    await value.waitFor({ state: 'detached' });
    await page.getByText('周日').first().waitFor();
    await look('fields-card');

    await page.goto('/settings/fields');
    await button('customers:fields.edit', { name: shop.tea }).waitFor();
    await look('fields');
    expect(complaints).toEqual([]);
  });
});
