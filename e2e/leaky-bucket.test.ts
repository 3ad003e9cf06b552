import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';
import { get, MORNING, openShop, post } from './support/tea-shop.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('the leaky bucket and the forecast in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: MORNING });
  });
  afterAll(() => product.stop());

  test('show the demo shop month by month, what it costs, what is to come and whom to win back', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `retention:${key}`, values);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const drawer = page.getByRole('dialog');
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };

    await openShop(page, product, seat.tongue);
    await page.goto('/retention/leaky-bucket');
    await page.getByText(word('bucket.none')).waitFor();
    await look('leaky-bucket-empty');
    await page.goto('/retention/effect');
    await page.getByText(word('holdOut.verdict.not_begun', { needed: 200, alerts: 0 })).waitFor();
    await page.goto('/retention/forecast');
    await page.getByText(word('predictions.unavailable.notYet')).waitFor();
    await look('forecast-missing');

    await post(page, '/demo-shop');
    // The watch looks at everybody first, then at what is to come; the shop's cases follow.
    await expect
      .poll(
        async () =>
          (await get<{ items: unknown[] }>(page, '/retention/cases')).items.length === 3 &&
          (await get<{ unavailable: string | null }>(page, '/retention/forecast')).unavailable === null,
        { timeout: 120_000, interval: 500 },
      )
      .toBe(true);

    await page.goto('/retention/leaky-bucket');
    await page
      .getByText(word('bucket.year', { count: 12 }))
      .first()
      .waitFor();
    await page.locator('canvas').first().waitFor();
    await look('leaky-bucket');
    await page.getByLabel(word('bucket.gift'), { exact: true }).fill('30');
    await button(word('bucket.giftAsk')).click();
    await page.getByRole('status').getByText(/\d/).first().waitFor();

    await page.goto('/retention/cohorts');
    await page.getByRole('region', { name: word('cohorts.heat') }).waitFor();
    await look('cohorts');
    await button(word('cohorts.by.source')).click();
    await page.getByRole('rowheader', { name: '小红书' }).waitFor();

    await page.goto('/retention/costs');
    await button(word('costs.new')).click();
    await drawer.getByLabel(word('costs.amount'), { exact: true }).fill('88');
    await drawer.getByRole('button', { name: word('costs.book'), exact: true }).click();
    await page.getByText(word('costs.booked')).waitFor();
    await look('costs');

    await page.goto('/retention/win-back');
    await page.getByRole('link', { name: word('winBack.open', { state: word('cases.state.agreed') }) }).waitFor();
    await look('win-back');
    await page.goto('/retention/equity');
    await page.getByText(word('equity.improve')).waitFor();
    await look('equity');

    await page.goto('/retention/forecast');
    await page
      .getByRole('img', { name: word('predictions.chart.label') })
      .locator('canvas')
      .waitFor();
    await page.getByRole('heading', { name: word('predictions.test') }).waitFor();
    await look('forecast');
    await page.getByRole('heading', { name: word('predictions.test') }).scrollIntoViewIfNeeded();
    await picture(page, 'forecast-trust', seat);
    await page.locator('a[href^="/customers/"]').first().click();
    await page.waitForURL(/\/customers\/[0-9a-f-]{36}/);
    const how = translate(seat.tongue, 'kit:figure.how', { name: word('predictions.panel.title') });
    await button(how).scrollIntoViewIfNeeded();
    await look('forecast-card');
    expect(complaints).toEqual([]);
  });
});
