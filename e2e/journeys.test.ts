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

describe.each(seats)('journeys in $tongue at $width px, $scheme', (seat) => {
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

  const ask = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${product.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as { id: string };
  };

  test('a ready one is begun, changed, tried with one customer, published, and shows who is where', async () => {
    const customer = await ask('POST', '/customers', { name: '王小明', phone: '13800138000' });
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `care:${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const drawer = page.getByRole('dialog');
    const button = (name: string) => page.getByRole('button', { name, exact: true });

    await page.goto('/sign-in');
    await page.getByLabel(translate(seat.tongue, 'workspaces:field.email')).fill('lin@example.com');
    await page
      .getByLabel(translate(seat.tongue, 'workspaces:field.password'), { exact: true })
      .fill('seven cups of tea');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));

    await page.goto('/care/journeys');
    await page.getByText(word('journey.empty')).waitFor();
    await look('journeys-empty');
    await button(word('journey.new')).click();
    await drawer.getByText(word('journey.ready.winBack.name'), { exact: true }).waitFor();
    await look('journeys-ready');
    await drawer.getByText(word('journey.ready.winBack.name'), { exact: true }).click();

    // Without a channel the letter cannot go out: it says so, and leads there.
    await page.getByText(word('journey.problems', { count: 1 })).waitFor();
    await look('journey-draft');
    if (seat.width === 1280) {
      await page.getByText(word('journey.map'), { exact: true }).click();
      await page.locator('.react-flow__node').first().waitFor();
      await look('journey-map');
      await page.getByText(word('journey.asList'), { exact: true }).click();
    }
    await page
      .getByRole('listitem')
      .getByRole('button', { name: new RegExp(escaped(word('journey.problem.noChannel'))) })
      .first()
      .click();
    await drawer.getByRole('button', { name: word('journey.removeStep') }).click();
    await page.getByText(word('journey.problems', { count: 1 })).waitFor({ state: 'hidden' });

    // Whoever is quicker than the reading back of the change before loses nothing.
    const written = Promise.withResolvers<void>();
    const read = `**/api/v1/care/journeys/${new URL(page.url()).pathname.split('/').at(-1)}`;
    await page.route(read, async (route) => {
      if (route.request().method() === 'GET') await written.promise;
      await route.continue();
    });
    await button(word('journey.addHere')).nth(1).click();
    const added = page.waitForRequest(read);
    await page.getByRole('menuitem', { name: word('journey.kind.tag'), exact: true }).click();
    await added;
    await drawer.getByLabel(word('journey.form.tag'), { exact: true }).fill('想念');
    const tagged = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
    await drawer.getByRole('button', { name: word('journey.form.save'), exact: true }).click();
    expect((await tagged).status()).toBe(200);
    written.resolve();
    await page
      .getByText(word('journey.say.tag', { tag: '想念' }))
      .last()
      .waitFor();

    await button(word('journey.try')).click();
    await drawer.getByLabel(word('journey.tryWho'), { exact: true }).click();
    await page.getByRole('option', { name: '王小明' }).click();
    await drawer.getByRole('button', { name: word('journey.tryGo'), exact: true }).click();
    await drawer.getByText(word('journey.tryEnds.done'), { exact: true }).waitFor();
    await look('journey-try');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });

    await button(word('journey.publish')).click();
    await drawer.getByRole('button', { name: word('journey.publish'), exact: true }).click();
    await page.getByText(word('journey.state.running'), { exact: true }).waitFor();
    await ask('PATCH', `/customers/${customer.id}`, { stage: 'sleeping' });
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const people = async () => {
      const answer = await page.request.get(`/api/v1/care/journeys/${id}/people`);
      return ((await answer.json()) as { items: unknown[] }).items.length;
    };
    await expect.poll(people).toBe(1);
    await page.reload();
    await page.getByRole('link', { name: '王小明' }).waitFor();
    await page.getByText(word('journey.results.title'), { exact: true }).waitFor();
    await look('journey-running');
    await button(word('journey.pause')).click();
    await button(word('journey.resume')).waitFor();
    expect(complaints).toEqual([]);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
