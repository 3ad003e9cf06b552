import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';
import { get, MORNING, openShop, post, teaSales, TODAY } from './support/tea-shop.ts';

let browser: Browser;
let till: string;
beforeAll(async () => {
  browser = await openBrowser();
  till = await teaSales();
});
afterAll(() => browser.close());

describe.each(seats)('segments in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: MORNING });
  });
  afterAll(() => product.stop());

  test('are counted while they are put together, follow a purchase, and are laid beside each other and an earlier day', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) =>
      translate(seat.tongue, `segments:conditions.${key}`, values);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    /** The number that the builder shows beside it. */
    const counted = (count: number) =>
      page
        .getByRole('status')
        .filter({ hasText: new RegExp(`^${count}\\s`) })
        .waitFor();
    const choose = async (at: number, field: string, option: string) => {
      await page.getByRole('combobox', { name: field, exact: true }).nth(at).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    };

    await openShop(page, product, seat.tongue);
    await page.goto('/segments');
    await page.getByText(word('empty')).waitFor();
    await look('segments-empty');
    const imported = await product.run('import', till, '--kind', 'orders');
    expect(imported, imported.err).toMatchObject({ code: 0 });
    const regulars = { field: 'purchaseDays', value: { from: 7 } };
    const often = await post<{ id: string }>(page, '/segments', { name: '常来的', condition: regulars });

    await page.goto('/segments/new');
    await page.getByLabel(word('form.name'), { exact: true }).fill('最近来过的老客');
    await page.getByText(word('builder.add'), { exact: true }).click();
    const [condition, bought] = [word('builder.condition'), word('kind.purchases')];
    await choose(0, condition, bought);
    await page
      .getByLabel(new RegExp(`^${word('part.times')} `))
      .first()
      .fill('3');
    await counted(24);
    await page.getByText(word('builder.addGroup'), { exact: true }).click();
    await choose(1, condition, bought);
    await choose(1, word('part.within'), word('builder.lastDays'));
    await page
      .getByLabel(new RegExp(`${word('builder.days')}$`))
      .last()
      .fill('30');
    await counted(18);
    await look('segment-builder');
    await button(word('form.create')).click();
    await page.getByRole('heading', { name: '最近来过的老客', level: 1 }).waitFor();
    await page
      .getByRole('link', { name: /^熟客1/ })
      .first()
      .waitFor();
    await button(word('snapshots.take')).click();
    await page.getByText(word('snapshots.taken')).waitFor();

    const id = page.url().split('/').at(-1) as string;
    const [guest] = (await get<{ items: { id: string; name: string }[] }>(page, '/customers?q=贵宾1')).items;
    await post(page, '/orders', {
      source: 'till',
      lines: [],
      total: '500.00',
      customer: { id: guest?.id },
      placedAt: `${TODAY}T01:30:00Z`,
    });
    await expect
      .poll(async () => (await get<{ count: { value: number } }>(page, `/segments/${id}`)).count.value, {
        timeout: 60_000,
        interval: 200,
      })
      .toBe(19);
    await page.reload();
    await page
      .getByRole('link', { name: /^贵宾1/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: new RegExp(word('people', { number: '18' })) }).click();
    await page.getByText(word('snapshots.entered'), { exact: true }).waitFor();
    await page.getByRole('combobox', { name: word('overlap.with'), exact: true }).click();
    await page.getByRole('option', { name: '常来的', exact: true }).click();
    await page.getByText(word('overlap.both'), { exact: true }).waitFor();
    await look('segment');

    await page.goto(`/segments/${id}?edit=true`);
    await counted(19);
    await page.goto('/segments');
    await page.getByRole('link', { name: /常来的/ }).waitFor();
    await look('segments');
    expect(often.id).not.toBe(id);
    expect(complaints).toEqual([]);
  });
});
