import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

const PASSWORD = 'seven cups of tea';
/** A Wednesday, ten in the morning in Shanghai; and four weeks later. */
const BEFORE = '2026-11-25T02:00:00Z';
const AFTER = '2026-12-23T02:00:00Z';
const CUSTOMERS = ['王秀英', '李建国', '张伟', '赵敏', '陈静', '刘洋'];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('a hand-over in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: BEFORE });
  });
  afterAll(() => product.stop());

  test('from the proposal over objection and first contact to the watch, and back', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `team:${key}`, values);
    const button = (on: Page, name: string) => on.getByRole('button', { name, exact: true });
    const look = async (on: Page, name: string) => {
      await expectWellMade(on);
      await picture(on, name, seat);
    };

    await page.goto(product.setupLink);
    const field = (key: string) => page.getByLabel(translate(seat.tongue, `workspaces:field.${key}`), { exact: true });
    await field('workspace').fill('林记茶行');
    await field('yourName').fill('林掌柜');
    await field('email').fill('lin@example.com');
    await field('password').fill(PASSWORD);
    await button(page, translate(seat.tongue, 'workspaces:setup.submit')).click();
    await button(page, word('bell.name')).waitFor({ timeout: 60_000 });
    const chen = await hire(page, '小陈', 'chen');
    await hire(page, '小周', 'zhou');
    const ids = await fill(page, chen);
    await post(page, '/tasks', {
      title: '送新茶样品',
      assigneeId: chen,
      customerId: ids[0],
      due: { on: '2026-11-27' },
    });
    await post(page, '/tasks', { title: '上门品茶', assigneeId: chen, due: { at: '2026-11-28T07:00:00Z' } });

    await page.goto('/team/distribution');
    await page.getByLabel(word('distribution.limitOf', { name: '小周' })).fill('5');
    await button(page, word('distribution.saveLimits')).click();
    await page.getByText(word('distribution.saved'), { exact: true }).waitFor();
    await button(page, word('distribution.addRule')).click();
    await look(page, 'distribution');

    await page.goto('/team/pool');
    await button(page, word('pool.takeNamed', { name: '何大姐' })).waitFor();
    await look(page, 'pool');
    await button(page, word('pool.takeNamed', { name: '何大姐' })).click();
    await page.getByText(word('pool.taken')).waitFor();

    await page.goto('/team/hand-over');
    await page.getByRole('combobox', { name: word('handOver.whose') }).click();
    await page.getByRole('option', { name: '小陈' }).click();
    await button(page, word('handOver.begin')).click();
    await page.getByRole('heading', { name: word('handOver.plan') }).waitFor();
    await page.getByText(CUSTOMERS[0] as string).waitFor();
    await look(page, 'hand-over-draft');
    const to = page.getByRole('combobox', { name: word('handOver.toOf', { name: CUSTOMERS[0] }) });
    await to.click();
    await page.getByRole('option', { name: '小周' }).last().click();
    await page.getByText(word('handOver.because.chosen')).waitFor();
    await page.getByLabel(word('handOver.endsAt')).fill('2026-11-25T18:00');
    await button(page, word('save')).click();
    await page.getByText(word('handOver.saved')).last().waitFor();
    await button(page, word('handOver.give')).click();
    await button(page, word('handOver.giveNow', { count: CUSTOMERS.length })).click();
    await page.getByRole('heading', { name: word('handOver.watch') }).waitFor();

    const handOver = (await list(page, '/hand-overs'))[0] as { id: string };
    await page.getByRole('link', { name: CUSTOMERS[0] as string }).click();
    await page.getByRole('heading', { name: word('handOver.happened') }).waitFor();
    await look(page, 'story');

    await page.goBack();
    await button(page, word('handOver.letterTo', { name: CUSTOMERS[1] })).click();
    const letter = await page.getByText('/hand-over/').innerText();
    const link = new URL(/https?:\/\/\S+/.exec(letter)?.[0] ?? '').pathname;
    const stranger = await sit(browser, product.url, seat);
    await stranger.page.goto(link);
    await button(stranger.page, translate('zh-CN', 'team:handOver.public.object'))
      .or(button(stranger.page, word('handOver.public.object')))
      .waitFor();
    await look(stranger.page, 'hand-over-objection');
    await stranger.page.getByRole('button').last().click();
    await stranger.page.getByRole('heading').first().waitFor();
    await expect.poll(() => stranger.page.getByRole('button').count()).toBe(0);

    // Pages that are open would complain that nobody answers meanwhile.
    await Promise.all([page.goto('about:blank'), stranger.page.goto('about:blank')]);
    await product.crash();
    await product.startAgain({ REGULARS_NOW: AFTER });
    await post(page, '/orders', order(ids[2] as string, '2026-12-20T02:00:00Z'));
    await page.goto(`/team/hand-over/${handOver.id}`);
    await page.getByText(word('handOver.watchDay', { days: 28, of: 90 })).waitFor();
    await page.getByText(word('handOver.objected')).first().waitFor();
    await look(page, 'hand-over-watch');
    const left = stranger.page.request;
    await left.post('/api/v1/sign-in', { data: { email: 'chen@example.com', password: PASSWORD } });
    expect((await left.get('/api/v1/customers')).status()).toBeGreaterThanOrEqual(400);

    await button(page, word('handOver.takeBack')).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('handOver.takeBack') })
      .click();
    await page.getByText(word('handOver.state.returned'), { exact: true }).waitFor();
    const back = (await list(page, `/customers?filter=${encodeURIComponent(JSON.stringify({ ownerId: chen }))}`))
      .length;
    expect(back).toBe(CUSTOMERS.length);
    await page.goto(`/customers/${ids[0]}`);
    await page
      .getByRole('heading', { name: translate(seat.tongue, 'customers:ownership.title') })
      .scrollIntoViewIfNeeded();
    await look(page, 'card-ownership');
    expect([...complaints, ...stranger.complaints]).toEqual([]);
  });
});

/** A colleague who accepted an invitation; answers the membership's id. */
async function hire(page: Page, name: string, mailbox: string): Promise<string> {
  const email = `${mailbox}@example.com`;
  const { link } = await post<{ link: string }>(page, '/invitations', { email, role: 'sales' });
  const token = link.split('/').at(-1);
  const other = await page
    .context()
    .browser()
    ?.newContext({ baseURL: new URL(page.url()).origin });
  if (!other) throw new Error('There is no browser.');
  await other.request.post(`/api/v1/invitations/${token}/accept`, { data: { name, password: PASSWORD } });
  await other.close();
  const people = (await list(page, '/members')) as { id: string; name: string }[];
  return people.find((one) => one.name === name)?.id ?? '';
}

/** Customers of a colleague, who bought before; and one whom nobody looks after. */
async function fill(page: Page, ownerId: string): Promise<string[]> {
  const ids: string[] = [];
  for (const [n, name] of CUSTOMERS.entries()) {
    const { id } = await post<{ id: string }>(page, '/customers', {
      name,
      ownerId,
      phone: `1381234000${n}`,
      source: '门店',
    });
    ids.push(id);
    for (const day of ['2026-10-12', '2026-11-10'])
      await post(page, '/orders', order(id, `${day}T04:00:00Z`, 88 + 40 * n));
  }
  await post(page, `/customers/${ids[0]}/notes`, { body: '喜欢明前龙井，每次买两罐送人。' });
  await post(page, '/customers', { name: '何大姐', tags: ['邻居'], source: '朋友介绍' });
  return ids;
}

function order(customerId: string, placedAt: string, price = 120) {
  return {
    source: 'till',
    customer: { id: customerId },
    placedAt,
    lines: [{ name: '龙井', quantity: '1', unitPrice: String(price) }],
  };
}

async function post<Answer>(page: Page, path: string, data: unknown): Promise<Answer> {
  const answer = await page.request.post(`/api/v1${path}`, { data });
  expect(answer.status(), `${path} ${await answer.text()}`).toBeLessThan(300);
  return (await answer.json()) as Answer;
}

async function list(page: Page, path: string): Promise<unknown[]> {
  return ((await (await page.request.get(`/api/v1${path}`)).json()) as { items: unknown[] }).items;
}
