import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { translate } from '../src/kernel/i18n/translate.ts';
import { expectWellMade, openBrowser, picture, seats, sit } from './support/browser.ts';
import { startProduct, type Product } from './support/product.ts';

const PASSWORD = 'seven cups of tea';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(seats)('rights in $tongue at $width px, $scheme', (seat) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject('testCluster'));
  });
  afterAll(() => product.stop());

  test('the owner makes a role, the clerk sees masks, and every right is explained', async () => {
    const { page, complaints } = await sit(browser, product.url, seat);
    const word = (key: string, values?: Record<string, unknown>) => translate(seat.tongue, key, values);
    const button = (on: Page, key: string, values?: Record<string, unknown>) =>
      on.getByRole('button', { name: word(key, values), exact: true });
    const look = async (on: Page, name: string) => {
      await expectWellMade(on);
      await picture(on, name, seat);
    };

    await page.goto(product.setupLink);
    await page.getByLabel(word('workspaces:field.workspace')).fill('林记茶行');
    await page.getByLabel(word('workspaces:field.yourName')).fill('林掌柜');
    await page.getByLabel(word('workspaces:field.email')).fill('lin@example.com');
    await page.getByLabel(word('workspaces:field.password'), { exact: true }).fill(PASSWORD);
    await button(page, 'workspaces:setup.submit').click();
    await button(page, 'transfer:offer.fileStep').waitFor();
    const customer = await ask<{ id: string }>(page, 'POST', '/customers', {
      name: '王秀英',
      phone: '13812348765',
      email: 'xiuying@example.com',
      address: { city: '杭州', text: '文三路 1 号' },
    });

    await page.goto('/settings/roles');
    await button(page, 'workspaces:roleEditor.make').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(word('workspaces:groups.name')).fill('周末兼职');
    await button(page, 'workspaces:roleEditor.create').click();
    const edit = page.getByRole('radiogroup', { name: word('workspaces:rights.customers.edit'), exact: true });
    await edit.getByText(word('workspaces:scope.none'), { exact: true }).click();
    const mail = page.getByRole('radiogroup', { name: word('workspaces:fields.customers.email'), exact: true });
    await mail.getByText(word('workspaces:reach.hide'), { exact: true }).click();
    await look(page, 'role');
    await button(page, 'workspaces:members.save').click();
    await page.getByText(word('workspaces:roleEditor.saved')).waitFor();

    await page.goto('/settings/members');
    await button(page, 'workspaces:branches.add').click();
    await dialog.getByLabel(word('workspaces:groups.name')).fill('湖滨店');
    await dialog.getByRole('button', { name: word('workspaces:members.save') }).click();
    await button(page, 'workspaces:members.changeOf', { name: '湖滨店' }).waitFor();
    const roles = await ask<{ items: { role: string; name: string }[] }>(page, 'GET', '/roles');
    const role = roles.items.find(({ name }) => name === '周末兼职')?.role;
    const invited = await ask<{ link: string }>(page, 'POST', '/invitations', { email: 'zhou@example.com', role });

    const clerk = await sit(browser, product.url, seat);
    await clerk.page.goto(invited.link);
    await clerk.page.getByLabel(word('workspaces:field.yourName')).fill('小周');
    await clerk.page.getByLabel(word('workspaces:field.password'), { exact: true }).fill(PASSWORD);
    await clerk.page.getByRole('button', { name: word('workspaces:invitation.submit') }).click();
    await clerk.page.waitForURL((url) => !url.pathname.startsWith('/invitation'));
    await clerk.page.goto(`/customers/${customer.id}`);
    await clerk.page.getByText('138****8765').first().waitFor();
    await look(clerk.page, 'masked');
    expect(await clerk.page.content()).not.toMatch(/13812348765|xiuying/);

    await page.reload();
    await button(page, 'workspaces:see.of', { name: '小周' }).click();
    await dialog.getByText(word('customers:why.field.hide', { role: '周末兼职' })).waitFor();
    await look(page, 'may-see');
    await dialog.getByLabel(word('workspaces:see.customer')).click();
    await page.getByRole('option', { name: /王秀英/ }).click();
    await dialog
      .getByText(word('customers:why.no', { role: '周末兼职' }))
      .first()
      .waitFor();
    await look(page, 'may-see-customer');

    await page.goto('/settings/webhooks');
    await page.getByText(word('transfer:webhooks.none')).waitFor();
    await button(page, 'transfer:webhooks.new').click();
    await dialog.getByLabel(word('transfer:webhooks.url'), { exact: true }).fill('https://shop.invalid/regulars');
    await look(page, 'webhook-form');
    await dialog.getByRole('button', { name: word('transfer:webhooks.create'), exact: true }).click();
    await page.getByText(/^whsec_/).waitFor();
    await button(page, 'transfer:webhooks.ping').waitFor();
    await look(page, 'webhooks');

    expect([...complaints, ...clerk.complaints]).toEqual([]);
  });
});

/** What a screen elsewhere would ask; from the page, so with its session. */
function ask<Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ([how, where, sent]) => {
      const answer = await fetch(`/api/v1${where}`, {
        method: how as string,
        ...(sent === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as Answer;
    },
    [method, path, body] as const,
  );
}
