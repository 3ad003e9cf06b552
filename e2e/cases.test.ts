import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { addDays } from '../src/maths/calendar.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

/** A Wednesday, ten in the morning in Shanghai. */
const TODAY = '2026-11-25';
const PASSWORD = 'seven cups of tea';
const LATE = ['林婉婷', '周建国', '许老师'];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('retention cases in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: `${TODAY}T02:00:00Z` });
  });
  afterAll(() => product.stop());

  test('an alert becomes a case, is agreed on, brings the customer back, and a false alarm teaches', async () => {
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
    await field('password').fill(PASSWORD);
    await button(translate(seat.tongue, 'workspaces:setup.submit')).click();
    await button(translate(seat.tongue, 'team:bell.name')).waitFor({ timeout: 60_000 });

    await page.goto('/retention/cases');
    await page.getByText(word('cases.none.open')).waitFor();
    await look('cases-empty');

    const ids = await sell(page);
    await expect
      .poll(async () => (await get<{ items: unknown[] }>(page, '/retention/alerts?kind=late')).items.length)
      .toBe(LATE.length);

    await page.goto(`/customers/${ids.get('林婉婷')}`);
    await button(word('cases.new')).click();
    await look('case-open');
    // The rest of the card may be slow to come up to date: the case is shown all the same.
    const shown = Promise.withResolvers<void>();
    await page.route(/\/(recommendations|indicators)/, async (route) => {
      await shown.promise;
      await route.continue();
    });
    await drawer.getByRole('button', { name: word('cases.open'), exact: true }).click();
    await page.getByText(word('cases.causeTitle')).waitFor();
    shown.resolve();
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByText(word('cases.causes.waiting'), { exact: true }).click();
    await page.getByLabel(word('cases.causeNote'), { exact: true }).fill('上次等了四十分钟才轮到她');
    await button(word('cases.causeSave')).click();
    await page.getByText(word('cases.causeSaved'), { exact: true }).waitFor();
    await page.getByLabel(word('cases.solution'), { exact: true }).fill('打电话道歉，给她留一盒新乌龙');
    await page.getByLabel(word('cases.offer'), { exact: true }).fill('一盒新乌龙');
    await page.getByLabel(word('cases.offerCost'), { exact: true }).fill('58');
    await button(word('cases.agreeSave')).click();
    await page.getByText(word('cases.agreed')).waitFor();
    await staysOutOfTheWay(page);
    await button(word('cases.stepNew')).click();
    await page.getByLabel(word('cases.stepTitle'), { exact: true }).fill('打电话给林婉婷');
    await button(word('cases.stepAdd')).click();
    await page.getByRole('link', { name: '打电话给林婉婷' }).waitFor();
    await look('case');

    await buy(page, ids.get('林婉婷') as string, TODAY);
    await page.reload();
    await button(word('cases.boughtStep')).click();
    await look('case-close');
    await drawer.getByRole('button', { name: word('cases.close'), exact: true }).click();
    await button(word('cases.reopen')).waitFor();
    await look('case-closed');

    const { id } = await post<{ id: string }>(page, '/retention/cases', { customerId: ids.get('周建国') });
    await page.goto(`/retention/cases/${id}`);
    await button(word('cases.close')).click();
    await drawer.getByLabel(word('cases.outcome.false_alarm'), { exact: true }).check();
    await drawer.getByRole('combobox', { name: word('cases.reasonLabel') }).click();
    await page.getByRole('option', { name: word('cases.falseReason.yearly') }).click();
    await drawer.getByText(word('cases.teaches.yearly')).waitFor();
    await look('case-false-alarm');
    await drawer.getByRole('button', { name: word('cases.close'), exact: true }).click();
    await page.getByText(word('cases.lesson.yearly', { days: 400 })).waitFor();
    await look('case-lesson');

    await post(page, '/retention/cases', { customerId: ids.get('许老师'), dueOn: TODAY });
    await page.goto('/retention/cases');
    await page.getByRole('link', { name: /许老师/ }).waitFor();
    await look('cases');
    await page.goto('/');
    await page.getByText('许老师').first().waitFor();
    const left = await get<{ items: { customer: { name: string } }[] }>(page, '/retention/alerts?kind=late');
    expect(left.items.map(({ customer }) => customer.name)).toEqual(['许老师']);
    expect(complaints).toEqual([]);
  });
});

/** What a toast lies over can be pressed. One that is gone before it is looked at is in nobody's way either. */
async function staysOutOfTheWay(page: Page): Promise<void> {
  const inTheWay = await page.evaluate<string[]>(`[...document.querySelectorAll('[role=alert]')].filter((toast) => {
    const { left, right, top, bottom } = toast.getBoundingClientRect();
    return toast.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  }).map((toast) => toast.textContent)`);
  expect(inTheWay).toEqual([]);
}

/** Twelve regulars every fortnight, of whom three have stayed away for two months. */
async function sell(page: Page): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const names = [...LATE, ...Array.from({ length: 9 }, (_, n) => `熟客${n + 1}`)];
  for (const [n, name] of names.entries()) {
    const { id } = await post<{ id: string }>(page, '/customers', { name });
    ids.set(name, id);
    const silent = n < LATE.length ? 60 : n % 9;
    for (let visit = 0; visit < 6; visit += 1) {
      await buy(page, id, addDays(TODAY, -silent - 14 * visit - (visit % 3)));
    }
  }
  return ids;
}

function buy(page: Page, id: string, day: string): Promise<unknown> {
  return post(page, '/orders', {
    source: 'till',
    lines: [],
    total: '126.00',
    customer: { id },
    placedAt: `${day}T01:30:00Z`,
  });
}

async function post<Answer>(page: Page, path: string, data: object): Promise<Answer> {
  const answer = await page.request.post(`/api/v1${path}`, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Answer;
}

async function get<Answer>(page: Page, path: string): Promise<Answer> {
  const answer = await page.request.get(`/api/v1${path}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Answer;
}
