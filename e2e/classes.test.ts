import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';
import { DAY, tillExport } from './support/till.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('classes in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: `${DAY}T04:00:00Z` });
  });
  afterAll(() => product.stop());

  test('lead from the matrix to a playbook, the arithmetic of the E-class, and preferences', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const say = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, key, values);
    const word = (key: string, values?: Record<string, unknown>) => say(`segments:${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const drawer = page.getByRole('dialog');

    await page.goto(product.setupLink);
    await page.getByLabel(say('workspaces:field.workspace')).fill('林记茶行');
    await page.getByLabel(say('workspaces:field.yourName')).fill('林掌柜');
    await page.getByLabel(say('workspaces:field.email')).fill('lin@example.com');
    await page.getByLabel(say('workspaces:field.password'), { exact: true }).fill('seven cups of tea');
    await button(say('workspaces:setup.submit')).click();
    await button(say('transfer:offer.fileStep')).click();
    await page.locator('input[type=file]').setInputFiles((await tillExport()).path);
    await button(say('transfer:preview.start')).click();
    await button(say('transfer:outcome.undo')).waitFor({ timeout: 60_000 });

    const cell = (key: string) => page.locator(`[data-class="${key}"]`);
    await expect
      .poll(
        async () => {
          await page.goto('/classes');
          await button(word('settings.open')).waitFor();
          return cell('best').count();
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe(1);
    await cell('spender').click();
    await page.getByRole('heading', { name: word('playbook.title', { name: word('matrix.spender.name') }) }).waitFor();
    await button(word('playbook.edit')).click();
    await drawer.getByLabel(word('playbook.words'), { exact: true }).fill('新茶到了，给您留了两罐。');
    await look('playbook-form');
    await drawer.getByRole('button', { name: word('playbook.save'), exact: true }).click();
    await page.getByText('新茶到了，给您留了两罐。').waitFor();
    await page.getByText(word('playbook.own')).waitFor();
    await look('playbook');

    await button(word('schemes.e-class.name')).click();
    await cell('EI').click();
    await page.getByText(word('eClass.EI.strategy')).first().waitFor();
    await look('e-class');
    await button(say('kit:figure.how', { name: word('cuts.how') })).click();
    await page.getByText(word('explain.stability')).waitFor();
    await look('e-class-arithmetic');
    await page.keyboard.press('Escape');
    await button(word('settings.open')).click();
    await drawer
      .getByText(word('settings.cutBy_mean'))
      .or(drawer.getByLabel(word('settings.cutBy')))
      .first()
      .waitFor();
    await look('cuts');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });

    await button(word('schemes.pyramid.name')).click();
    await cell('top').waitFor();
    await look('pyramid');
    await button(word('schemes.preference.name')).click();
    await button(word('use')).click();
    await cell('*mixed')
      .or(page.getByText(word('missing.categories')))
      .first()
      .waitFor({ timeout: 20_000 });
    await look('preference');
    expect(complaints).toEqual([]);
  });
});
