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

describe.each(seats)('people in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    const owner = { REGULARS_OWNER_EMAIL: 'lin@example.com', REGULARS_OWNER_PASSWORD: 'seven cups of tea' };
    const shop = { REGULARS_WORKSPACE: '林记茶行', REGULARS_NOW: MORNING };
    product = await startProduct(inject('testCluster'), { ...owner, ...shop });
  });
  afterAll(() => product.stop());

  test('stand on both cards, and their days come to Today', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `customers:${key}`, values);
    const button = (key: string, values?: Record<string, unknown>) =>
      page.getByRole('button', { name: word(key, values), exact: true });
    const choose = async (label: string, option: string) => {
      await drawer.getByRole('combobox', { name: label, exact: true }).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    };
    const drawer = page.getByRole('dialog');
    const save = (key: string) => drawer.getByRole('button', { name: word(key), exact: true });
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };

    await page.goto('/sign-in');
    await page.getByLabel(translate(seat.tongue, 'workspaces:field.email')).fill('lin@example.com');
    await page
      .getByLabel(translate(seat.tongue, 'workspaces:field.password'), { exact: true })
      .fill('seven cups of tea');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));
    const record = async (data: object) =>
      ((await (await page.request.post('/api/v1/customers', { data })).json()) as { id: string }).id;
    const mother = await record({ name: '王桂兰', phone: '13800138000' });
    await record({ name: '李小美', phone: '13800138001' });
    await record({ name: '无号客' });

    await page.goto(`/customers/${mother}`);
    await button('people.add').click();
    await drawer.getByRole('combobox', { name: word('people.withCard'), exact: true }).fill('李小美');
    await page.getByRole('option', { name: /李小美/ }).click();
    await choose(word('people.roleLabel', { name: '王桂兰' }), word('people.role.child'));
    await look('person-form');
    await save('people.save').click();
    await page.getByRole('link', { name: '李小美', exact: true }).waitFor();

    await button('people.add').click();
    await drawer.getByText(word('people.withoutCard'), { exact: true }).click();
    await drawer.getByLabel(word('people.name'), { exact: true }).fill('小满');
    await choose(word('people.roleLabel', { name: '王桂兰' }), word('people.role.grandchild'));
    await save('people.save').click();
    await button('people.editNamed', { name: '小满' }).waitFor();

    await button('occasions.add').click();
    await choose(word('occasions.kindLabel'), word('occasions.kind.birthday'));
    const child = word('people.named', { name: '小满', role: word('people.role.grandchild') });
    await choose(word('occasions.whoseLabel'), child);
    const kit = (key: string) => translate(seat.tongue, `kit:${key}`);
    await choose(kit('birthday.month'), kit('solar.month.11'));
    await choose(kit('birthday.day'), '27');
    await look('occasion-form');
    await save('occasions.save').click();
    const what = word('occasions.whose', { person: child, what: word('occasions.kind.birthday') });
    await button('occasions.edit', { what }).waitFor();
    await page.getByRole('heading', { name: word('people.title') }).scrollIntoViewIfNeeded();
    await look('people');

    await page.getByRole('link', { name: '李小美', exact: true }).click();
    await page.getByRole('link', { name: '王桂兰', exact: true }).waitFor();
    await page
      .getByText(new RegExp(word('people.role.parent'), 'i'))
      .first()
      .waitFor();

    await expect.poll(async () => (await page.request.get('/api/v1/today')).text()).toContain('小满');
    await page.goto('/today');
    await page.getByText('小满').first().waitFor();
    await look('today-occasion');

    await page.goto('/customers/clean-up');
    const ask = button('cleanUp.askNamed', { name: '无号客' });
    await ask.waitFor();
    await look('clean-up');
    await ask.click();
    await ask.waitFor({ state: 'detached' });
    await expect.poll(async () => (await page.request.get('/api/v1/today')).text()).toContain('无号客');

    await page.request.patch(`/api/v1/customers/${mother}`, {
      data: { stage: 'prospect', stageReason: '约好下周来试茶' },
    });
    await page.goto(`/customers/${mother}`);
    await page.getByText('约好下周来试茶').waitFor();
    await button('completeness.how').click();
    await page
      .getByText(word('completeness.weight', { points: 15 }))
      .first()
      .waitFor();
    await look('completeness');
    expect(complaints).toEqual([]);
  });
});
