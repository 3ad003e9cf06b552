import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';
import { get, MORNING, openShop, teaSales } from './support/tea-shop.ts';

let browser: Browser;
let till: string;
beforeAll(async () => {
  browser = await openBrowser();
  till = await teaSales();
});
afterAll(() => browser.close());

describe.each(seats)('classes in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: MORNING });
  });
  afterAll(() => product.stop());

  test('lead from the matrix to a playbook and a case, to who moved, to chosen targets and own measures', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const say = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, key, values);
    const word = (key: string, values?: Record<string, unknown>) => say(`segments:${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const drawer = page.getByRole('dialog');
    const cell = (key: string) => page.locator(`[data-class="${key}"]`);

    await openShop(page, product, seat.tongue);
    const imported = await product.run('import', till, '--kind', 'orders');
    expect(imported, imported.err).toMatchObject({ code: 0 });
    // Classes follow an import within moments, and the months before it a moment later.
    await expect
      .poll(
        async () =>
          (await get<{ months: unknown[] }>(page, '/classes/value-matrix/moves')).months.length > 6 &&
          (await get<{ items: unknown[] }>(page, '/retention/watch?group=regulars')).items.length > 0,
        { timeout: 60_000, interval: 500 },
      )
      .toBe(true);

    await page.goto('/classes');
    await cell('best').waitFor();
    await look('matrix-cells');
    await cell('spender').click();
    await page.getByRole('heading', { name: word('playbook.title', { name: word('matrix.spender.name') }) }).waitFor();
    await button(word('playbook.edit')).click();
    await drawer.getByLabel(word('playbook.words'), { exact: true }).fill('新茶到了，给您留了两罐。');
    await look('playbook-form');
    await drawer.getByRole('button', { name: word('playbook.save'), exact: true }).click();
    await page.getByText('新茶到了，给您留了两罐。').waitFor();
    await page.getByText(word('playbook.own'), { exact: true }).waitFor();
    await look('playbook');

    await page.getByRole('link', { name: /^贵宾1/ }).click();
    await button(say('retention:cases.new')).click();
    await drawer.getByRole('button', { name: say('retention:cases.open'), exact: true }).click();
    await page.getByText(say('retention:cases.causeTitle')).waitFor();

    await page.goto('/classes/months');
    await page.getByRole('heading', { name: word('effect.title') }).waitFor();
    await look('months');

    await page.goto('/classes?scheme=e-class');
    await cell('EI').click();
    await page.getByText(word('eClass.EI.strategy')).first().waitFor();
    await look('e-class');
    await button(say('kit:figure.how', { name: word('cuts.how') })).click();
    await page.getByText(word('explain.stability')).waitFor();
    await look('e-class-arithmetic');
    await page.keyboard.press('Escape');
    await button(word('schemes.p-class.name')).click();
    await page.getByText(word('missing.prospects')).waitFor();
    await look('p-class-empty');
    await button(word('schemes.preference.name')).click();
    await button(word('use')).click();
    await cell('红茶').waitFor({ timeout: 30_000 });
    await look('preference');

    await button(word('own.new')).click();
    await drawer.getByLabel(word('own.name')).fill('老朋友');
    await look('own-form');
    await drawer.getByRole('button', { name: word('own.make'), exact: true }).click();
    await cell('2-2').waitFor({ timeout: 30_000 });
    await look('own-scheme');

    await page.goto('/classes/fit');
    await button(word('fit.judge')).nth(1).click();
    await drawer
      .getByRole('group', { name: word('fit.questions.wants') })
      .locator('label')
      .nth(4)
      .click();
    await drawer.getByLabel(word('fit.choose')).check();
    await drawer.getByRole('button', { name: word('playbook.save'), exact: true }).click();
    await drawer.getByText(word('problems.reasonMissing')).waitFor();
    await drawer.getByLabel(word('fit.reason')).fill('懂茶，离得近。');
    await drawer.getByRole('button', { name: word('playbook.save'), exact: true }).click();
    await page.getByText('懂茶，离得近。').waitFor();
    await look('fit');
    expect(complaints).toEqual([]);
  });
});
