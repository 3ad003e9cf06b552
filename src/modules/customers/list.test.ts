import { beforeAll, describe, expect, test } from 'vitest';
import { actorWith } from '../../kernel/testing/house.ts';
import { createCustomersInBulk, type NewCustomer } from './bulk-create.ts';
import { EVERYTHING, openDesk, type Answer, type Desk } from './testing/desk.ts';

const ID = '019ab000-0000-7000-8000-000000000001';
let desk: Desk;
const owner = actorWith(EVERYTHING);

beforeAll(async () => {
  desk = await openDesk();
  desk.as(owner);
  await add([
    {
      name: '张三',
      phone: '13900000001',
      externalId: 'C-10086',
      tags: ['VIP', '红茶'],
      source: '门店',
      stage: 'active',
    },
    {
      name: '張三丰',
      phone: '13900007777',
      tags: ['VIP'],
      source: '网店',
      birthday: { calendar: 'solar', month: 3, day: 8 },
    },
    { name: '单雄信', phone: '0591-87654321', stage: 'sleeping', kind: 'person' },
    { name: '曾国藩', email: 'zeng@example.com', createdAt: new Date('2025-12-31T15:59:59Z') },
    { name: '仇英', createdAt: new Date('2025-12-31T16:00:00Z') },
    { name: '李', cardNumber: '8800 1234' },
    { name: '瓦岗贸易', kind: 'company', custom: { contactPerson: '秦琼' } },
  ]);
  await desk.house.in(desk.shop, async (ctx) => {
    const rows = await ctx.db.selectFrom('customers').select(['id', 'name']).orderBy('sort_name').execute();
    await ctx.db
      .insertInto('customer_statistics')
      .values(
        rows.map(({ id }, at) => ({
          workspace_id: ctx.workspace.id,
          customer_id: id,
          spent_minor: BigInt(at * 100),
          last_on: at % 2 ? `2026-01-0${at}` : null,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'customer_id']).doUpdateSet((eb) => ({
          spent_minor: eb.ref('excluded.spent_minor'),
          last_on: eb.ref('excluded.last_on'),
        })),
      )
      .execute();
  });
});

function add(customers: NewCustomer[]): Promise<string[]> {
  return desk.house.in(desk.shop, (ctx) => createCustomersInBulk(ctx, customers));
}

async function names(query: Record<string, string | number>): Promise<string[]> {
  return namesIn(await desk.get('/customers', query));
}

function namesIn(answer: Answer): string[] {
  expect(answer.status, answer.raw).toBe(200);
  return answer.body.items.map((item) => item['name'] as string);
}

describe('searching', () => {
  test.each([
    ['张', ['张三', '張三丰']],
    ['三', ['张三', '張三丰']],
    ['张三', ['张三', '張三丰']],
    ['張三', ['张三', '張三丰']],
    ['zhangsan', ['张三', '張三丰']],
    ['zs', ['张三', '張三丰']],
    ['zsf', ['張三丰']],
    ['0001', ['张三']],
    ['7777', ['張三丰']],
    ['139 0000', ['张三', '張三丰']],
    ['+86 139 0000 0001', ['张三']],
    ['shan', ['单雄信']],
    ['zeng', ['曾国藩']],
    ['qiu', ['仇英']],
    ['李', ['李']],
    ['li', ['李']],
    ['8800', ['李']],
    ['c10086', ['张三']],
    ['zeng@ex', ['曾国藩']],
    ['秦琼', ['瓦岗贸易']],
    ['张 0001', ['张三']],
    ['？！', []],
    ["' or 1=1 --", []],
  ])('%s finds %j', async (q, found) => {
    expect(await names({ q })).toEqual(found);
  });

  test('keeps to the filter, an order that was asked for, and its pages', async () => {
    expect(await names({ q: '张', filter: '{"tag":"红茶"}' })).toEqual(['张三']);
    expect(await names({ q: '三', sort: '-name' })).toEqual(['張三丰', '张三']);
    const first = await desk.get('/customers', { q: '张', limit: 1 });
    expect(first.body).toMatchObject({ count: { value: 2, exact: true }, nextCursor: expect.any(String) });
    expect(await names({ q: '张', limit: 1, cursor: String(first.body['nextCursor']) })).toEqual(['張三丰']);
  });

  test('the role of the application cannot read the terms of others', async () => {
    const other = await desk.house.openWorkspace();
    desk.as(owner, other);
    expect(await names({ q: '张' })).toEqual([]);
    desk.as(owner);
    await expect(
      desk.house.in(desk.shop, (ctx) => ctx.db.selectFrom('customer_search').selectAll().execute()),
    ).rejects.toThrow(/permission denied/);
  });

  test('a salesperson finds their own among many of the same name', async () => {
    const seller = actorWith({ 'customers.read': 'own' });
    await add([{ name: '张飞', ownerId: seller.memberId }]);
    desk.as(seller);
    expect(await names({ q: '张' })).toEqual(['张飞']);
    desk.as(owner);
    await desk.house.in(desk.shop, (ctx) => ctx.db.deleteFrom('customers').where('name', '=', '张飞').execute());
  });
});

describe('the list', () => {
  test('stands in the order of the names’ sound, page by page, none twice and none missed', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer: Answer = await desk.get('/customers', { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...namesIn(answer));
      expect(answer.body['count']).toEqual({ value: 7, exact: true });
      cursor = answer.body['nextCursor'] as string | null;
    }
    expect(seen).toEqual(['李', '仇英', '单雄信', '瓦岗贸易', '曾国藩', '张三', '張三丰']);
  });

  test.each(['-name', 'createdAt', '-createdAt', 'spent', '-spent', 'lastOn', '-lastOn'])(
    'sorted by %s the pages join without a gap',
    async (sort) => {
      const whole = await names({ sort });
      const joined: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const answer: Answer = await desk.get('/customers', { sort, limit: 2, ...(cursor ? { cursor } : {}) });
        joined.push(...namesIn(answer));
        cursor = answer.body['nextCursor'] as string | null;
      }
      expect(joined).toEqual(whole);
      expect(new Set(whole).size).toBe(7);
    },
  );

  test('customers without a value come last, whichever way round', async () => {
    const values = async (sort: string) => {
      const answer = await desk.get('/customers', { sort, columns: 'lastOn,spent' });
      return answer.body.items.map((item) => (item['columns'] as { lastOn: string | null }).lastOn);
    };
    expect(await values('lastOn')).toEqual(['2026-01-01', '2026-01-03', '2026-01-05', null, null, null, null]);
    expect(await values('-lastOn')).toEqual(['2026-01-05', '2026-01-03', '2026-01-01', null, null, null, null]);
  });

  test.each([
    [{ stage: 'active' }, ['张三']],
    [{ stage: ['active', 'sleeping'] }, ['单雄信', '张三']],
    [{ tag: 'VIP' }, ['张三', '張三丰']],
    [{ tag: 'VIP', source: '网店' }, ['張三丰']],
    [{ kind: 'company' }, ['瓦岗贸易']],
    [{ hasPhone: true }, ['单雄信', '张三', '張三丰']],
    [{ birthdayMonth: 3 }, ['張三丰']],
    [{ birthday: 'thisMonth', stage: 'lost' }, []],
    [{ hasEmail: true }, ['曾国藩']],
    [{ tag: 'VIP', withoutTag: '红茶' }, ['張三丰']],
    [{ withoutTag: ['VIP'], hasPhone: true }, ['单雄信']],
    [{ lastOn: { moreDaysAgo: 1 }, spent: { to: 100 } }, ['仇英']],
    [{ lastOn: { nextDays: 3 } }, []],
    [{ createdTo: '2025-12-31' }, ['曾国藩']],
    [{ createdFrom: '2026-01-01', createdTo: '2026-01-01' }, ['仇英']],
    [{ spent: { from: 500 } }, ['张三', '張三丰']],
    [{ spent: { from: '100', to: '100' } }, ['仇英']],
    [{ lastOn: { to: '2026-01-01' } }, ['仇英']],
    [{ ownerId: 'me' }, []],
    [{ ownerId: null, stage: 'sleeping' }, ['单雄信']],
  ])('filtered by %j', async (filter, found) => {
    expect(await names({ filter: JSON.stringify(filter) })).toEqual(found);
  });

  test.each([
    '{"colour":"red"}',
    '{"constructor":1}',
    '{"stage":"king"}',
    '[]',
    'stage=active',
    '{"spent":{}}',
    '{"hasPhone":1}',
    '{"ids":[]}',
    '{"birthday":"someday"}',
    '{"lastOn":{"lastDays":-1}}',
    '{"spent":{"lastDays":3}}',
  ])('refuses the filter %s with a sentence', async (filter) => {
    expect(await desk.get('/customers', { filter })).toMatchObject({
      status: 422,
      body: { code: 'CUSTOMER_FILTER_UNKNOWN', message: expect.stringMatching(/筛选/) },
    });
  });

  test('refuses an order and a cursor that mean nothing', async () => {
    expect((await desk.get('/customers', { sort: 'colour' })).body).toMatchObject({ code: 'CUSTOMER_SORT_UNKNOWN' });
    expect((await desk.get('/customers', { cursor: 'x' })).status).toBe(422);
    expect(
      (await desk.get('/customers', { cursor: Buffer.from('["\\u0000","\\u0000"]').toString('base64url') })).status,
    ).toBe(200);
    expect((await desk.get('/customers', { page: 2 })).status).toBe(422);
  });

  test.each([
    ['createdAt', ['2026-13-45T99:99:99.0Z', ID]],
    ['-createdAt', ['0000-01-01T00:00:00.0Z', ID]],
    ['lastOn', ['9999-99-99', ID]],
    ['spent', ['999999999999999999', ID]],
    ['spent', ['1e9', ID]],
    ['name', ['\ud800', ID]],
    ['name', [null, ID]],
    ['name', ['a', 'no id']],
  ])('a cursor that somebody bent is no server error: %s %j', async (sort, values) => {
    const cursor = Buffer.from(JSON.stringify(values)).toString('base64url');
    expect((await desk.get('/customers', { sort, cursor })).status).toBe(200);
  });

  test.each([
    '{"spent":{"from":9007199254740991}}',
    '{"spent":{"to":"-999999999999999999"}}',
    '{"createdTo":"2200-12-31"}',
    '{"tag":"\\u0000\\ud800"}',
    '{"source":"\'; drop table customers --"}',
  ])('an unusual filter is no server error: %s', async (filter) => {
    expect((await desk.get('/customers', { filter })).status).toBe(200);
  });

  test.each(['{"createdTo":"9999-12-31"}', '{"createdFrom":"0001-01-01"}', '{"lastOn":{"from":"2026-02-30"}}'])(
    'a day nobody means is refused: %s',
    async (filter) => {
      expect((await desk.get('/customers', { filter })).status).toBe(422);
    },
  );

  test('says which columns there are', async () => {
    const columns = (await desk.get('/customers/columns')).body.items;
    const shared = { sortable: true, filter: 'range', options: [] };
    expect(columns.filter(({ key }) => ['spent', 'lastOn', 'orders'].includes(String(key)))).toEqual([
      { key: 'lastOn', title: 'orders:columns.lastOn', kind: 'day', usual: true, ...shared },
      { key: 'spent', title: 'orders:columns.spent', kind: 'money', usual: true, ...shared },
      { key: 'orders', title: 'orders:columns.orders', kind: 'number', usual: false, ...shared },
    ]);
  });

  test('offers the tags and sources in use', async () => {
    expect((await desk.get('/customers/tags')).body).toEqual({ tags: ['VIP', '红茶'], sources: ['网店', '门店'] });
  });

  test('tells who already has a number', async () => {
    expect((await desk.get('/customers/look-alikes', { phone: '139-0000-0001' })).body.items).toMatchObject([
      { name: '张三', same: ['phone'] },
    ]);
    expect((await desk.get('/customers/look-alikes', { phone: '1' })).body.items).toEqual([]);
  });
});
