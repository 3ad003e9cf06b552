import { createGunzip } from 'node:zlib';
import { createReadStream, existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Workspace } from '../../kernel/context.ts';
import { asSystem, command } from '../../kernel/enter.ts';
import { startWorker, type Worker } from '../../kernel/jobs/worker.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import '../customers/module.ts';
import { verifyStatistics } from '../orders/index.ts';
import '../orders/module.ts';
import { importContent } from './command-line.ts';
import type { Choice } from './contract.ts';
import { loadDemoShop } from './demo-shop.ts';
import { importJob, rehearsalJob } from './jobs.ts';
import { undoChangeSet } from './undo.ts';

const jobs = [importJob, rehearsalJob];
const house = await testHouse({ jobs });
let worker: Worker;
let shop: Workspace;

beforeAll(async () => {
  worker = await startWorker(house, jobs);
  shop = await house.openWorkspace();
});
afterAll(() => worker.stop());

const till = `订单号,日期,会员,手机,商品,数量,单价
L1,2026-03-01 10:00,周先生,13800138001,龙井,1,128.00
L1,2026-03-01 10:00,周先生,13800138001,盖碗,2,44.00
L2,2026-03-02 11:00,林小姐,13800138002,白茶,1,88.00
L3,2026-03-03 12:00,,,袋泡茶,3,9.90
L4,上个月,周先生,13800138001,龙井,1,128.00
`;

function take(
  text: string | Readable,
  given: { kind?: string; choice?: Choice; dryRun?: boolean; into?: Workspace } = {},
) {
  const content = typeof text === 'string' ? Readable.from([Buffer.from(text)]) : text;
  const { kind = 'orders', choice = {}, dryRun = false, into = shop } = given;
  return importContent(house, asSystem(into), { fileName: 'till.csv', kind, content, choice, start: !dryRun });
}

async function tableCounts(of: Workspace) {
  const db = house.database.reader(of.id);
  const count = async (table: 'customers' | 'orders' | 'order_lines' | 'products') =>
    Number(
      (
        await db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );
  return { customers: await count('customers'), orders: await count('orders'), lines: await count('order_lines') };
}

describe('an export of the till', () => {
  test('can be tried first, with nothing written', async () => {
    const tried = await take(till, { dryRun: true });
    expect(tried.counts).toEqual({ rows: 5, created: 4, updated: 0, skipped: 0, failed: 1 });
    expect(tried.rehearsal?.faults).toMatchObject([{ line: 6, reasons: [expect.stringContaining('上个月')] }]);
    expect(await tableCounts(shop)).toEqual({ customers: 0, orders: 0, lines: 0 });
  });

  test('becomes customers, orders and lines; a bad row stops nobody', async () => {
    const done = await take(till);
    expect(done).toMatchObject({ state: 'done', counts: { rows: 5, created: 4, failed: 1 } });
    expect(await tableCounts(shop)).toEqual({ customers: 2, orders: 3, lines: 4 });
    expect(await command(house.database, asSystem(shop), verifyStatistics)).toEqual([]);
  });

  test('imported again changes nothing, and the mended row comes in', async () => {
    const again = await take(till);
    expect(again.counts).toMatchObject({ created: 0, skipped: 4, failed: 1 });
    const mended = await take(till.replace('上个月', '2026-02-28'));
    expect(mended.counts).toMatchObject({ created: 1, skipped: 4, failed: 0 });
    expect(await tableCounts(shop)).toEqual({ customers: 2, orders: 4, lines: 5 });
  });

  test('rows without a number are known by content and count, in any order', async () => {
    const mine = await house.openWorkspace();
    const rows = ['2026-01-05,阿明,30', '2026-01-05,阿明,30', '2026-01-06,阿芳,50'];
    const file = (lines: string[]) => `日期,姓名,金额\n${lines.join('\n')}\n`;
    expect((await take(file(rows), { into: mine })).counts).toMatchObject({ created: 3 });
    expect((await take(file(rows.toReversed()), { into: mine })).counts).toMatchObject({ created: 0, skipped: 3 });
    expect((await take(file([...rows, rows[0] as string]), { into: mine })).counts).toMatchObject({
      created: 1,
      skipped: 3,
    });
    expect((await tableCounts(mine)).orders).toBe(4);
  });

  test('an order whose lines lie far apart is one order', async () => {
    const mine = await house.openWorkspace();
    const filler = Array.from({ length: 9_000 }, (_, n) => `F${n},2026-01-02,C${n % 50},1.00`);
    const text = ['订单号,日期,客户编号,行金额', 'A,2026-01-01,C1,10.00', ...filler, 'A,2026-01-01,C1,5.00'].join('\n');
    await take(text, { into: mine });
    const order = await house.database
      .reader(mine.id)
      .selectFrom('orders')
      .select(['total_minor', 'total_base_minor'])
      .where('external_id', '=', 'A')
      .executeTakeFirstOrThrow();
    expect([order.total_minor, order.total_base_minor]).toEqual([1500n, 1500n]);
    expect(await command(house.database, asSystem(mine), verifyStatistics)).toEqual([]);
  });

  test('is taken back whole by undo', async () => {
    const mine = await house.openWorkspace();
    const done = await take(till, { into: mine });
    const undone = await house.in(mine, (ctx) => undoChangeSet(ctx, { id: done.changeSet as string }));
    expect(undone).toMatchObject({ counts: { reversed: { orders: 3, customers: 2 }, kept: 0, failed: 0 } });
    expect(await tableCounts(mine)).toEqual({ customers: 0, orders: 0, lines: 0 });
    const db = house.database.reader(mine.id);
    for (const table of ['customer_statistics', 'purchase_days', 'customer_search', 'customer_tags'] as const) {
      expect(await db.selectFrom(table).select('customer_id').execute(), table).toEqual([]);
    }
  });

  test('puts each new buyer where the last purchase does, and who bought nothing among the leads', async () => {
    const mine = await house.openWorkspace();
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const text = `订单号,日期,客户编号,姓名,数量,单价
S1,2020-01-05,K1,甲,1,10.00
S2,${yesterday},K1,甲,1,10.00
S3,2020-01-05,K2,乙,1,10.00
S4,${yesterday},K3,丙,1,10.00
S4,${yesterday},K4,丁,1,10.00
`;
    const done = await take(text, { into: mine });
    expect(done.counts).toMatchObject({ created: 5, failed: 0 });
    const rows = await house.database.reader(mine.id).selectFrom('customers').select(['name', 'stage']).execute();
    const stages = Object.fromEntries(rows.map(({ name, stage }) => [name, stage]));
    expect(stages).toEqual({ 甲: 'active', 乙: 'lost', 丙: 'active', 丁: 'lead' });
  });
});

test('the demo shop comes in by the ordinary import and leaves whole by one undo', async () => {
  const mine = await house.openWorkspace();
  const [orders, customers] = await loadDemoShop(house, asSystem(mine));
  const counts = await tableCounts(mine);
  expect(counts.customers).toBe(1_200);
  expect(counts.orders).toBeGreaterThan(5_000);
  await expect(loadDemoShop(house, asSystem(mine))).rejects.toMatchObject({ code: 'DEMO_SHOP_THERE' });
  const undo = (id = '') => command(house.database, asSystem(mine), (ctx) => undoChangeSet(ctx, { id }));
  const undone = await undo(customers);
  const reversed = { customers: 1_200, orders: counts.orders };
  expect(undone).toMatchObject({ changeSet: customers, kept: [], failed: [], counts: { reversed } });
  expect(await tableCounts(mine)).toEqual({ customers: 0, orders: 0, lines: 0 });
  expect((await undo(orders)).reversed).toBeGreaterThan(0);
  await loadDemoShop(house, asSystem(mine));
  await undo(customers);
  expect(await tableCounts(mine)).toEqual(counts);
});

describe('real files', { timeout: 240_000 }, () => {
  const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
  const absent = !existsSync(data);
  if (absent) process.stdout.write(`Real files are not imported: ${data} is absent.\n`);
  const file = (path: string) => createReadStream(data + path);

  test.skipIf(absent)('the record shop has 2,357 customers', async () => {
    const mine = await house.openWorkspace({ baseCurrency: 'USD' });
    const done = await take(file('cdnow/CDNOW_sample.txt'), { into: mine });
    expect(done).toMatchObject({ state: 'done', counts: { rows: 6_919, failed: 0 } });
    expect((await tableCounts(mine)).customers).toBe(2_357);
    expect((await take(file('cdnow/CDNOW_sample.txt'), { into: mine })).counts).toMatchObject({
      created: 0,
      skipped: 6_919,
    });
    expect(await command(house.database, asSystem(mine), verifyStatistics)).toEqual([]);
  });

  test.skipIf(absent)('the Chinese shop, from its old workbook', async () => {
    const mine = await house.openWorkspace();
    const done = await take(file('superstore/superstore_zh.xls'), { into: mine });
    expect(done).toMatchObject({ state: 'done', counts: { rows: 10_000, failed: 0 } });
    expect(await tableCounts(mine)).toEqual({ customers: 790, orders: 2_773, lines: 10_000 });
  });

  test.skipIf(absent)('its English twin', async () => {
    const mine = await house.openWorkspace({ baseCurrency: 'USD' });
    await take(file('superstore/superstore_en.csv'), { into: mine });
    expect(await tableCounts(mine)).toEqual({ customers: 793, orders: 5_009, lines: 9_994 });
  });

  test.skipIf(absent)('209,029 invoice lines of the gift shop', async () => {
    const mine = await house.openWorkspace({ baseCurrency: 'GBP', zone: 'Europe/London' });
    const packed = file('online_retail/online_retail_2010-12_to_2011-05.csv.gz').pipe(createGunzip());
    const done = await take(packed, { into: mine });
    expect(done).toMatchObject({ state: 'done', counts: { rows: 209_029, failed: 0 } });
    expect((await tableCounts(mine)).lines).toBe(209_029);
    expect(await command(house.database, asSystem(mine), verifyStatistics)).toEqual([]);
  });
});
