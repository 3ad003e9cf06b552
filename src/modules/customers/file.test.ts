import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { testHouse, type TestHouse } from '../../kernel/testing/house.ts';
import { closeChangeSet, openChangeSet, undoChangeSet, type ExportCell, type ImportRun } from '../transfer/index.ts';
import { readCustomer, changeCustomer } from './customers.ts';
import { customersToFile } from './export-kind.ts';
import { customersFromFile } from './import-kind.ts';
import type { CustomerFileRow } from './import-rows.ts';
import { hire } from './testing/desk.ts';
import { listCustomers } from './list.ts';
import { addNote } from './notes.ts';
import './module.ts';

let house: TestHouse;
let shop: Workspace;

beforeAll(async () => {
  house = await testHouse();
});

type Values = CustomerFileRow['values'];

async function importRows(rows: Values[], settings: ImportRun['settings'] = {}) {
  return house.in(shop, async (ctx) => {
    const changeSetId = await openChangeSet(ctx, { kind: 'import', title: '会员.csv', undoNeeds: 'imports.run' });
    const results = await customersFromFile.apply(ctx, { ...runOf(changeSetId), settings }, fileRows(rows));
    await closeChangeSet(ctx, changeSetId);
    return { changeSetId, results };
  });
}

function runOf(changeSetId: string): ImportRun {
  return { importId: newId(), changeSetId, settings: {}, memory: new Map() };
}

function fileRows(rows: Values[]): CustomerFileRow[] {
  return rows.map((values, at) => ({ line: at + 2, values, identity: String(at) }));
}

async function everybody() {
  const { items } = await house.in(shop, (ctx) => listCustomers(ctx, { limit: 200 }));
  return items;
}

const phone = (number: string) => ({ phone: number, more: [] });

describe('importing customers', () => {
  beforeAll(async () => {
    shop = await house.openWorkspace();
  });

  test('the same file twice changes nothing', async () => {
    const file: Values[] = [
      { name: '张三', phone: phone('13900000001'), tags: ['VIP'], note: '爱喝岩茶', consent: true, city: '福州' },
      { name: '李四', externalId: 'A-2', gender: 'female', birthday: { calendar: 'lunar', month: 8, day: 15 } },
      { lastName: '王', firstName: '五', email: 'Wang@x.com', createdOn: { date: '2024-05-01' } },
      { company: '瓦岗贸易', phone: phone('0591-87654321') },
      { phone: phone('13900000009') },
      {},
      { name: '赵六', email: 'nobody' },
      { name: '钱七', birthday: { calendar: 'solar', month: 2, day: 30 } },
    ];
    const missing = [
      { code: 'NAME_MISSING', meaning: 'name' },
      { code: 'EMAIL_NOT_UNDERSTOOD', params: { text: 'nobody' }, meaning: 'email' },
      { code: 'BIRTHDAY_IMPOSSIBLE', meaning: 'birthday' },
    ];
    const rehearsed = await house.in(shop, (ctx) => customersFromFile.rehearse(ctx, runOf(newId()), fileRows(file)));
    expect(rehearsed).toEqual(['created', 'created', 'created', 'created', 'created', ...missing]);
    expect(await everybody()).toEqual([]);
    expect((await importRows(file)).results).toEqual(rehearsed);
    const first = await everybody();
    expect(first.map(({ name }) => name)).toEqual(['13900000009', '李四', '瓦岗贸易', '王五', '张三']);
    expect((await importRows(file)).results).toEqual([
      'skipped',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
      ...missing,
    ]);
    expect(await everybody()).toEqual(first);
  });

  test('the owner is known by name; a name nobody has is kept as it stands', async () => {
    const colleague = await hire(house, shop, '林小雨');
    await importRows([
      { name: '有主', phone: phone('13900000031'), owner: '林小雨' },
      { name: '无主', phone: phone('13900000032'), owner: '离职的人' },
    ]);
    const found = await everybody();
    expect(found.find(({ name }) => name === '有主')).toMatchObject({ ownerId: colleague });
    expect(found.find(({ name }) => name === '无主')).toMatchObject({
      ownerId: null,
      custom: { ownerName: '离职的人' },
    });
  });

  test('a known customer gets what the file says and keeps the rest', async () => {
    const { results } = await importRows([
      { name: '张三', phone: phone('+86 139 0000 0001'), tags: ['红茶'], district: '鼓楼' },
    ]);
    expect(results).toEqual(['updated']);
    const zhang = (await everybody()).find(({ name }) => name === '张三');
    expect(zhang).toMatchObject({ tags: ['VIP', '红茶'], address: { city: '福州', district: '鼓楼' } });
  });

  test('rows of one person in one file become one card; two numbers stay two people', async () => {
    const { results } = await importRows([
      { name: '孙八', phone: phone('13900000008') },
      { name: '孙八', phone: phone('13900000008'), email: 'sun@x.com' },
      { name: '周九', externalId: 'B-1', phone: phone('13900000018') },
      { name: '周十', externalId: 'B-2', phone: phone('13900000018') },
    ]);
    expect(results).toEqual(['created', 'skipped', 'created', 'created']);
    expect((await everybody()).find(({ name }) => name === '孙八')).toMatchObject({ email: 'sun@x.com' });
  });

  test('a row with nothing but a name is known again by what it says', async () => {
    const file: Values[] = [{ name: '无号', city: '泉州' }, { name: '无号', city: '厦门' }, { name: '无号二' }];
    expect((await importRows(file)).results).toEqual(['created', 'created', 'created']);
    const before = await everybody();
    expect((await importRows(file)).results).toEqual(['skipped', 'skipped', 'skipped']);
    expect(await everybody()).toEqual(before);
  });

  test('whoever has a known customer’s name and birthday is asked about', async () => {
    const birthday = { calendar: 'lunar', month: 8, day: 15 } as const;
    await importRows([{ name: '吴十一', phone: phone('13900000041'), birthday: { ...birthday, year: 1985 } }]);
    const file: Values[] = [
      { name: '吴十一', birthday, city: '漳州' },
      { name: '吴十一', birthday: { ...birthday, year: 1990 } },
      { name: '吴十二', birthday },
    ];
    const question = { code: 'NAMESAKE', params: { name: '吴十一' }, meaning: 'birthday' };
    expect((await importRows(file)).results).toEqual([question, 'created', 'created']);
    expect((await importRows(file, { namesakes: 'same' })).results).toEqual(['updated', 'skipped', 'skipped']);
    const wu = (await everybody()).find(({ phone: number }) => number === '13900000041');
    expect(wu).toMatchObject({ address: { city: '漳州' }, birthday: { year: 1985 } });
    expect((await importRows(file, { namesakes: 'apart' })).results).toEqual(['created', 'skipped', 'skipped']);
  });

  test('a rehearsal remembers what earlier batches would have made', async () => {
    const results = await house.in(shop, async (ctx) => {
      const run = runOf(newId());
      const batch = () =>
        customersFromFile.rehearse(ctx, run, fileRows([{ name: '新客', phone: phone('13911112222') }]));
      return [await batch(), await batch()];
    });
    expect(results).toEqual([['created'], ['skipped']]);
  });
});

describe('undoing an import', () => {
  beforeAll(async () => {
    shop = await house.openWorkspace();
  });

  test('takes back what it made and changed, and leaves what people worked on since', async () => {
    await importRows([
      { name: '旧客', phone: phone('13900000001') },
      { name: '旧客二', phone: phone('13900000002') },
    ]);
    const { changeSetId } = await importRows([
      { name: '新客', phone: phone('13900000003'), note: '来自文件' },
      { name: '有人记过', phone: phone('13900000004') },
      { name: '有人改过', phone: phone('13900000005') },
      { name: '旧客', phone: phone('13900000001'), email: 'old@x.com', tags: ['文件'] },
      { name: '旧客二', phone: phone('13900000002'), email: 'two@x.com' },
    ]);
    const id = async (name: string) => (await everybody()).find((one) => one.name === name)!.id;
    const [noted, edited, second] = [await id('有人记过'), await id('有人改过'), await id('旧客二')];
    await house.in(shop, (ctx) => addNote(ctx, { id: noted, body: '来过电话', mentions: [] }));
    await house.in(shop, (ctx) => changeCustomer(ctx, { id: edited, source: '门店' }));
    await house.in(shop, (ctx) => changeCustomer(ctx, { id: second, source: '门店' }));

    const result = await house.in(shop, (ctx) => undoChangeSet(ctx, { id: changeSetId }));
    expect(result).toMatchObject({ reversed: 2, failed: [] });
    expect(result.kept.map(({ what, why }) => [what, why])).toEqual([
      ['有人记过', expect.any(String)],
      ['有人改过', expect.any(String)],
      ['旧客二', expect.any(String)],
    ]);
    expect(new Set(result.kept.map(({ why }) => why)).size).toBe(2);
    const left = await everybody();
    expect(left.map(({ name }) => name).toSorted()).toEqual(['旧客', '旧客二', '有人改过', '有人记过'].toSorted());
    expect(left.find(({ name }) => name === '旧客')).toMatchObject({ email: null, tags: [] });
    expect(left.find(({ name }) => name === '旧客二')).toMatchObject({ email: 'two@x.com', source: '门店' });
    const found = await house.in(shop, (ctx) => listCustomers(ctx, { limit: 50, q: 'old@x.com' }));
    expect(found.items).toEqual([]);
  });

  test('a consent that an undone import brought does not count', async () => {
    await importRows([{ name: '同意', phone: phone('13900000021') }]);
    const { changeSetId } = await importRows([{ name: '同意', phone: phone('13900000021'), consent: true }]);
    const card = async () => {
      const id = (await everybody()).find(({ name }) => name === '同意')!.id;
      return house.in(shop, (ctx) => readCustomer(ctx, { id }));
    };
    expect((await card()).consents).toMatchObject([{ granted: true, purpose: 'marketing' }]);
    await house.in(shop, (ctx) => undoChangeSet(ctx, { id: changeSetId }));
    expect((await card()).consents).toEqual([]);
  });
});

describe('exporting customers', () => {
  test('gives the rows of the list, with words that import understands', async () => {
    shop = await house.openWorkspace();
    await importRows([
      {
        name: '张三',
        phone: phone('13900000001'),
        gender: 'male',
        birthday: { calendar: 'lunar', month: 8, day: 15, leapMonth: true },
        tags: ['VIP', '红茶'],
        city: '福州',
        createdOn: { date: '2024-05-01' },
      },
      { name: '李四', birthday: { calendar: 'solar', year: 1985, month: 8, day: 5 } },
    ]);
    const file = await house.in(shop, (ctx) => exported(ctx, { sort: '-name', filter: '{"tag":"VIP"}' }));
    expect(file).toHaveLength(1);
    expect(file[0]).toMatchObject({
      name: '张三',
      phone: '13900000001',
      gender: 'Male',
      birthday: 'lunar leap 08-15',
      tags: 'VIP;红茶',
      city: '福州',
      stage: 'Lead',
      createdOn: '2024-05-01',
    });
    expect((await house.in(shop, (ctx) => exported(ctx, {}))).map((row) => row['birthday'])).toEqual([
      '1985-08-05',
      'lunar leap 08-15',
    ]);
    await expect(house.in(shop, (ctx) => exported(ctx, { page: '2' }))).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  async function exported(ctx: Ctx, query: Record<string, string>) {
    const columns = await customersToFile.columns(ctx);
    const rows: ExportCell[][] = [];
    for await (const page of customersToFile.rows(ctx, query)) rows.push(...page);
    return rows.map((row) => Object.fromEntries(columns.map(({ key }, at) => [key, row[at] ?? null])));
  }
});
