import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { addDays } from '../src/maths/calendar.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

/** A Wednesday, ten in the morning in Shanghai. */
const MORNING = '2026-11-25T02:00:00Z';
const TODAY = '2026-11-25';

let browser: Browser;
let till: string;
beforeAll(async () => {
  browser = await openBrowser();
  till = await tillFile();
});
afterAll(() => browser.close());

describe.each(seats)('what customers need and who matters most, in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: MORNING });
  });
  afterAll(() => product.stop());

  test('a recommendation on the card, whom to tell of a product, a key account reviewed', async () => {
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
    await page.goto('/retention/accounts');
    await page.getByText(word('accounts.none')).waitFor();
    await look('key-accounts-empty');
    const imported = await product.run('import', till, '--kind', 'orders');
    expect(imported, imported.err).toMatchObject({ code: 0 });

    // Reactions follow the import within moments.
    await expect
      .poll(
        async () => {
          await page.goto('/retention/accounts');
          await page.getByText(word('accounts.proposed')).waitFor();
          return page.getByRole('button', { name: `${word('accounts.name')}: 云上酒店` }).count();
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe(1);
    await page.getByRole('button', { name: `${word('accounts.name')}: 云上酒店` }).click();
    const account = page.getByRole('link', { name: /云上酒店/ });
    await account.waitFor();
    await look('key-accounts');
    await account.click();
    await page.getByText(word('accounts.noReviews')).waitFor();
    await button(word('accounts.change')).click();
    await drawer.getByLabel(word('accounts.aim'), { exact: true }).fill('全年茶水都在本店');
    await drawer.getByLabel(word('accounts.reviewOn'), { exact: true }).fill(TODAY);
    await drawer.getByRole('button', { name: word('accounts.save'), exact: true }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText('全年茶水都在本店').waitFor();

    await page.goto('/');
    await page
      .getByText(word('reasons.account_review_aim', { weeks: 4, aim: '全年茶水都在本店' }))
      .first()
      .waitFor();
    await page.goto('/retention/accounts');
    await page.getByRole('link', { name: /云上酒店/ }).click();
    await button(word('accounts.doReview')).click();
    await drawer.getByText(word('accounts.state.at_risk'), { exact: true }).click();
    await drawer.getByLabel(word('accounts.reviewNote'), { exact: true }).fill('绿豆糕换了一家，下周带样品去。');
    await look('key-account-review');
    await drawer.getByRole('button', { name: word('accounts.save'), exact: true }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText('绿豆糕换了一家，下周带样品去。').waitFor();
    await look('key-account');

    await page.getByRole('link', { name: word('accounts.open'), exact: true }).click();
    const next = page
      .getByRole('region')
      .or(page.locator('section'))
      .filter({ hasText: word('recommend.title') })
      .last();
    await next.getByText('正山小种', { exact: true }).waitFor();
    await next.getByText(word('recommend.how')).click();
    await button(word('indicators.ask')).click();
    await drawer.getByLabel(word('indicators.share'), { exact: true }).fill('60');
    await look('wallet-share');
    await drawer.getByRole('button', { name: word('indicators.save'), exact: true }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText('60%', { exact: true }).waitFor();
    await next.scrollIntoViewIfNeeded();
    await look('recommendations');

    await page.goto('/retention/indicators');
    await page.getByText(word('indicators.about')).waitFor();
    await page.getByText(word('indicators.contributionName'), { exact: true }).waitFor();
    await look('indicators');

    await page.goto('/settings/products');
    await button('正山小种').click();
    await drawer.getByText(word('recommend.audience')).waitFor();
    await drawer.getByRole('link', { name: '老客', exact: true }).waitFor();
    await look('product-audience');
    expect(complaints).toEqual([]);
  });
});

/** Regulars of a tea shop; the hotel, which brings most, no longer buys cake, and one regular is due for tea. */
async function tillFile(): Promise<string> {
  const lines = ['订单号,日期,会员,货号,商品,分类,数量,单价'];
  let receipt = 0;
  const buy = (who: string, ago: number, ...goods: string[]) => {
    receipt += 1;
    for (const one of goods) lines.push(`R${receipt},${addDays(TODAY, -ago)},${who},${one}`);
  };
  const [tea, cake, cup] = ['T1,正山小种,红茶', 'C1,绿豆糕,茶点', 'U1,白瓷盖碗,茶具'];
  for (let n = 0; n < 30; n += 1) {
    buy(
      '云上酒店',
      12 + 14 * n,
      `${tea},6,100`,
      ...(n < 4 ? [] : [`${cake},20,20`]),
      ...(n % 5 === 0 ? [`${cup},4,60`] : []),
    );
  }
  for (let n = 0; n < 8; n += 1) {
    for (const ago of [4, 24, 44, 64]) buy(`茶客${n + 1}`, ago + n, `${tea},1,100`, `${cake},2,20`);
  }
  for (const ago of [18, 38, 58, 78]) buy('老客', ago, `${tea},1,100`);
  for (let n = 0; n < 6; n += 1) buy(`新客${n + 1}`, 10 + n, `${cup},1,60`, ...(n < 4 ? [`${tea},1,100`] : []));
  const path = join(await mkdtemp(join(tmpdir(), 'regulars-tea-')), 'till.csv');
  await writeFile(path, lines.join('\n'));
  return path;
}
