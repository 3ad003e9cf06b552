import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

const WORDS = {
  'zh-CN': { view: '老茶客', other: '福州的老茶客', vip: '老茶客' },
  'zh-TW': { view: '老茶客', other: '福州的老茶客', vip: '老茶客' },
  en: { view: 'Tea regulars', other: 'Tea regulars in Fuzhou', vip: 'Regular' },
};
const NAMES = ['陈晓梅', '林建国', '黄丽华', '吴志强', '郑秀英', '王大海', '李春燕', '张伟'];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('views in $tongue at $width px, $scheme', (seat) => {
  const said = WORDS[seat.tongue];
  let product: Product;
  beforeAll(async () => {
    const owner = { REGULARS_OWNER_EMAIL: 'lin@example.com', REGULARS_OWNER_PASSWORD: 'seven cups of tea' };
    const facts = { REGULARS_WORKSPACE: '林记茶行', REGULARS_NOW: '2026-11-25T02:00:00Z' };
    product = await startProduct(inject('testCluster'), { ...owner, ...facts });
  });
  afterAll(() => product.stop());

  test('are kept, changed, shared, and removed with a way back', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    // A page that listens for news would keep the product from stopping.
    onTestFinished(() => page.context().close());
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `customers:${key}`, values);
    const button = (key: string, values?: Record<string, unknown>) =>
      page.getByRole('button', { name: word(key, values), exact: true });
    const item = (key: string) => page.getByRole('menuitem', { name: word(key), exact: true });
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
    for (const [n, name] of NAMES.entries()) {
      const facts = { name, phone: `1380013800${n}`, stage: n < 5 ? 'active' : 'lead', tags: n % 2 ? [said.vip] : [] };
      // The 16th day of the 10th lunar month is the 24th of November 2026.
      const birthday = n % 2 ? { calendar: 'lunar', month: 10, day: 15 + n } : { month: 11, day: 25 + n / 2 };
      expect((await page.request.post('/api/v1/customers', { data: { ...facts, birthday } })).status()).toBe(201);
    }

    // What the list shows is kept under a name.
    await page.goto('/customers');
    await page.getByText('张伟').waitFor();
    await page
      .getByRole('group', { name: word('field.stage') })
      .getByRole('button', { name: word('stage.active') })
      .click();
    await page.getByText('张伟').waitFor({ state: 'detached' });
    await button('views.save').click();
    await page.getByRole('textbox', { name: word('views.name') }).fill(said.view);
    await button('views.keep').click();
    const tabs = page.getByRole('navigation', { name: word('views.tabs') });
    const tab = (name: string) => tabs.getByRole('link', { name, exact: true });
    await expect.poll(() => tab(said.view).getAttribute('aria-current')).toBe('page');
    await look('views-kept');

    // Nothing is open, then the view is again, at its own address.
    await tab(word('views.all')).click();
    await page.getByText('张伟').waitFor();
    await tab(said.view).click();
    await page.getByText('张伟').waitFor({ state: 'detached' });
    await page.goBack();
    await page.getByText('张伟').waitFor();
    await page.goForward();
    await page.getByText('张伟').waitFor({ state: 'detached' });

    // Changed, and kept so.
    await page.getByLabel(word('list.search')).fill('黄');
    await button('views.saveChanges').click();
    await button('views.saveChanges').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('黄丽华').waitFor();
    expect(await page.getByText('陈晓梅').count()).toBe(0);
    await button('views.menu', { name: said.view }).click();
    await item('views.rename').click();
    await page.getByRole('textbox', { name: word('views.name') }).fill(said.other);
    await button('views.rename').click();
    await tab(said.other).waitFor();

    // Shared, and what the owner's list begins with.
    await button('views.menu', { name: said.other }).click();
    await item('views.share').click();
    await page.getByRole('switch', { name: word('views.sharedWithAll') }).press('Space');
    await page.getByRole('combobox', { name: word('views.startFor') }).press('ArrowDown');
    await page.getByRole('option', { name: translate(seat.tongue, 'workspaces:roles.owner'), exact: true }).click();
    await page.keyboard.press('Escape');
    await look('views-share');
    await button('views.keep').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.goto('/customers');
    await expect.poll(() => tab(said.other).getAttribute('aria-current')).toBe('page');
    await tab(word('views.all')).click();
    await page.getByText('张伟').waitFor();
    await tab(said.other).click();

    await button('views.menu', { name: said.other }).click();
    await item('views.remove').click();
    await tab(said.other).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: translate(seat.tongue, 'kit:undo'), exact: true }).click();
    await tab(said.other).waitFor();

    // Many are changed at once, with a count before and a way back.
    await tab(word('views.all')).click();
    await page.getByText('张伟').waitFor();
    if (seat.width === 390) await button('bulk.choose').click();
    for (const name of ['林建国', '张伟', '陈晓梅']) {
      await page.getByRole('checkbox', { name: translate(seat.tongue, 'kit:ledger.select', { name }) }).check();
    }
    await page.getByText(word('bulk.chosen', { count: 3, shown: '3' })).waitFor();
    await look('bulk-chosen');
    await button('bulk.act').click();
    await item('bulk.addTags').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('combobox', { name: word('bulk.tags') }).fill(said.vip);
    await page.keyboard.press('Enter');
    await button('bulk.count', { count: 1, shown: '1' }).waitFor();
    await look('bulk-count');
    await button('bulk.count', { count: 1, shown: '1' }).click();
    await page.getByText(word('bulk.done', { count: 1, shown: '1' })).waitFor();
    await page.getByRole('button', { name: translate(seat.tongue, 'kit:undo'), exact: true }).click();
    await page.getByText(word('bulk.undone', { shown: '1' })).waitFor();

    // The same customers in groups, on a board, in a calendar.
    await page.goto('/customers?group=tag');
    await page.getByRole('button', { name: new RegExp(`^${said.vip}`) }).click();
    await page.getByText('林建国').waitFor();
    expect(await page.getByText('陈晓梅').count()).toBe(0);
    await look('groups');

    await page.goto('/customers?layout=board');
    const column = (stage: string) => page.getByRole('region', { name: word(`stage.${stage}`), exact: true });
    await column('lead').getByText('张伟').waitFor();
    await look('board');
    const grip = button('layout.move', { name: '张伟' });
    await grip.scrollIntoViewIfNeeded();
    if (seat.width === 1280) {
      const from = await grip.boundingBox();
      const to = await column('prospect').boundingBox();
      if (!from || !to) throw new Error('The board is out of sight.');
      await page.mouse.move(from.x + 8, from.y + 8);
      await page.mouse.down();
      await page.mouse.move(to.x + 60, to.y + 90, { steps: 6 });
      await page.mouse.up();
    } else {
      await grip.press('Enter');
      await item('stage.prospect').click();
    }
    await page.getByLabel(word('layout.why')).fill('试喝了新茶');
    await page.keyboard.press('Enter');
    await column('prospect').getByText('张伟').waitFor();
    await column('lead').getByText('张伟').waitFor({ state: 'detached' });

    await page.goto('/customers?layout=calendar');
    await page.getByRole('link', { name: '陈晓梅' }).waitFor();
    await look('customer-calendar');
    await button('list.filters').click();
    await expectWellMade(page);
    await picture(page, 'filters', seat);
    expect(complaints).toEqual([]);
  });
});
