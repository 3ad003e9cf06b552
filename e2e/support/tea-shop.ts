import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { translate } from '../../src/kernel/i18n/translate.ts';
import { addDays } from '../../src/maths/calendar.ts';
import type { Tongue } from './browser.ts';
import type { Product } from './product.ts';

/** A Wednesday, ten in the morning in Shanghai. */
export const TODAY = '2026-11-25';
export const MORNING = `${TODAY}T02:00:00Z`;

/** Sets the shop up as its owner does, and ends on Today. */
export async function openShop(page: Page, product: Product, tongue: Tongue): Promise<void> {
  await page.goto(product.setupLink);
  const field = (key: string) => page.getByLabel(translate(tongue, `workspaces:field.${key}`), { exact: true });
  await field('workspace').fill('林记茶行');
  await field('yourName').fill('林掌柜');
  await field('email').fill('lin@example.com');
  await field('password').fill('seven cups of tea');
  await page.getByRole('button', { name: translate(tongue, 'workspaces:setup.submit'), exact: true }).click();
  await page
    .getByRole('button', { name: translate(tongue, 'team:bell.name'), exact: true })
    .waitFor({ timeout: 60_000 });
}

/** Ten months of a small tea shop: regulars, guests who spend much and seldom, passers-by, and who has risen since. */
export async function teaSales(): Promise<string> {
  const lines = ['订单号,日期,会员,商品,分类,数量,单价'];
  const goods = { red: '正山小种,红茶', green: '明前龙井,绿茶', cake: '绿豆糕,茶点' };
  let receipt = 0;
  const buy = (who: string, ago: number, what: keyof typeof goods, price: number) => {
    receipt += 1;
    lines.push(`R${receipt},${addDays(TODAY, -ago)},${who},${goods[what]},1,${price}`);
  };
  for (let n = 0; n < 6; n += 1) {
    for (let visit = 0; visit < 18; visit += 1) buy(`熟客${n + 1}`, 3 + n + 16 * visit, visit % 4 ? 'red' : 'cake', 90);
    for (let visit = 0; visit < 14; visit += 1) buy(`大户${n + 1}`, 5 + n + 20 * visit, 'green', 420 + 20 * n);
    for (const ago of [40, 150, 260]) buy(`贵宾${n + 1}`, ago + n, 'green', 900);
    buy(`过客${n + 1}`, 60 + 30 * n, 'cake', 40);
    for (const ago of [250, 200, 95, 75, 55, 35, 15]) buy(`新熟${n + 1}`, ago + n, 'red', ago > 100 ? 60 : 380);
  }
  const path = join(await mkdtemp(join(tmpdir(), 'regulars-tea-')), 'till.csv');
  await writeFile(path, lines.join('\n'));
  return path;
}

export async function post<Answer>(page: Page, path: string, data: object = {}): Promise<Answer> {
  const answer = await page.request.post(`/api/v1${path}`, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Answer;
}

export async function get<Answer>(page: Page, path: string): Promise<Answer> {
  const answer = await page.request.get(`/api/v1${path}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Answer;
}
