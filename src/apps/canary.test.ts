import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import pg from 'pg';
import { sql } from 'kysely';
import pino from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Grants } from '../kernel/access.ts';
import { sealWaiting } from '../kernel/audit-seal.ts';
import type { Workspace } from '../kernel/context.ts';
import { asSystem, query } from '../kernel/enter.ts';
import type { Doorkeeper } from '../kernel/house.ts';
import { buildServer } from '../kernel/http/server.ts';
import { deliverDue } from '../kernel/jobs/dispatch.ts';
import { startWorker } from '../kernel/jobs/worker.ts';
import { installReactions } from '../kernel/outbox.ts';
import { actorWith, testHouse } from '../kernel/testing/house.ts';
import { flushReadings } from '../modules/customers/privacy/disclosures/book.ts';
import { openDoorkeeper, verifyAudit } from '../modules/workspaces/index.ts';
import { knownRights } from '../modules/workspaces/rules/catalogue.ts';
import { importContent } from '../modules/transfer/command-line.ts';
import { jobs, modules, reactions } from './modules.ts';

/**
 * Twenty strings that nothing else says, planted by every way in. All of them must be in the package of the person, and
 * none of them anywhere after the person was erased.
 */
const planted = {
  name: '金丝雀飞飞',
  phone: '13871650932',
  email: 'canary.k3v9@example.com',
  externalId: 'KN-77120-QX',
  cardNumber: 'CARD-5550913-ZZ',
  title: '鸟类学博士金',
  street: '金丝雀路八百零三号',
  tag: '爱黄羽毛的',
  ownField: '旧字段里的金丝雀秘密',
  note: '她说金丝雀昨晚唱了三遍',
  changedNote: '改过的备注：笼门朝南开',
  fileName: 'canary-photo-99817.txt',
  consentProof: '签名在第四十七页右下角',
  restriction: '嗓子动过手术请勿来电',
  orderNote: '包装上画一只金丝雀八八',
  refundReason: '羽毛颜色与样品不符九九',
  visitNote: '带着鸟笼来店里坐了坐',
  task: '给金丝雀寄谷子任务七',
  importedNote: '表格里写着金丝雀怕冷',
  requestNote: '身份证尾号核对过四四二',
} as const;
const fileContent = '这张照片里的金丝雀站在窗台上六六六';
const everything = Object.fromEntries(knownRights.map((right) => [right, 'all'])) as Grants;

const logged: string[] = [];
let actor: Actor;
let shop: Workspace;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace: shop, locale: 'zh-CN' }) };
const opened = await testHouse({ doorkeeper, jobs });
const house = { ...opened, log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }) };
openDoorkeeper(house);
installReactions(reactions);
const app = await buildServer(house, modules);

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) {
  const answer = await app.inject({
    method,
    url: `/api/v1${path}`,
    ...(body ? { payload: body } : {}),
    headers: { 'idempotency-key': `${method} ${path} ${Math.random()}` },
  });
  return {
    status: answer.statusCode,
    body: answer.json<Record<string, string> & { items: object[] }>(),
    raw: answer.rawPayload,
  };
}

async function done(method: 'POST' | 'PATCH', path: string, body: object) {
  const answer = await call(method, path, body);
  expect([path, answer.status < 300 ? 'done' : answer.body]).toEqual([path, 'done']);
  return answer.body as Record<string, string>;
}

async function settle(): Promise<void> {
  while ((await sealWaiting(house)) > 0);
  await flushReadings();
  while ((await deliverDue(house)) > 0);
}

let customer: string;
let other: string;

beforeAll(async () => {
  shop = await house.openWorkspace();
  actor = actorWith(everything, { name: '林店长' });
  const field = await done('POST', '/fields', { name: '秘密', type: 'text' });
  customer = (
    await done('POST', '/customers', {
      name: planted.name,
      phone: planted.phone,
      email: planted.email,
      externalId: planted.externalId,
      cardNumber: planted.cardNumber,
      title: planted.title,
      birthday: { year: 1987, month: 6, day: 5 },
      address: { city: '苏州', street: planted.street },
      tags: [planted.tag],
      custom: { [field['key'] as string]: planted.ownField },
      consents: [{ channel: 'sms', purpose: 'marketing', granted: true, proof: planted.consentProof }],
    })
  )['id'] as string;
  other = (await done('POST', '/customers', { name: '李邻居', phone: '13900000001' }))['id'] as string;
  const note = await done('POST', `/customers/${customer}/notes`, { body: planted.note });
  await done('POST', `/customers/${customer}/notes`, { body: '与李邻居同来' });
  const changed = await done('POST', `/customers/${customer}/notes`, { body: '先写的' });
  await done('PATCH', `/customers/${customer}/notes/${changed['id']}`, { body: planted.changedNote });
  expect(note['id']).toBeTruthy();
  await done('POST', `/customers/${other}/notes`, { body: `是${planted.name}介绍来的` });
  await upload();
  await done('POST', `/customers/${customer}/restrictions/contact`, { reason: planted.restriction });
  const order = await done('POST', '/orders', {
    customer: { id: customer },
    lines: [{ name: '谷子', quantity: '1', unitPrice: '88.00' }],
    note: planted.orderNote,
    source: 'till',
  });
  await done('POST', `/orders/${order['id']}/refunds`, { amount: '10.00', reason: planted.refundReason });
  await done('POST', '/visits', { customerId: customer, note: planted.visitNote });
  await done('POST', '/tasks', { title: planted.task, customerId: customer });
  await done('POST', '/privacy/requests', { kind: 'erase', customerId: customer, note: planted.requestNote });
  await importRows();
  await call('GET', `/customers?q=${encodeURIComponent(planted.name)}`);
  await app.inject({ method: 'GET', url: `/api/v1/exports/customers?q=${encodeURIComponent(planted.phone)}` });
  await settle();
});

async function upload(): Promise<void> {
  const edge = 'edge-of-a-form';
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${planted.fileName}"\r\n\r\n`;
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/customers/${customer}/files`,
    payload: Buffer.from(`${head}${fileContent}\r\n--${edge}--\r\n`),
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
  });
  expect(answer.statusCode).toBe(201);
}

/** A row that is read, and one that is not: it waits in the error file. */
async function importRows(): Promise<void> {
  const worker = await startWorker(house, jobs);
  const rows = [
    '姓名,手机,邮箱,备注',
    `${planted.name},${planted.phone},,${planted.importedNote}`,
    `${planted.name},138 7165 0932,not a mailbox,${planted.importedNote}`,
  ];
  await importContent(house, asSystem(shop), {
    fileName: 'birds.csv',
    kind: 'customers',
    content: Readable.from([Buffer.from(rows.join('\n'))]),
    choice: {},
    start: true,
  });
  await worker.stop();
}

/** Every text in the database, whoever it belongs to, by table. */
async function inDatabase(needle: string): Promise<string[]> {
  const admin = new pg.Client(house.database.settings);
  await admin.connect();
  try {
    const { rows: tables } = await admin.query<{ place: string }>(`
      select format('%I.%I', n.nspname, c.relname) as place from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ('public', 'pgboss')`);
    const found: string[] = [];
    for (const { place } of tables) {
      const { rows } = await admin.query<{ n: number }>(
        `select count(*)::int as n from ${place} t where strpos(t::text, $1) > 0`,
        [needle],
      );
      if ((rows[0]?.n ?? 0) > 0) found.push(place);
    }
    return found;
  } finally {
    await admin.end();
  }
}

async function onDisk(needle: string): Promise<string[]> {
  const entries = await readdir(house.config.dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
  return contents.filter(({ text }) => text.includes(needle)).map(({ file }) => file);
}

/** The entries of a zip by name; its directory is at the end. */
function unzipped(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  const files = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString();
    files.set(name, inflateRawSync(zip.subarray(from, from + packed)).toString());
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

describe('a person of whom twenty things are known', () => {
  test('is given all of them, and nothing of anybody else', async () => {
    const answer = await app.inject({ method: 'GET', url: `/api/v1/customers/${customer}/package` });
    expect(answer.statusCode).toBe(200);
    const files = unzipped(answer.rawPayload);
    for (const place of ['data.json', 'index.html']) {
      const text = files.get(place) ?? '';
      expect(
        Object.values(planted).filter((one) => !text.includes(one)),
        place,
      ).toEqual([]);
      expect(text, place).not.toContain('李邻居');
      expect(text, place).toContain('与［…］同来');
    }
    expect([...files.values()].some((text) => text === fileContent)).toBe(true);
  });

  test('can be found before, so that not to be found after means something', async () => {
    const places = await Promise.all(Object.values(planted).map(inDatabase));
    expect(places.every((found) => found.length > 0)).toBe(true);
    expect(await onDisk(fileContent)).toHaveLength(1);
    expect(await onDisk(planted.importedNote)).toHaveLength(1);
  });

  test('is nowhere after erasing: no table, no file, no log, no list, no export', async () => {
    const before = await sums();
    const erased = await call('POST', `/customers/${customer}/erase`, { reason: `${planted.name}本人要求` });
    expect(erased.body).toEqual({ ok: true, orders: 1 });
    await settle();
    for (const needle of [...Object.values(planted), fileContent, '138 7165 0932']) {
      expect([needle, await inDatabase(needle)]).toEqual([needle, []]);
      expect([needle, await onDisk(needle)]).toEqual([needle, []]);
      expect(logged.filter((line) => line.includes(needle))).toEqual([]);
      const search = await call('GET', `/customers?q=${encodeURIComponent(needle)}`);
      expect([needle, search.body.items]).toEqual([needle, []]);
    }
    for (const kind of ['customers', 'orders']) {
      const { body } = await app.inject({ method: 'GET', url: `/api/v1/exports/${kind}` });
      expect(Object.values(planted).filter((one) => body.includes(one))).toEqual([]);
    }
    expect(await sums()).toEqual(before);
    expect(await query(house.database, asSystem(shop), verifyAudit)).toEqual([]);
  });

  test('does not come back with the same file', async () => {
    await importRows();
    await settle();
    const { rows } = await house.in(shop, (ctx) =>
      sql<{ names: number; kept: number }>`
        select (select count(*)::int from customers where name = ${planted.name}) as names,
          (select count(*)::int from import_errors where cells <> '{}' and cells::text like ${`%${planted.phone}%`}) as kept`.execute(
        ctx.db,
      ),
    );
    expect(rows[0]).toEqual({ names: 0, kept: 0 });
  });
});

/** What the business took and gave back. */
async function sums() {
  const { rows } = await house.in(shop, (ctx) =>
    sql`select (select sum(total_minor)::text from orders) as sold, (select sum(amount_minor)::text from refunds) as back,
      (select sum(spent_minor)::text from customer_statistics) as spent, (select count(*)::int from visits) as visits`.execute(
      ctx.db,
    ),
  );
  return rows[0];
}
