import { createReadStream, existsSync } from 'node:fs';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { expect, test } from 'vitest';
import { guessColumns, guessLayout } from '../rules/columns.ts';
import { dateOrderOf } from '../rules/dates.ts';
import { openTable } from './open-table.ts';
import { allRows, testFolder } from './testing.ts';

const data = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
const folder = testFolder();
const absent = !existsSync(data);
if (absent) process.stdout.write(`Real files are not read: ${data} is absent.\n`);

test.skipIf(absent)('the purchase log of a record shop: no header, columns aligned by blanks', async () => {
  const table = await openTable(`${data}cdnow/CDNOW_sample.txt`);
  expect(table).toMatchObject({ format: 'fixed', hasHeader: false, warnings: [] });
  const meanings = guessColumns(table.header, table.sample, 'orders').map((guess) => guess.meaning);
  expect(meanings).toEqual([undefined, 'customerExternalId', 'placedAt', 'quantity', 'orderTotal']);
  const rows = await allRows(table);
  expect(rows.length).toBe(6919);
  expect(new Set(rows.map((row) => row.cells[1])).size).toBe(2357);
});

test.skipIf(absent)('the invoice lines of a web shop', { timeout: 60_000 }, async () => {
  const path = folder.path('online_retail.csv');
  const packed = createReadStream(`${data}online_retail/online_retail_2010-12_to_2011-05.csv.gz`);
  await pipeline(packed, createGunzip(), createWriteStream(path));
  const table = await openTable(path);
  expect(guessLayout(guessColumns(table.header, table.sample, 'orders'), table.sample)).toBe('lines');
  let count = 0;
  for await (const batch of table.rows()) count += batch.filter((row) => !row.problem).length;
  expect(count).toBe(209_029);
});

test.skipIf(absent)('the Chinese shop as an old workbook and as text says the same', { timeout: 60_000 }, async () => {
  const workbook = await openTable(`${data}superstore/superstore_zh.xls`);
  expect(workbook.sheets.map((sheet) => sheet.name)).toEqual(['订单', '退货', '销售人员']);
  const text = await openTable(`${data}superstore/superstore_zh.csv`);
  expect(workbook.header).toEqual(text.header);
  const [ofWorkbook, ofText] = [await allRows(workbook), await allRows(text)];
  expect([ofWorkbook.length, ofText.length]).toEqual([10_000, 10_000]);
  const customer = text.header.indexOf('客户 ID');
  const order = text.header.indexOf('订单 ID');
  expect(new Set(ofText.map((row) => row.cells[customer])).size).toBe(790);
  expect(new Set(ofWorkbook.map((row) => row.cells[order])).size).toBe(2773);
});

test.skipIf(absent)('its English twin has American dates', async () => {
  const table = await openTable(`${data}superstore/superstore_en.csv`);
  const rows = await allRows(table);
  expect(rows.length).toBe(9994);
  const placedAt = guessColumns(table.header, table.sample, 'orders').find((guess) => guess.meaning === 'placedAt');
  expect(dateOrderOf(rows.map((row) => row.cells[placedAt?.column ?? 0] ?? ''))).toBe('mdy');
  expect(new Set(rows.map((row) => row.cells[table.header.indexOf('Order ID')])).size).toBe(5009);
});
