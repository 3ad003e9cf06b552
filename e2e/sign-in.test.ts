import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { totpAt } from '../src/modules/workspaces/totp-codes.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

const PASSWORD = 'seven cups of tea';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('coming in, in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'));
  });
  afterAll(() => product.stop());

  test('with a passkey; with a second step where the role wants one; and all of it stands in the log', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, `workspaces:${key}`, values);
    const look = async (name: string) => {
      await expectWellMade(page);
      await picture(page, name, seat);
    };
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const field = (key: string) => page.getByLabel(word(`field.${key}`), { exact: true });
    await plugIn(page);

    await page.goto(product.setupLink);
    await field('workspace').fill('林记茶行');
    await field('yourName').fill('林掌柜');
    await field('email').fill('lin@example.com');
    await field('password').fill('Password2026!');
    await button(word('setup.submit')).click();
    await page.getByText(word('errors.PASSWORD_COMMON')).waitFor();
    await field('password').fill(PASSWORD);
    await button(word('setup.submit')).click();
    await page.waitForURL(/\/today|\/settings|\/$/, { timeout: 60_000 });

    await page.goto('/settings/account');
    const passkeys = page.locator('section', { has: page.getByRole('heading', { name: word('passkeys.title') }) });
    await passkeys.getByLabel(word('field.password'), { exact: true }).fill(PASSWORD);
    await passkeys.getByRole('button', { name: word('passkeys.add') }).click();
    await passkeys.getByRole('button', { name: word('passkeys.remove') }).waitFor();
    await passkeys.getByRole('button', { name: word('passkeys.rename') }).click();
    await passkeys.getByLabel(word('passkeys.name')).fill('店里的电脑');
    await passkeys.getByRole('button', { name: word('save') }).click();
    await passkeys.getByText('店里的电脑').waitFor();
    await passkeys.scrollIntoViewIfNeeded();
    await look('passkeys');
    await page.getByText(word('signIns.way.link')).first().waitFor();

    await page.request.post('/api/v1/sign-out', { data: {} });
    await page.goto('/sign-in');
    await button(word('passkeys.signIn')).waitFor();
    await look('sign-in');
    await button(word('passkeys.signIn')).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));

    await page.request.put('/api/v1/roles/clerk/second-step', { data: { required: true } });
    await page.goto('/settings/roles');
    await button(word('roles.clerk'))
      .or(page.getByRole('button', { name: word('roles.clerk') }))
      .first()
      .click();
    await expect.poll(() => page.getByLabel(word('secondStep.required')).isChecked()).toBe(true);
    await look('second-step-role');
    const invited = await page.request.post('/api/v1/invitations', {
      data: { email: 'wang@example.com', role: 'clerk' },
    });
    const { link } = (await invited.json()) as { link: string };
    await page.goto('/settings/members');
    await button(word('invite.resend')).waitFor();
    await page.getByRole('heading', { name: word('signIns.title') }).scrollIntoViewIfNeeded();
    await look('team-sign-ins');

    const second = await sit(browser, product.url, seat);
    await becomesClerk(second.page, link, word);
    await second.page.close();

    await page.goto('/settings/members');
    await button(word('members.changeOf', { name: '小王' })).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: word('members.signOut'), exact: true }).click();
    await page.getByText(word('members.signedOut', { name: '小王' })).waitFor();
    await look('member-devices');

    await elsewhere(product);
    await page.goto('/settings/account');
    const devices = page.locator('section', { has: page.getByRole('heading', { name: word('account.sessions') }) });
    await devices.getByRole('button', { name: word('account.endOthers') }).click();
    await devices.getByText(word('account.confirm')).waitFor();
    await devices.scrollIntoViewIfNeeded();
    await look('devices');
    await devices.getByLabel(word('field.password'), { exact: true }).fill(PASSWORD);
    await devices
      .locator('form')
      .getByRole('button', { name: word('account.end'), exact: true })
      .click();
    await devices.getByRole('button', { name: word('account.endOthers') }).waitFor({ state: 'hidden' });

    await page.goto('/settings/audit');
    await page.getByText(word('audit.action.role.second_step')).first().waitFor();
    await expect
      .poll(
        async () =>
          ((await page.request.get('/api/v1/audit/chain').then((one) => one.json())) as { sealed: number }).sealed,
      )
      .toBeGreaterThan(1);
    await page.reload();
    await page.getByRole('heading', { name: word('audit.seal') }).waitFor();
    await look('audit');
    await button(word('audit.action.role.second_step')).first().click();
    await page.getByRole('dialog').getByText(word('audit.technical')).first().waitFor();
    await look('audit-entry');
    expect(complaints).toEqual([]);
    expect(second.complaints).toEqual([]);
  });

  async function becomesClerk(
    page: Page,
    link: string,
    word: (key: string, values?: Record<string, unknown>) => string,
  ): Promise<void> {
    await page.goto(link);
    await page.getByLabel(word('field.yourName'), { exact: true }).fill('小王');
    await page.getByLabel(word('field.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: word('invitation.submit'), exact: true }).click();
    await page.getByRole('heading', { name: word('secondStep.title') }).waitFor();
    expect((await page.request.get('/api/v1/members')).status()).toBe(403);
    await page.getByLabel(word('field.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: word('twoSteps.begin'), exact: true }).click();
    const secret = await page.locator('code').innerText();
    await expectWellMade(page);
    await picture(page, 'second-step', seat);
    await page
      .getByLabel(word('field.code'), { exact: true })
      .fill(totpAt(unbase32(secret), Math.floor(Date.now() / 30_000)));
    await page.getByRole('button', { name: word('twoSteps.confirm'), exact: true }).click();
    await page.getByRole('button', { name: word('secondStep.goOn'), exact: true }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/second-step'));
    expect((await page.request.get('/api/v1/members')).status()).toBe(200);
  }
});

/** The owner signs in on another device; all of it was an hour ago. */
async function elsewhere({ url, database }: Product): Promise<void> {
  const body = JSON.stringify({ email: 'lin@example.com', password: PASSWORD });
  await fetch(`${url}/api/v1/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const client = new pg.Client(database);
  await client.connect();
  await client.query(`update sessions set created_at = created_at - interval '1 hour'`);
  await client.end();
}

/** A device with a finger that is always right. */
async function plugIn(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

function unbase32(text: string): Buffer {
  const signs = [...text].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'));
  return Buffer.from((signs.join('').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
