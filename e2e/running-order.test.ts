import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

/** A Wednesday, ten in the morning in Shanghai. */
const TODAY = '2026-11-25';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('the running order in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    const owner = { REGULARS_OWNER_EMAIL: 'lin@example.com', REGULARS_OWNER_PASSWORD: 'seven cups of tea' };
    const shop = { REGULARS_WORKSPACE: '林记茶行', REGULARS_NOW: `${TODAY}T02:00:00Z` };
    product = await startProduct(inject('testCluster'), { ...owner, ...shop });
  });
  afterAll(() => product.stop());

  test('goes from the offer to the hand-over and after-sale', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `orders:${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const drawer = page.getByRole('dialog');
    const button = (key: string) => page.getByRole('button', { name: word(key), exact: true });
    const inDrawer = (key: string) => drawer.getByRole('button', { name: word(key), exact: true });
    const field = (key: string) => drawer.getByLabel(word(key), { exact: true });
    const gone = () => drawer.waitFor({ state: 'detached' });
    const post = async (path: string, data: object) =>
      (await (await page.request.post(`/api/v1${path}`, { data })).json()) as { id: string };

    await page.goto('/sign-in');
    await page.getByLabel(translate(seat.tongue, 'workspaces:field.email')).fill('lin@example.com');
    await page
      .getByLabel(translate(seat.tongue, 'workspaces:field.password'), { exact: true })
      .fill('seven cups of tea');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));

    const customer = await post('/customers', { name: '王桂兰', phone: '13800138000' });
    const price = { amount: '2680.00', currency: 'CNY' };
    await post('/products', { sku: 'CT-1', name: '胡桃木茶台', unitPrice: price, guaranteeMonths: 24 });
    await page.goto('/orders/offers');
    await page.getByText(word('offers.none.open')).waitFor();
    await look('offers-empty');

    await page.goto(`/customers/${customer.id}`);
    await page.getByText(word('running.none')).waitFor();
    await button('record.button').click();
    await field('record.promisedOn').waitFor();
    await look('order-form');
    await page.keyboard.press('Escape');
    await gone();
    await button('offer.button').click();
    await field('offer.what').fill('茶室的家具');
    const products = drawer.getByRole('combobox', { name: word('field.product'), exact: true });
    await products.fill('胡桃木');
    await page.getByRole('option', { name: /胡桃木茶台/ }).click();
    await inDrawer('record.addLine').click();
    await products.nth(1).fill('送货安装');
    await field('field.unitPrice').nth(1).fill('200');
    await look('offer-form');
    await inDrawer('offer.make').click();
    await gone();
    await page.getByRole('link', { name: '茶室的家具' }).first().waitFor();
    await look('running-offer');
    await page.getByRole('link', { name: '茶室的家具' }).first().click();
    await button('offer.change').waitFor();
    await look('offer');

    await button('offer.accept').click();
    await field('record.promisedOn').fill(TODAY);
    await look('offer-accept');
    await inDrawer('offer.acceptSave').click();
    await page
      .getByRole('listitem')
      .filter({ hasText: word('phase.in') })
      .first()
      .waitFor();
    await gone();
    await button('course.act.step').click();
    await field('course.label.step').fill('料到了，明天开工');
    await inDrawer('save').click();
    await page.getByText('料到了，明天开工').waitFor();
    await gone();
    await look('order-in-progress');
    await page.goto('/today');
    await page.getByText(word('reasons.hand_over_due_today', { what: '胡桃木茶台' })).waitFor();
    await look('today-hand-over');

    await page.goBack();
    await button('handOver.button').click();
    await field('field.note').fill('本人签收');
    await inDrawer('handOver.save').click();
    await page.getByText(word('handOver.done')).waitFor();
    await gone();
    await button('course.act.checkIn').waitFor();
    await look('order-after-sale');
    await button('refund.button').click();
    await field('refund.reason').fill('退错了');
    await inDrawer('refund.save').click();
    await gone();
    await button('refund.takeBack').click();
    await field('refund.takeBackReason').fill('客户没有要退');
    await look('refund-take-back');
    await inDrawer('refund.takeBack').click();
    await gone();
    await page
      .getByText(/客户没有要退/)
      .first()
      .waitFor();
    await look('refund-taken-back');

    const offer = { customerId: customer.id, title: '一年的办公用茶', total: '3600.00', validUntil: '2026-11-27' };
    await post('/offers', offer);
    await post('/offers', { ...offer, title: '年会礼盒', total: '12800.00', validUntil: '2026-12-24' });
    await post('/orders', {
      customer: { id: customer.id },
      lines: [{ name: '定制茶席', quantity: '1', unitPrice: '880.00' }],
      placedAt: '2026-11-20T10:00:00+08:00',
      promisedOn: '2026-11-24',
      source: '小程序',
    });
    await page.goto('/orders/offers');
    await page.getByRole('link', { name: /年会礼盒/ }).waitFor();
    await look('offers');
    await page.getByRole('link', { name: /一年的办公用茶/ }).click();
    await button('offer.decline').click();
    await drawer.getByRole('combobox', { name: word('offer.reason') }).click();
    await page.getByRole('option', { name: word('lost.competitor'), exact: true }).click();
    await field('offer.competitor').fill('隔壁茶庄');
    await look('offer-decline');
    await inDrawer('offer.declineSave').click();
    await gone();
    await page.getByText('隔壁茶庄').waitFor();

    await page.goto('/orders');
    await page.getByLabel(word('list.search'), { exact: true }).fill('wgl');
    await page
      .getByText(seat.tongue === 'en' ? /Promised for Nov 24/ : /约定 11 ?月 ?24 ?日 交付/)
      .first()
      .waitFor();
    await look('orders');
    await page.getByRole('button', { name: word('phase.in'), exact: true }).click();
    await page.waitForURL(/phase=in/);
    await page.goto(`/customers/${customer.id}`);
    await page.getByRole('link', { name: '年会礼盒' }).first().waitFor();
    await look('running-card');
    await page.goto('/settings/after-sale');
    await page.getByLabel(word('afterSale.checkInDays'), { exact: true }).fill('5');
    await button('save').click();
    await page.getByText(word('saved')).first().waitFor();
    await look('after-sale-settings');
    expect(complaints).toEqual([]);
  });
});
