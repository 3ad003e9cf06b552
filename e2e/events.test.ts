import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

/** A Wednesday, ten in the morning in Shanghai. */
const MORNING = '2026-11-25T02:00:00Z';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('events and articles in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  let headers: Record<string, string>;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), {
      REGULARS_NOW: MORNING,
      REGULARS_OWNER_EMAIL: 'lin@example.com',
      REGULARS_OWNER_PASSWORD: 'seven cups of tea',
      REGULARS_WORKSPACE: '林记茶行',
    });
    const { out } = await product.run('key', 'create', '--name', 'e2e', '--role', 'owner', '--json');
    headers = {
      authorization: `Bearer ${(JSON.parse(out) as { key: string }).key}`,
      'content-type': 'application/json',
    };
  });
  afterAll(() => product.stop());

  const ask = async (method: string, path: string, body?: object) => {
    const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers };
    const answer = await fetch(`${product.url}/api/v1${path}`, init);
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as { id: string; url: string };
  };

  test('is registered for by everybody and its guests are let in at the door; an article is written once', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `care:event.${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const button = (name: string) => page.getByRole('button', { name, exact: true });

    await page.goto('/sign-in');
    await page.getByLabel(translate(seat.tongue, 'workspaces:field.email')).fill('lin@example.com');
    await page
      .getByLabel(translate(seat.tongue, 'workspaces:field.password'), { exact: true })
      .fill('seven cups of tea');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));

    await page.goto('/care/events');
    await page.getByText(word('empty')).waitFor();
    await button(word('new')).click();
    await page.getByRole('dialog').getByLabel(word('form.title')).waitFor();
    await look('event-form');

    const event = await ask('POST', '/care/events', {
      title: '春茶品鉴会',
      text: '六款春茶一起泡、一起品。\n\n请准时到。',
      place: '林记茶行二楼',
      day: '2026-11-28',
      from: '14:00',
      to: '16:00',
      places: 2,
      price: '¥30',
    });
    const regular = await ask('POST', '/customers', { name: '单雪梅', phone: '13800138712' });
    const guest = await ask('POST', `/care/events/${event.id}/guests`, { customerId: regular.id });

    await page.goto(new URL(event.url).pathname);
    await look('event-page');
    await page.getByLabel(word('page.form.name'), { exact: true }).fill('周新友');
    await page.getByLabel(word('page.form.phone'), { exact: true }).fill('13900139000');
    await button(word('page.come')).click();
    await page.getByRole('heading', { name: word('page.thanks', { name: '周新友' }) }).waitFor();
    await look('event-thanks');

    await page.goto(new URL(guest.url).pathname);
    await page.getByRole('img', { name: word('page.code') }).waitFor();
    await look('event-ticket');

    await page.goto(`/care/events/${event.id}`);
    await page.getByText('周新友').first().waitFor();
    await look('event');
    await page.getByRole('link', { name: word('door'), exact: true }).click();
    await button(word('doorPage.let')).first().waitFor();
    await page.getByLabel(word('doorPage.field'), { exact: true }).fill(guest.url);
    await page.keyboard.press('Enter');
    await page.getByText(word('doorPage.in', { name: '单雪梅' })).waitFor();
    await page.getByLabel(word('doorPage.field'), { exact: true }).fill(guest.url);
    await page.keyboard.press('Enter');
    await page.getByText(new RegExp(word('doorPage.again', { name: '单雪梅', time: String.raw`10:\d\d` }))).waitFor();
    await look('event-door');

    // What is written once: the list with its topics, an article, the page for everybody.
    const topic = await ask('POST', '/care/topics', { name: '泡茶' });
    const words = { title: '绿茶怎么泡', text: '水温八十度。\n\n再看[图解](https://tea.example/green)。' };
    const article = await ask('POST', '/care/articles', { topicId: topic.id, content: { 'zh-CN': words } });
    await page.goto('/care/articles');
    await page.getByRole('link', { name: '绿茶怎么泡' }).first().waitFor();
    await look('articles');
    await page.goto(`/care/articles/${article.id}`);
    const say = (key: string) => translate(seat.tongue, `care:article.${key}`);
    await button(say('publish')).click();
    await button(say('withdraw')).waitFor();
    await look('article');
    await page.goto(new URL(article.url).pathname);
    await page.getByRole('link', { name: '图解' }).waitFor();
    await look('article-page');
    await page.getByRole('link', { name: say('page.more') }).click();
    await page.getByRole('heading', { name: say('page.archiveTitle') }).waitFor();
    await look('article-archive');
    expect(complaints).toEqual([]);
  });
});
