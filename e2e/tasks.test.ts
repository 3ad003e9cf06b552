import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

/** A Wednesday, ten in the morning in Shanghai. */
const MORNING = '2026-11-25T02:00:00Z';
const QUICK = { 'zh-CN': '明天下午3点 打电话给王总', 'zh-TW': '', en: 'tomorrow 3pm call Mr Wang' };
const CALL = { 'zh-CN': '打电话给王总', 'zh-TW': '', en: 'call Mr Wang' };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('tasks in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: MORNING });
  });
  afterAll(() => product.stop());

  test('are given, ring, are done, and are read by a calendar', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `team:${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const drawer = page.getByRole('dialog');
    const button = (name: string) => page.getByRole('button', { name, exact: true });

    await page.goto(product.setupLink);
    const field = (key: string) => page.getByLabel(translate(seat.tongue, `workspaces:field.${key}`), { exact: true });
    await field('workspace').fill('林记茶行');
    await field('yourName').fill('林掌柜');
    await field('email').fill('lin@example.com');
    await field('password').fill('seven cups of tea');
    await button(translate(seat.tongue, 'workspaces:setup.submit')).click();
    await button(word('bell.name')).waitFor({ timeout: 60_000 });
    const made = await page.request.post('/api/v1/customers', { data: { name: '王大海', phone: '13800138000' } });
    const customer = (await made.json()) as { id: string };

    await page.goto('/team/tasks');
    await page.getByLabel(word('quick')).fill(QUICK[seat.tongue]);
    await button(word('add')).click();
    await button(CALL[seat.tongue]).waitFor();

    await page.goto(`/team/tasks?new=true&customer=${customer.id}`);
    await drawer.getByLabel(word('field.title'), { exact: true }).fill('送新茶样品');
    await page.getByLabel(word('field.day'), { exact: true }).fill('2026-11-28');
    await page.getByText(word('field.anyDay')).waitFor();
    await button(word('addItem')).click();
    await page.getByLabel(word('field.item'), { exact: true }).last().fill('金骏眉');
    await look('task-form');
    await button(word('create')).click();
    await button('送新茶样品').waitFor();
    for (const [title, day] of [
      ['盘点绿茶', '2026-11-25'],
      ['给李姐寄发票', '2026-11-23'],
    ])
      await page.request.post('/api/v1/tasks', { data: { title, due: { on: day }, customerId: customer.id } });
    await page.reload();
    await button('盘点绿茶').waitFor();
    await look('tasks');

    await page.goto('/today');
    const stock = page.getByRole('checkbox', { name: word('doneNamed', { title: '盘点绿茶' }) });
    await stock.waitFor();
    await look('today-tasks');
    await stock.click();
    await stock.waitFor({ state: 'detached' });
    const undo = button(translate(seat.tongue, 'kit:undo'));
    await undo.click();
    await stock.waitFor();

    const soon = new Date(Date.parse(await serverTime(page)) + 3_000).toISOString();
    await page.request.post('/api/v1/tasks', {
      data: { title: '接一单快递', due: { at: soon }, remind: { minutesBefore: 0, anyDay: true } },
    });
    const bell = button(word('bell.unread', { count: 1 }));
    await bell.waitFor({ timeout: 30_000 });
    await bell.click();
    await page.getByText(word('notifications.reminder', { title: '接一单快递' })).waitFor();
    await look('bell');
    await page.getByText(word('notifications.reminder', { title: '接一单快递' })).click();
    await drawer.getByLabel(word('field.title'), { exact: true }).waitFor();
    await expect.poll(() => button(word('bell.name')).count()).toBeGreaterThan(0);

    await page.goto('/team/board');
    await page.getByRole('rowheader', { name: /林掌柜/ }).waitFor();
    await look('team-board');
    await page.goto('/team/calendar');
    await page.getByText('送新茶样品').waitFor();
    await look('team-calendar');

    await page.goto(`/customers/${customer.id}`);
    await page.getByRole('tab', { name: word('panel.tasks') }).click();
    await button('送新茶样品').waitFor();
    await look('customer-tasks');

    await page.goto('/settings/calendar');
    await page.getByLabel(word('shop.why')).fill('盘点');
    await page.getByLabel(word('field.day'), { exact: true }).fill('2026-11-30');
    await button(word('add')).click();
    await page.getByRole('button', { name: new RegExp(word('shop.clear', { day: '.*' })) }).waitFor();
    await look('shop-calendar');

    await page.goto('/settings/notifications');
    await button(word('feed.open')).click();
    const url = await page.getByLabel(word('feed.url')).inputValue();
    await look('my-notifications');
    const calendar = await page.request.get(new URL(url).pathname);
    expect(calendar.headers()['content-type']).toContain('text/calendar');
    expect(await calendar.text()).toContain('SUMMARY;LANGUAGE=');
    await button(word('feed.close')).click();
    await page.getByText(word('feed.closed'), { exact: true }).waitFor();
    expect((await page.request.get(new URL(url).pathname)).status()).toBe(404);
    expect(complaints).toEqual([]);
  });
});

/** The product's clock is shifted; its newest row tells the time. */
async function serverTime(page: import('playwright-core').Page): Promise<string> {
  const answer = await page.request.post('/api/v1/tasks', { data: { title: '现在几点' } });
  const task = (await answer.json()) as { id: string; createdAt: string };
  await page.request.delete(`/api/v1/tasks/${task.id}`);
  return task.createdAt;
}
