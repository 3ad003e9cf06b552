import type { Browser, Page } from 'playwright-core';
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

describe.each(seats)('the leaky bucket in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: MORNING });
  });
  afterAll(() => product.stop());

  test('shows the demo shop month by month, what it costs, who came back and whom to win back', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `retention:${key}`, values);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const drawer = page.getByRole('dialog');
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
    await button(translate(seat.tongue, 'workspaces:setup.submit')).click();
    await button(translate(seat.tongue, 'team:bell.name')).waitFor({ timeout: 60_000 });

    await page.goto('/retention/leaky-bucket');
    await page.getByText(word('bucket.none')).waitFor();
    await look('leaky-bucket-empty');
    await page.goto('/retention/cohorts');
    await page.getByText(word('cohorts.tooFew')).waitFor();
    await page.goto('/retention/effect');
    await page.getByText(word('holdOut.verdict.not_begun', { needed: 200, alerts: 0 })).waitFor();
    await look('effect');

    const demo = await page.request.post('/api/v1/demo-shop', { data: {} });
    expect(demo.ok(), await demo.text()).toBe(true);
    await expect
      .poll(async () => (await get<{ items: unknown[] }>(page, '/retention/cases')).items.length, { timeout: 120_000 })
      .toBe(3);

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
    await look('leaky-bucket-gift');

    await page.goto('/retention/cohorts');
    await page.getByRole('region', { name: word('cohorts.heat') }).waitFor();
    await look('cohorts');
    await button(word('cohorts.by.source')).click();
    await page.getByRole('rowheader', { name: '小红书' }).waitFor();
    await page.getByText(word('cohorts.ladder')).scrollIntoViewIfNeeded();
    await look('cohorts-ladder');

    await page.goto('/retention/costs');
    await button(word('costs.new')).click();
    await drawer.getByLabel(word('costs.amount'), { exact: true }).fill('88');
    await look('cost-form');
    await drawer.getByRole('button', { name: word('costs.book'), exact: true }).click();
    await page.getByText(word('costs.booked')).waitFor();
    await look('costs');

    await page.goto('/retention/win-back');
    await page.getByRole('link', { name: word('winBack.open', { state: word('cases.state.agreed') }) }).waitFor();
    await look('win-back');
    expect(complaints).toEqual([]);
  });
});

async function get<Answer>(page: Page, path: string): Promise<Answer> {
  const answer = await page.request.get(`/api/v1${path}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Answer;
}
