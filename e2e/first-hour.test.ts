import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, renewing, sit, type Seat } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';
import { DAY, tillExport } from './support/till.ts';

/** Each language and each width; every language at both when the guide's pictures are renewed. */
const seats: Seat[] = [
  { tongue: 'zh-CN', width: 1280, scheme: 'light' },
  { tongue: 'zh-TW', width: 390, scheme: 'light' },
  { tongue: 'en', width: 1280, scheme: 'dark' },
];
if (renewing) {
  seats.push(
    { tongue: 'zh-CN', width: 390, scheme: 'dark' },
    { tongue: 'zh-TW', width: 1280, scheme: 'light' },
    { tongue: 'en', width: 1280, scheme: 'light' },
    { tongue: 'en', width: 390, scheme: 'light' },
  );
}

/** Rows of a list that are asked for at a time. */
const PAGE = 50;
const EVERY_COLUMN =
  'phone,stage,tags,owner,branch,source,email,city,lastOn,spent,purchaseDays,orders,firstOn,valueClass,rfmClass,eClass,pClass,vipClass';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('the first hour in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: `${DAY}T04:00:00Z` }, { bare: true });
  });
  afterAll(() => product.stop());

  test('leads from the till’s file to today’s care, and back', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, key, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const button = (key: string) => page.getByRole('button', { name: word(key), exact: true });

    await page.goto(product.setupLink);
    await page.getByLabel(word('workspaces:field.workspace')).fill('林记茶行');
    await look('setup');
    await page.getByLabel(word('workspaces:field.yourName')).fill('林掌柜');
    await page.getByLabel(word('workspaces:field.email')).fill('lin@example.com');
    await page.getByLabel(word('workspaces:field.password'), { exact: true }).fill('seven cups of tea');
    await button('workspaces:setup.submit').click();

    await button('transfer:offer.fileStep').click();
    const till = await tillExport();
    await page.locator('input[type=file]').setInputFiles(till.path);
    await button('transfer:preview.start').waitFor();
    await look('import');
    await button('transfer:preview.start').click();
    await page.getByRole('progressbar', { name: word('transfer:running.progress') }).waitFor();
    await button('transfer:outcome.undo').waitFor({ timeout: 60_000 });
    await look('imported');
    const imported = page.url();

    // A list wider than the screen asks for the rows that are looked at, not for everybody.
    if (seat.width === 1280) {
      await page.goto(`/customers?columns=${EVERY_COLUMN}`);
      const rows = page.locator('tbody a[data-row]');
      await rows.first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await rows.count()).toBe(PAGE);
      await rows.last().scrollIntoViewIfNeeded();
      await expect.poll(() => rows.count()).toBeGreaterThan(PAGE);
    }

    await page.goto('/classes');
    await divided(page, word('segments:matrix.best.name'));
    await look('matrix');
    await page.getByRole('button', { name: 'RFM', exact: true }).click();
    await page.getByText(word('segments:rfm.champions.strategy')).first().waitFor();
    await look('rfm');

    await page.goto('/retention');
    await slippingAway(page);
    await look('retention');
    await page.locator('a[href^="/customers/"]').first().click();
    await page.getByText(word('retention:card.why')).click();
    await look('card');

    await page.goto('/today');
    const done = button('today:done').first();
    await done.waitFor();
    await look('today');
    await done.click();
    await page.getByRole('button', { name: word('today:doneToday') }).waitFor();

    await page.keyboard.press('Control+k');
    const finder = page.getByRole('dialog', { name: word('shell:finder.hint') });
    await finder.getByRole('textbox').fill(word('segments:menu.classes'));
    await finder.getByRole('button', { name: word('segments:menu.classes') }).waitFor();
    await look('finder');
    await page.keyboard.press('Escape');
    await finder.waitFor({ state: 'hidden' });
    await expectWellMade(page);

    await page.goto(imported);
    await button('transfer:outcome.undo').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('transfer:outcome.undo'), exact: true })
      .click();
    await page.getByRole('heading', { name: word('transfer:states.undone') }).waitFor({ timeout: 60_000 });
    await page.reload();
    for (const bucket of ['reversed', 'kept', 'failed']) {
      await page.getByRole('heading', { name: word(`transfer:undone.${bucket}`), exact: true }).waitFor();
    }
    await look('undone');
    await page.goto('/today');
    await button('transfer:offer.fileStep').waitFor();
    expect(complaints).toEqual([]);
  });
});

/** The shop is divided in the background after an import. */
async function divided(page: Page, best: string): Promise<void> {
  const cell = page.getByRole('button', { name: new RegExp(`^${best}`) });
  await expect
    .poll(
      async () => {
        await page.reload();
        return cell.waitFor({ timeout: 4_000 }).then(
          () => true,
          () => false,
        );
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .toBe(true);
}

/** The watch looks at everybody in the background after an import. */
async function slippingAway(page: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.reload();
        const first = page.locator('a[href^="/customers/"]').first();
        return first.waitFor({ timeout: 4_000 }).then(
          () => true,
          () => false,
        );
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .toBe(true);
}
