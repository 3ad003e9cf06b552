import { execFileSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../kernel/access.ts';
import type { Workspace } from '../../kernel/context.ts';
import type { Doorkeeper } from '../../kernel/house.ts';
import { buildServer } from '../../kernel/http/server.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { urlOf } from '../../kernel/testing/cluster.ts';
import '../customers/module.ts';
import type { ImportView } from './contract.ts';
import { transferModule } from './module.ts';

let shop: Workspace;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor: systemActor, workspace: shop, locale: 'zh-CN' }) };
const house = await testHouse({ doorkeeper, jobs: transferModule.jobs ?? [] });

/** How many transactions are open, whenever a file is about to be read; counted where somebody looks at it. */
const openWhileReading: number[] = [];
let counting = false;
const files = new Proxy(house.files, {
  get: (target, name) => {
    const value = Reflect.get(target, name) as unknown;
    if (typeof value !== 'function') return value;
    if (counting && name === 'path') openWhileReading.push(transactionsOpen());
    return (value as (...given: unknown[]) => unknown).bind(target);
  },
});
const app = await buildServer({ ...house, files }, [transferModule]);

/** Counted by another process while this one stands still: what is open now stays open meanwhile. */
function transactionsOpen(): number {
  const script = `const pg = require('pg'); (async () => {
    const client = new pg.Client(process.argv[1]);
    await client.connect();
    const { rows } = await client.query("select count(*)::int as open from pg_stat_activity where datname = current_database() and state = 'idle in transaction'");
    console.log(rows[0].open);
    await client.end();
  })();`;
  return Number(execFileSync(process.execPath, ['-e', script, urlOf(house.database.settings)], { encoding: 'utf8' }));
}

beforeAll(async () => {
  shop = await house.openWorkspace();
});
async function upload(content: string): Promise<ImportView> {
  const edge = 'edge-of-a-form';
  const field = (name: string, value: string) =>
    `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${content}\r\n`;
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/imports',
    payload: `${field('kind', 'customers')}${field('start', 'false')}${file}--${edge}--\r\n`,
    headers: { 'content-type': `multipart/form-data; boundary=${edge}`, 'idempotency-key': content },
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<ImportView>();
}

async function choose(id: string, choice: object): Promise<ImportView> {
  const answer = await app.inject({ method: 'PATCH', url: `/api/v1/imports/${id}`, payload: choice });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<ImportView>();
}

test('no transaction is open while a file that arrived is looked at, nor while it is looked at anew', async () => {
  counting = true;
  const { id } = await upload('姓名,电话\n陈大文,13900001234\n');
  expect(openWhileReading).toEqual([0]);
  const { understanding } = await choose(id, { mapping: { 电话: null } });
  counting = false;
  expect(openWhileReading).toEqual([0, 0]);
  expect(understanding.columns.map(({ meaning }) => meaning)).toEqual(['name', null]);
});

test('a field that is asked for is made with the choice, or not at all', async () => {
  const { id } = await upload('姓名,爱喝\n陈大文,红茶\n');
  const { understanding, choice } = await choose(id, { mapping: { 爱喝: '+' } });
  const meaning = understanding.columns[1]?.meaning ?? '';
  expect(meaning).toMatch(/^custom\./);
  expect([understanding.titles?.[meaning], understanding.meanings.includes(meaning)]).toEqual(['爱喝', true]);
  expect(choice.mapping).toEqual({ 爱喝: meaning });
  const url = `/api/v1/imports/${id}`;
  const refused = await app.inject({ method: 'PATCH', url, payload: { mapping: { 爱喝: 'nonsense', 姓名: '+' } } });
  expect(refused.json()).toMatchObject({ code: 'IMPORT_COLUMN_UNKNOWN' });
  const fields = await house.in(shop, (ctx) => ctx.db.selectFrom('customer_fields').select('name').execute());
  expect(fields).toEqual([{ name: '爱喝' }]);
});

test('two who choose at once both get what they said', async () => {
  const { id } = await upload('姓名,电话,来源,备注\n陈大文,13900001234,路过,爱喝红茶\n');
  await Promise.all([choose(id, { mapping: { 备注: null } }), choose(id, { namesakes: 'same' })]);
  const { choice, understanding } = (await app.inject({ url: `/api/v1/imports/${id}` })).json<ImportView>();
  expect(choice).toEqual({ mapping: { 备注: null }, namesakes: 'same' });
  expect(understanding.columns.map(({ meaning }) => meaning)).toEqual(['name', 'phone', 'source', null]);
});
