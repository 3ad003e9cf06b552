import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

const PASSWORD = 'seven cups of tea';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('privacy in $tongue at $width px, $scheme', (seat) => {
  const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `customers:${key}`, values);
  let product: Product;
  let customer: string;

  beforeAll(async () => {
    const owner = { REGULARS_OWNER_EMAIL: 'lin@example.com', REGULARS_OWNER_PASSWORD: PASSWORD };
    product = await startProduct(inject('testCluster'), { ...owner, REGULARS_WORKSPACE: '林记茶行' });
    const { out } = await product.run('key', 'create', '--name', 'till', '--role', 'owner', '--json');
    const { key } = JSON.parse(out) as { key: string };
    const send = async (method: string, path: string, body: object) => {
      const answer = await fetch(`${product.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect([path, answer.status < 300]).toEqual([path, true]);
      return (await answer.json()) as Record<string, unknown>;
    };
    const made = await send('POST', '/customers', {
      name: '欧阳锋',
      phone: '13800138000',
      email: 'ouyang@example.com',
      consents: [{ channel: 'sms', purpose: 'marketing', granted: true }],
    });
    customer = made['id'] as string;
    await send('POST', '/privacy/texts', {
      purpose: 'marketing',
      texts: { 'zh-CN': '我们可以每月给您发一次新茶消息吗？', en: 'May we tell you of new teas once a month?' },
    });
    await send('POST', '/privacy/requests', { kind: 'access', customerId: customer });
    const colleague = ['--name', '小周', '--email', 'zhou@example.com', '--role', 'clerk'];
    const invited = await product.run('user', 'create', ...colleague, '--json');
    const { link } = JSON.parse(invited.out) as { link: string };
    await send('POST', `/password-reset/${link.split('/').at(-1)}`, { password: PASSWORD });
  });
  afterAll(() => product.stop());

  async function enter(email: string): Promise<{ page: Page; complaints: string[] }> {
    const seated = await sit(browser, product.url, seat);
    onTestFinished(() => seated.page.context().close());
    await seated.page.goto('/sign-in');
    await seated.page.getByLabel(translate(seat.tongue, 'workspaces:field.email')).fill(email);
    await seated.page.getByLabel(translate(seat.tongue, 'workspaces:field.password'), { exact: true }).fill(PASSWORD);
    await seated.page.keyboard.press('Enter');
    await seated.page.waitForURL((url) => !url.pathname.includes('sign-in'));
    return seated;
  }

  test('a clerk sees a mask and reveals it for a reason, the owner sees who did, and erases', async () => {
    const clerk = await enter('zhou@example.com');
    await clerk.page.goto(`/customers/${customer}`);
    await clerk.page.getByRole('heading', { name: '欧阳锋' }).first().waitFor();
    expect(await clerk.page.locator('body').innerText()).not.toContain('13800138000');
    await clerk.page.getByRole('button', { name: word('privacy.reveal.show', { name: word('field.phone') }) }).click();
    await clerk.page.getByText(word('privacy.reveal.about')).waitFor();
    await expectWellMade(clerk.page);
    await picture(clerk.page, 'privacy-reveal', seat);
    await clerk.page.getByRole('button', { name: word('privacy.reveal.reason.call') }).click();
    await clerk.page.getByText('13800138000').waitFor();
    expect(clerk.complaints).toEqual([]);

    const { page, complaints } = await enter('lin@example.com');
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    await page.goto(`/customers/${customer}`);
    await page.getByText(word('privacy.whoSaw'), { exact: true }).waitFor();
    const words = { what: word('privacy.disclosed.revealed', { field: word('field.phone') }) };
    const told = word('privacy.because', { ...words, reason: word('privacy.reveal.reason.call') });
    await page.getByText(told).first().waitFor();

    // A no is one tap, as a yes is.
    await page.getByRole('button', { name: new RegExp(`^${word('privacy.withdraw')}`) }).click();
    await page.getByRole('button', { name: new RegExp(`^${word('privacy.agree')}`) }).waitFor();
    await page.getByRole('button', { name: word('privacy.restrict.button'), exact: true }).click();
    await page.getByLabel(word('privacy.reason')).fill('家里有丧事');
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: word('privacy.restrict.submit'), exact: true }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByText('家里有丧事').first().waitFor();
    await look('privacy-card');

    await page.goto('/settings/privacy-log');
    await page.getByText(told).first().waitFor();
    await look('privacy-log');
    await page.goto('/settings/privacy');
    await page.getByText(word('privacy.requestState.received'), { exact: true }).waitFor();
    await page.getByText(word('privacy.rules.kind.lost')).waitFor();
    await look('privacy-settings');

    await page.goto(`/customers/${customer}`);
    await page
      .getByRole('main')
      .getByRole('button', { name: word('card.more') })
      .click();
    await page.getByText(word('privacy.erase.button'), { exact: true }).click();
    await page.getByText(word('privacy.erase.about')).waitFor();
    const confirm = page.getByRole('button', { name: word('privacy.erase.confirm'), exact: true });
    await confirm.click();
    await page.getByText(word('privacy.erase.reasonMissing')).waitFor();
    await look('privacy-erase');
    await page.getByLabel(word('privacy.reason')).fill('本人来电要求');
    await confirm.click();
    await page.waitForURL((url) => url.pathname === '/customers');
    await page.goto(`/customers/${customer}`);
    await page.getByText(translate(seat.tongue, 'customers:errors.CUSTOMER_NOT_FOUND')).waitFor();
    expect(complaints).toEqual([]);
  });
});
