import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

/** Two cards of one regular, a couple with one phone, and somebody who only sounds alike. */
const CUSTOMERS = [
  {
    name: '张伟',
    phone: '13812345678',
    externalId: 'T-1001',
    tags: ['VIP'],
    birthday: { year: 1988, month: 5, day: 1 },
  },
  {
    name: 'Zhang Wei',
    phone: '+86 138 1234 5678',
    email: 'zhang.wei@gmail.com',
    cardNumber: '8800 1234',
    source: '微信',
  },
  { name: '王芳', phone: '13900001111', birthday: { year: 1990, month: 5, day: 1 } },
  { name: '王芳', phone: '13722220000', birthday: { calendar: 'lunar', year: 1990, month: 4, day: 7 } },
  { name: '李强', phone: '13700002222' },
  { name: '陈静', phone: '13700002222' },
];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('duplicates in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  let send: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
  beforeAll(async () => {
    const owner = { REGULARS_OWNER_EMAIL: 'lin@example.com', REGULARS_OWNER_PASSWORD: 'seven cups of tea' };
    product = await startProduct(inject('testCluster'), { ...owner, REGULARS_WORKSPACE: '林记茶行' });
    const { out } = await product.run('key', 'create', '--name', 'till', '--role', 'owner', '--json');
    const { key } = JSON.parse(out) as { key: string };
    send = async (method, path, body) => {
      const answer = await fetch(`${product.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await answer.json()) as Record<string, unknown>;
    };
    for (const customer of CUSTOMERS) await send('POST', '/customers', customer);
  });
  afterAll(() => product.stop());

  test('are warned of while typing, compared, merged, and parted again', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `customers:${key}`, values);
    const button = (key: string, values?: Record<string, unknown>) =>
      page.getByRole('button', { name: word(key, values), exact: true });
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };

    await expect.poll(async () => (await groups(send)).length).toBe(2);
    await page.goto('/sign-in');
    await page.getByLabel(translate(seat.tongue, 'workspaces:field.email')).fill('lin@example.com');
    await page
      .getByLabel(translate(seat.tongue, 'workspaces:field.password'), { exact: true })
      .fill('seven cups of tea');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));

    await page.goto('/customers/new');
    await page.getByLabel(word('field.name')).fill('张伟');
    await page.getByLabel(word('field.phone')).first().fill('138 1234 5678');
    const warning = page.getByRole('status', { name: word('duplicates.warn.title') });
    await warning.getByText('Zhang Wei').waitFor();
    await button('duplicates.warn.saveAnyway').waitFor();
    expect(await page.getByLabel(word('field.phone')).first().inputValue()).toBe('138 1234 5678');
    await look('duplicate-warning');

    await page.goto('/customers');
    await page.getByRole('link', { name: word('duplicates.open') }).click();
    const group = page.locator('section').filter({ hasText: '张伟' }).filter({ hasText: 'Zhang Wei' });
    await group.waitFor();
    await look('duplicates');
    await group.getByRole('button', { name: word('duplicates.compare') }).click();
    await group.getByRole('radio', { name: '张伟', exact: true }).first().check();
    await look('duplicates-compare');
    await group.getByRole('button', { name: word('duplicates.merge', { count: 2 }), exact: true }).click();
    await page.getByText(word('duplicates.merged', { count: 1, name: '张伟' })).waitFor();
    await expect.poll(async () => (await groups(send)).length).toBe(1);
    const before = await send('GET', '/customers?q=13812345678');
    expect(before['items']).toMatchObject([{ name: '张伟', email: 'zhang.wei@gmail.com', cardNumber: '8800 1234' }]);

    await page.getByRole('button', { name: translate(seat.tongue, 'kit:undo'), exact: true }).click();
    await page.getByText(word('duplicates.parted'), { exact: true }).waitFor();
    await expect.poll(async () => (await groups(send)).length).toBe(2);

    const { items } = (await send('GET', '/customers?q=13812345678')) as { items: { id: string; name: string }[] };
    const keep = items.find(({ name }) => name === '张伟')?.id ?? '';
    const other = items.find(({ name }) => name !== '张伟')?.id ?? '';
    await send('POST', '/customers/merge', { keep, merge: [other], fields: {} });
    await page.goto(`/customers/${other}`);
    await page.waitForURL(`**/customers/${keep}`);
    await page.getByRole('heading', { name: word('duplicates.from.title') }).waitFor();
    await look('merged-card');
    await button('duplicates.from.part').click();
    await page.getByText(word('duplicates.parted'), { exact: true }).waitFor();
    await page.getByRole('heading', { name: word('duplicates.from.title') }).waitFor({ state: 'detached' });

    await page.goto('/customers/duplicates');
    const namesakes = page.locator('section').filter({ hasText: '王芳' });
    await namesakes.getByRole('button', { name: word('duplicates.different') }).click();
    await page.getByText(word('duplicates.distinguished')).waitFor();
    await namesakes.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});

async function groups(send: (method: string, path: string) => Promise<Record<string, unknown>>): Promise<unknown[]> {
  return (await send('GET', '/customers/duplicates'))['items'] as unknown[];
}
