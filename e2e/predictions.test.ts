import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

/** Ten in the morning in Shanghai. */
const MORNING = '2026-11-25T02:00:00Z';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('the forecast in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: MORNING });
  });
  afterAll(() => product.stop());

  test('says what is missing, then what is to come, how far to trust it, and what each customer will bring', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) =>
      translate(seat.tongue, `retention:predictions.${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };

    await page.goto(product.setupLink);
    const field = (key: string) => page.getByLabel(translate(seat.tongue, `workspaces:field.${key}`), { exact: true });
    await field('workspace').fill('林记茶行');
    await field('yourName').fill('林掌柜');
    await field('email').fill('lin@example.com');
    await field('password').fill('seven cups of tea');
    await page.getByRole('button', { name: translate(seat.tongue, 'workspaces:setup.submit') }).click();
    await page.getByRole('button', { name: translate(seat.tongue, 'team:bell.name') }).waitFor({ timeout: 60_000 });
    await page.goto('/retention/forecast');
    await page.getByText(word('unavailable.notYet')).waitFor();

    expect((await product.run('import', await fewOrders(), '--kind', 'orders')).code).toBe(0);
    await until(page, ({ missing }) => missing.length > 0);
    await page.reload();
    await page.getByRole('heading', { name: word('less') }).waitFor();
    await look('forecast-missing');

    expect((await product.run('seed', 'retail')).code).toBe(0);
    await until(page, ({ unavailable }) => unavailable === null);
    await page.reload();
    await page
      .getByRole('img', { name: word('chart.label') })
      .locator('canvas')
      .waitFor();
    await page.getByRole('heading', { name: word('test') }).waitFor();
    await look('forecast');
    await page.getByRole('button', { name: translate(seat.tongue, 'kit:chart.asTable') }).click();
    await page.getByRole('columnheader', { name: word('chart.high') }).waitFor();
    await page.getByRole('heading', { name: word('before') }).scrollIntoViewIfNeeded();
    await look('forecast-before');
    await page.getByRole('heading', { name: word('test') }).scrollIntoViewIfNeeded();
    await look('forecast-trust');

    await page.getByRole('button', { name: word('worth.open'), exact: true }).click();
    await page.getByRole('dialog').getByLabel(word('worth.margin'), { exact: true }).fill('40');
    await look('forecast-margin');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('worth.save'), exact: true })
      .click();
    await page.getByText(word('worth.saved')).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.getByRole('heading', { name: word('customers') }).scrollIntoViewIfNeeded();
    await page.locator('a[href^="/customers/"]').first().waitFor();
    await look('forecast-customers');
    await page.locator('a[href^="/customers/"]').first().click();
    await page.waitForURL(/\/customers\/[0-9a-f-]{36}/);
    const heading = page.getByRole('heading', { name: word('panel.title'), exact: false });
    await heading.scrollIntoViewIfNeeded();
    await page.getByText(word('panel.value', { margin: 40 })).waitFor();
    await heading.getByRole('button').click();
    await look('forecast-card');
    expect(complaints).toEqual([]);
  });
});

interface Told {
  unavailable: string | null;
  missing: unknown[];
}

/** The worker looks at everybody first, then at what is to come. */
async function until(page: Page, done: (told: Told) => boolean): Promise<void> {
  const read = async () => done((await (await page.request.get('/api/v1/retention/forecast')).json()) as Told);
  await expect.poll(read, { timeout: 120_000, interval: 500 }).toBe(true);
}

/** What a shop has sold in its first weeks. */
async function fewOrders(): Promise<string> {
  const rows = Array.from({ length: 24 }, (_, n) => {
    const day = String(1 + (n % 22)).padStart(2, '0');
    return `A${n},2026-11-${day} 11:00,C${n % 16},客户${n % 16},${60 + n}.00`;
  });
  const path = join(await mkdtemp(join(tmpdir(), 'regulars-orders-')), 'orders.csv');
  await writeFile(path, ['订单号,日期,客户编号,姓名,金额', ...rows].join('\n'));
  return path;
}
