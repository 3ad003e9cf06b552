import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { newId } from '../src/kernel/ids.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

/** A Wednesday, ten in the morning in Shanghai. */
const MORNING = '2026-11-25T02:00:00Z';

let browser: Browser;
const received: string[] = [];
const sink = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    stream.resume();
    stream.on('end', () => {
      received.push(...session.envelope.rcptTo.map(({ address }) => address));
      done();
    });
  },
});
let smtp: string;

beforeAll(async () => {
  sink.listen(0, '127.0.0.1');
  await once(sink.server, 'listening');
  smtp = `smtp://127.0.0.1:${(sink.server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await new Promise<void>((resolve) => sink.close(() => resolve()));
});

/** Forty customers with a mailbox, of whom ten have never agreed to anything. */
async function addCustomers(product: Product): Promise<void> {
  const client = new pg.Client(product.database);
  await client.connect();
  const { rows } = await client.query<{ id: string }>('select id from workspaces limit 1');
  const workspace = rows[0]?.id;
  for (let n = 0; n < 40; n += 1) {
    const id = newId();
    await client.query('insert into customers (workspace_id, id, name, sort_name, email) values ($1, $2, $3, $3, $4)', [
      workspace,
      id,
      `客户${n}`,
      `k${n}-${id.slice(-6)}@example.com`,
    ]);
    if (n < 30)
      await client.query(
        `insert into customer_consents (workspace_id, customer_id, id, channel, purpose, granted, at, by_name, language)
        values ($1, $2, $3, 'email', 'marketing', true, '2026-11-01', '林掌柜', 'zh-CN')`,
        [workspace, id, newId()],
      );
  }
  await client.end();
}

describe.each(seats)('care in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'), { REGULARS_NOW: MORNING, SMTP_URL: smtp });
  });
  afterAll(() => product.stop());

  test('a channel is set up, a template written, and a campaign checked, sent and read', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `care:${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const drawer = page.getByRole('dialog');
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const field = (key: string) => page.getByLabel(translate(seat.tongue, `workspaces:field.${key}`), { exact: true });

    await page.goto(product.setupLink);
    await field('workspace').fill('林记茶行');
    await field('yourName').fill('林掌柜');
    await field('email').fill('lin@example.com');
    await field('password').fill('seven cups of tea');
    await button(translate(seat.tongue, 'workspaces:setup.submit')).click();
    await button(translate(seat.tongue, 'team:bell.name')).waitFor({ timeout: 60_000 });
    await addCustomers(product);

    await page.goto('/settings/channels');
    await page.getByText(word('channel.empty')).waitFor();
    await look('channels-empty');
    await button(word('channel.add')).click();
    await drawer.getByLabel(word('channel.fromName'), { exact: true }).fill('林记茶行');
    await drawer.getByLabel(word('channel.fromAddress'), { exact: true }).fill('lin@tea.example');
    await look('channel-form');
    await drawer.getByRole('button', { name: word('channel.create'), exact: true }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText(word('provider.house')).first().waitFor();
    await button(word('channel.test')).click();
    await drawer.getByLabel(word('channel.testTo.email'), { exact: true }).fill('boss@tea.example');
    await drawer.getByRole('button', { name: word('channel.test'), exact: true }).click();
    await page.getByText(word('channel.tested')).waitFor();
    expect(received).toContain('boss@tea.example');
    await drawer.waitFor({ state: 'detached' });
    await look('channels');
    await button(word('suppressed.stop')).click();
    await drawer.getByLabel(word('suppressed.address')).fill('gone@example.com');
    await drawer.getByRole('button', { name: word('suppressed.stop'), exact: true }).click();
    await page.getByText(word('suppressed.reason.manual'), { exact: true }).waitFor();
    await drawer.waitFor({ state: 'detached' });
    await look('channels-stopped');
    await button(word('suppressed.lift')).click();
    await drawer.getByRole('button', { name: word('suppressed.lift'), exact: true }).click();
    await page.getByText(word('suppressed.none')).waitFor();
    await drawer.waitFor({ state: 'detached' });
    await button(word('channel.add')).click();
    await drawer.getByLabel(word('channel.kind')).click();
    await page.getByRole('option', { name: word('kind.wechat'), exact: true }).click();
    await drawer.getByText(word('channel.wechatAbout')).waitFor();
    await look('channel-wechat');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await button(word('mailbox.set')).click();
    await drawer.getByLabel(word('channel.host'), { exact: true }).fill('127.0.0.1');
    await drawer.getByLabel(word('channel.user'), { exact: true }).fill('shop');
    await drawer.getByLabel(word('channel.password'), { exact: true }).fill('secret');
    await look('mailbox-form');
    await drawer.getByRole('button', { name: word('save'), exact: true }).click();
    // Nobody reads mail inside the house.
    await drawer.getByText(word('errors.MAILBOX_REFUSED', { answer: '127.0.0.1 is not on the internet' })).waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });

    await page.goto('/care/templates');
    await page.getByText(word('template.empty')).waitFor();
    await page.getByRole('link', { name: word('template.new') }).click();
    await page.getByLabel(word('template.name')).fill('春茶');
    await page.getByRole('textbox', { name: word('template.subject'), exact: true }).fill('{{salutation}}，春茶到了');
    await page.frameLocator('iframe').locator('p').first().waitFor();
    await look('template');
    await button(word('template.create')).click();
    await page.getByText(word('template.saved')).waitFor();

    await page.goto('/care/greetings');
    await button(word('greeting.addOwnDay')).click();
    await drawer.getByLabel(word('greeting.ownDayName')).fill('店庆');
    await drawer.getByRole('button', { name: word('save'), exact: true }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText('店庆').first().waitFor();
    await look('greetings');

    await page.goto('/care/campaigns');
    await page.getByText(word('campaign.empty')).waitFor();
    await look('campaigns-empty');
    await button(word('campaign.new')).click();
    await drawer.getByLabel(word('campaign.name'), { exact: true }).fill('春茶上新');
    await look('campaign-form');
    await drawer.getByRole('button', { name: word('campaign.create'), exact: true }).click();
    await page.getByText(word('refused.noConsent')).waitFor();
    await look('campaign-check');
    await button(word('campaign.start')).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('campaign.start'), exact: true })
      .click();
    await page.getByText(word('state.finished'), { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole('heading', { name: word('effect.title') }).waitFor();
    await look('campaign');
    expect(received.filter((to) => to.startsWith('k'))).toHaveLength(27);
    received.length = 0;
    await page.goto('/care/campaigns');
    await page.getByText('春茶上新').first().waitFor();
    await look('campaigns');
    expect(complaints).toEqual([]);
  });
});
