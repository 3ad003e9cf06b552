import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('the own card in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    const owner = { REGULARS_OWNER_EMAIL: 'lin@example.com', REGULARS_OWNER_PASSWORD: 'seven cups of tea' };
    product = await startProduct(inject('testCluster'), { ...owner, REGULARS_WORKSPACE: '林记茶行' });
  });
  afterAll(() => product.stop());

  test('is corrected by the customer over a link, and taken over by the shop', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `customers:${key}`, values);
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
    const made = await page.request.post('/api/v1/customers', { data: { name: '王桂兰', phone: '13800138000' } });
    const { id } = (await made.json()) as { id: string };

    await page.goto(`/customers/${id}`);
    await page.getByRole('button', { name: word('self.link.button') }).click();
    await page.getByRole('button', { name: word('self.link.make'), exact: true }).click();
    const url = await page.getByLabel(word('self.link.url'), { exact: true }).inputValue();
    await look('self-link');

    const guest = await sit(browser, product.url, seat);
    await guest.page.goto(new URL(url).pathname);
    await guest.page.getByRole('button', { name: word('self.public.open') }).click();
    const phone = guest.page.getByLabel(word('field.phone'), { exact: true });
    expect(await phone.inputValue()).toBe('13800138000');
    await expectWellMade(guest.page);
    await picture(guest.page, 'own-card', seat);
    await phone.fill('139 0013 9000');
    await guest.page.getByRole('button', { name: word('self.public.save'), exact: true }).click();
    await guest.page.getByText(word('self.public.waiting')).waitFor();
    await guest.page.getByText(word('self.public.yes'), { exact: true }).click();
    await guest.page.getByText(word('self.public.consentSaid'), { exact: true }).waitFor();
    await guest.page.reload();
    await phone.waitFor();
    const again = await sit(browser, product.url, seat);
    await again.page.goto(new URL(url).pathname);
    await again.page.getByRole('heading', { name: word('self.public.gone') }).waitFor();

    await page.goto(`/customers/${id}`);
    await page.getByRole('heading', { name: word('self.proposal.title') }).waitFor();
    await page.getByText('13900139000').first().waitFor();
    await look('proposal');
    await page.getByRole('button', { name: word('self.proposal.take'), exact: true }).click();
    await page.getByRole('link', { name: '13900139000' }).waitFor();
    await page.getByRole('heading', { name: word('self.proposal.title') }).waitFor({ state: 'detached' });

    await page.goto('/settings/self-service');
    await page.getByRole('combobox', { name: word('self.settings.changes') }).click();
    await page.getByRole('option', { name: word('self.settings.apply'), exact: true }).click();
    await look('self-settings');
    await page.getByRole('button', { name: word('self.settings.save'), exact: true }).click();
    await page.getByText(word('self.settings.saved'), { exact: true }).waitFor();
    expect([...complaints, ...guest.complaints, ...again.complaints]).toEqual([]);
  });
});
