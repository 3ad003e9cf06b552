import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../kernel/access.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { listCustomers } from '../../customers/list.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import { changeCustomer, binCustomer } from '../../customers/customers.ts';
import { createField } from '../../customers/fields/fields.ts';
import { customersModule } from '../../customers/module.ts';
import { restrict, lift } from '../../customers/privacy/consents/restrictions.ts';
import { mergeCustomers } from '../../customers/duplicates/merge.ts';
import { recordOrder } from '../../orders/index.ts';
import { ordersModule } from '../../orders/module.ts';
import { recordVisit } from '../../orders/visits.ts';
import { segmentsModule } from '../module.ts';
import { describeConditions } from './catalogue.ts';
import { passDay, verifySegments } from './keep-members.ts';
import { listSegmentMembers } from './members.ts';
import { overlapOfSegments } from './overlap.ts';
import { previewSegment } from './preview.ts';
import { changeSegment, createSegment, removeSegment, restoreSegment } from './segments.ts';
import { compareSnapshot, listSnapshots, removeSnapshot, takeSnapshot } from './snapshots.ts';
import { listSegments, readSegment } from './view.ts';

const house = await testHouse();
let shop: Workspace;
const people = new Map<string, string>();
const GREEN = { field: 'purchases', value: { categories: ['绿茶'], times: { from: 2 } } };

beforeAll(async () => {
  installReactions([customersModule, ordersModule, segmentsModule].flatMap(({ reactions = [] }) => reactions));
  shop = await house.openWorkspace();
  await house.in(shop, async (ctx) => {
    for (const [name, phone] of [
      ['林小姐', '13800138001'],
      ['张老板', '13800138002'],
      ['王太太', null],
    ] as const) {
      const [id] = await createCustomersInBulk(ctx, [{ name, phone }]);
      people.set(name, id as string);
    }
  });
  await settle();
});

afterAll(() => installReactions([]));

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

const idOf = (name: string) => people.get(name) as string;
const as = <T>(work: (ctx: Ctx) => Promise<T>, actor?: Actor) => house.in(shop, work, actor);
const make = (name: string, condition: unknown) => as((ctx) => createSegment(ctx, { name, condition }));

async function buy(name: string, daysAgo = 0, category = '绿茶', amount = '88'): Promise<void> {
  await as((ctx) =>
    recordOrder(ctx, {
      source: 'till',
      lines: [{ sku: category, name: category, category, quantity: '1', unitPrice: amount }],
      customer: { id: idOf(name) },
      placedAt: `${addDays(ctx.today, -daysAgo)}T08:00:00+08:00`,
    }),
  );
  await settle();
}

async function membersOf(id: string): Promise<string[]> {
  const { items } = await as((ctx) => listSegmentMembers(ctx, { id, limit: 50 }));
  return items.map(({ customer }) => customer.name).toSorted();
}

async function moves(id: string): Promise<{ name: string; entered: boolean }[]> {
  const rows = await as((ctx) =>
    ctx.db
      .selectFrom('segment_moves')
      .select(['customer_id', 'entered'])
      .where('segment_id', '=', id)
      .orderBy('at')
      .execute(),
  );
  return rows.map((row) => ({
    name: [...people].find(([, one]) => one === row.customer_id)?.[0] ?? '',
    entered: row.entered,
  }));
}

const verified = () => query(house.database, asSystem(shop), verifySegments);

describe('members', () => {
  test('come in with the purchase that makes them, and leave with its cancelling', async () => {
    const { id } = await make('绿茶熟客', GREEN);
    expect(await membersOf(id)).toEqual([]);
    await buy('林小姐', 3);
    expect(await membersOf(id)).toEqual([]);
    await buy('林小姐', 1);
    expect(await membersOf(id)).toEqual(['林小姐']);
    expect(await moves(id)).toEqual([{ name: '林小姐', entered: true }]);
    const events = await as((ctx) =>
      ctx.db.selectFrom('outbox_events').select('payload').where('name', '=', 'segments.entered').execute(),
    );
    expect(events.at(-1)?.payload).toEqual({ segmentId: id, customerIds: [idOf('林小姐')] });
    expect(await verified()).toEqual([]);
  });

  test('follow the card: tags, the bin, a wish not to be profiled', async () => {
    const { id } = await make('爱喝老茶', { field: 'tag', value: ['老茶'] });
    await as((ctx) => changeCustomer(ctx, { id: idOf('张老板'), tags: ['老茶'] }));
    await settle();
    expect(await membersOf(id)).toEqual(['张老板']);
    await as((ctx) => restrict(ctx, { id: idOf('张老板'), kind: 'profiling' }));
    await settle();
    expect(await membersOf(id)).toEqual([]);
    await as((ctx) => lift(ctx, { id: idOf('张老板'), kind: 'profiling' }));
    await settle();
    expect(await membersOf(id)).toEqual(['张老板']);
    expect((await moves(id)).map(({ entered }) => entered)).toEqual([true, false, true]);
    const [gone] = await as((ctx) => createCustomersInBulk(ctx, [{ name: '路人', tags: ['老茶'] }]));
    await settle();
    expect(await membersOf(id)).toEqual(['张老板', '路人']);
    await as((ctx) => binCustomer(ctx, { id: gone as string }));
    await settle();
    expect(await membersOf(id)).toEqual(['张老板']);
    expect(await verified()).toEqual([]);
  });

  test('follow visits, and merged cards as one', async () => {
    const { id } = await make('来过', { field: 'visits', value: { within: { lastDays: 7 }, times: { from: 2 } } });
    const [twin] = await as((ctx) => createCustomersInBulk(ctx, [{ name: '王太太' }]));
    await as((ctx) => recordVisit(ctx, { customerId: idOf('王太太') }));
    await as((ctx) => recordVisit(ctx, { customerId: twin as string }));
    await settle();
    expect(await membersOf(id)).toEqual([]);
    await as((ctx) => mergeCustomers(ctx, { keep: idOf('王太太'), merge: [twin as string], fields: {} }));
    await settle();
    expect(await membersOf(id)).toEqual(['王太太']);
    expect(await verified()).toEqual([]);
  });

  test('are moved by time alone, once a day', async () => {
    const { id, moves: moving } = await make('三天内买过', { field: 'lastOn', value: { lastDays: 3 } });
    expect(moving).toBe(true);
    expect(await membersOf(id)).toEqual(['林小姐']);
    await as((ctx) => passDay({ ...ctx, today: addDays(ctx.today, 4) }));
    expect(await membersOf(id)).toEqual([]);
    // Nobody is looked at twice: what was kept for another day is not compared with today.
    expect(await verified()).toEqual([]);
    await as((ctx) => passDay(ctx));
    expect(await membersOf(id)).toEqual(['林小姐']);
  });

  test('are not moved by a purchase that no condition asks about', async () => {
    const { id } = await make('没有电话', { not: { field: 'hasPhone', value: true } });
    expect(await membersOf(id)).toEqual(['王太太']);
    await buy('王太太', 0, '岩茶');
    expect(await moves(id)).toEqual([]);
  });

  test('of many at once are found by one order as by all of them', async () => {
    await Promise.all(['林小姐', '张老板'].map((name) => buy(name, 0, '绿茶')));
    await settle();
    expect(await verified()).toEqual([]);
  });
});

describe('keeping a segment', () => {
  test('says in words what it asks for', async () => {
    const zh = await as((ctx) =>
      previewSegment(
        { ...ctx, locale: 'zh-CN' },
        {
          condition: {
            and: [
              { field: 'purchases', value: { within: { lastDays: 90 }, categories: ['绿茶'], times: { from: 2 } } },
              { not: { field: 'purchases', value: { within: { lastDays: 30 }, times: { from: 1 } } } },
              {
                or: [
                  { field: 'stage', value: ['active', 'sleeping'] },
                  { field: 'spent', value: { from: 10_000 } },
                ],
              },
            ],
          },
        },
      ),
    );
    expect(zh.sentence).toBe(
      '最近 90 天买过绿茶至少 2 次，但最近 30 天没买过，且（阶段是活跃客户或沉睡客户，或累计消费：至少 ¥100）',
    );
    const en = await as((ctx) =>
      previewSegment(ctx, { condition: { not: { field: 'purchases', value: { times: { from: 3 } } } } }),
    );
    expect(en.sentence).toBe('not: bought at least 3 times');
    expect(en.count).toEqual({ value: 2, exact: true });
    expect(en.sample.map(({ name }) => name).toSorted()).toEqual(['张老板', '王太太']);
  });

  test('refuses what cannot be asked, and says where', async () => {
    const asked = (condition: unknown) => as((ctx) => previewSegment(ctx, { condition }));
    await expect(asked(undefined)).rejects.toMatchObject({ code: 'SEGMENT_CONDITION_SHAPE' });
    await expect(asked({ and: [] })).rejects.toMatchObject({ code: 'SEGMENT_CONDITION_EMPTY' });
    const unknown = { code: 'SEGMENT_CONDITION_UNKNOWN', data: { path: 'condition.or.1' } };
    for (const value of [
      { times: {} },
      { times: { from: 1 }, spent: { from: 1 } },
      { within: { lastDays: -1 }, times: { to: 0 } },
      7,
    ])
      await expect(asked({ or: [GREEN, { field: 'purchases', value }] })).rejects.toMatchObject(unknown);
    for (const [field, value] of [
      ['ids', [idOf('林小姐')]],
      ['ownerId', ['me']],
      ['__proto__', 1],
      ['constructor', 1],
    ])
      await expect(asked({ or: [GREEN, { field, value }] })).rejects.toMatchObject(unknown);
  });

  test('of another segment follows it, and no circle closes', async () => {
    const inner = await make('内', { field: 'tag', value: ['贵宾'] });
    const outer = await make('外', {
      and: [{ field: 'segment', value: [inner.id] }, { not: { field: 'noContact', value: true } }],
    });
    await as((ctx) => changeCustomer(ctx, { id: idOf('林小姐'), tags: ['贵宾'] }));
    await settle();
    expect(await membersOf(outer.id)).toEqual(['林小姐']);
    await as((ctx) => changeSegment(ctx, { id: inner.id, condition: { field: 'hasPhone', value: true } }));
    expect(await membersOf(outer.id)).toEqual(['张老板', '林小姐']);
    const circle = as((ctx) =>
      changeSegment(ctx, { id: inner.id, condition: { field: 'segment', value: [outer.id] } }),
    );
    await expect(circle).rejects.toMatchObject({ code: 'SEGMENT_IN_CIRCLE', data: { name: '内' } });
    await expect(as((ctx) => removeSegment(ctx, { id: inner.id }))).rejects.toMatchObject({
      code: 'SEGMENT_IN_USE',
      data: { name: '外' },
    });
  });

  test('keeps to the version that somebody saw, and brings a removed one back', async () => {
    const { id, version } = await make('待改', { field: 'hasPhone', value: true });
    await as((ctx) => changeSegment(ctx, { id, name: '改过', version }));
    await expect(as((ctx) => changeSegment(ctx, { id, name: '又改', version }))).rejects.toMatchObject({
      code: 'STALE',
    });
    await as((ctx) => removeSegment(ctx, { id }));
    await expect(as((ctx) => readSegment(ctx, { id }))).rejects.toMatchObject({ code: 'SEGMENT_NOT_FOUND' });
    expect(await as((ctx) => restoreSegment(ctx, { id }))).toMatchObject({ name: '改过', count: { value: 2 } });
  });

  test('offers every condition with its words and choices', async () => {
    const { items } = await as((ctx) => describeConditions({ ...ctx, locale: 'zh-CN' }));
    expect(items.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['stage', 'tag', 'purchases', 'visits', 'lastOn', 'valueClass', 'consent', 'segment']),
    );
    // A choice that stands twice breaks the builder.
    const fields = items.map(({ field }) => field);
    expect(fields.filter((field, at) => fields.indexOf(field) !== at)).toEqual([]);
    expect(
      items
        .flatMap(({ title, parts }) => [title, ...parts.map((part) => part.title)])
        .filter((text) => /[:.]/.test(text)),
    ).toEqual([]);
    expect(
      items.find(({ field }) => field === 'purchases')?.parts.find(({ key }) => key === 'categories')?.options,
    ).toContainEqual({ key: '绿茶', name: '绿茶' });
  });
});

describe('two segments', () => {
  test('share some customers, and the money of each part is told', async () => {
    const phones = await make('有电话', { field: 'hasPhone', value: true });
    const buyers = await make('买过岩茶', { field: 'purchases', value: { categories: ['岩茶'], times: { from: 1 } } });
    const { both, onlyA, onlyB } = await as((ctx) => overlapOfSegments(ctx, { a: phones.id, b: buyers.id }));
    expect([both.count, onlyA.count, onlyB.count]).toEqual([0, 2, 1]);
    expect(onlyB.spent).toEqual({ amount: '88.00', currency: 'CNY' });
    await expect(as((ctx) => overlapOfSegments(ctx, { a: phones.id, b: phones.id }))).rejects.toMatchObject({
      code: 'SEGMENT_SAME',
    });
  });
});

describe('a snapshot', () => {
  test('keeps who was in it, and tells who left and came since', async () => {
    const { id } = await make('快照', { field: 'tag', value: ['贵宾', '老茶'] });
    const before = await as((ctx) => takeSnapshot(ctx, { id, name: '双十一前' }));
    expect(before).toMatchObject({ customers: 2, otherConditions: false, name: '双十一前' });
    await as((ctx) => changeCustomer(ctx, { id: idOf('张老板'), tags: [] }));
    await as((ctx) => changeCustomer(ctx, { id: idOf('王太太'), tags: ['贵宾'] }));
    await settle();
    const compared = await as((ctx) => compareSnapshot(ctx, { id, snapshotId: before.id }));
    expect([compared.stayed.count, compared.left.count, compared.entered.count, compared.gone]).toEqual([1, 1, 1, 0]);
    await as((ctx) => changeSegment(ctx, { id, condition: { field: 'hasPhone', value: true } }));
    const { items } = await as((ctx) => listSnapshots(ctx, { id }));
    expect(items).toMatchObject([{ id: before.id, otherConditions: true, customers: 2 }]);
    const nobodysOwner = actorWith({ 'customers.read': 'own', 'classes.read': 'all' });
    const { items: own } = await as((ctx) => listSnapshots(ctx, { id }), nobodysOwner);
    expect(own).toMatchObject([{ id: before.id, customers: 0 }]);
    await as((ctx) => removeSnapshot(ctx, { id, snapshotId: before.id }));
    expect(await as((ctx) => listSnapshots(ctx, { id }))).toEqual({ items: [] });
  });
});

describe('side doors', () => {
  const grants = {
    'customers.read': 'all',
    'classes.read': 'all',
    'classes.edit': 'all',
    'orders.read': 'all',
  } as const;
  const blind = actorWith(grants, { fields: { 'customers.birthday': 'mask', 'customers.phone': 'hide' } });

  test('a fact that somebody may not see is no condition for them', async () => {
    for (const condition of [
      { field: 'birthday', value: 'thisMonth' },
      { not: { field: 'hasPhone', value: true } },
      {
        or: [
          { field: 'tag', value: ['x'] },
          { field: 'birthdayMonth', value: 3 },
        ],
      },
    ])
      await expect(as((ctx) => previewSegment(ctx, { condition }), blind)).rejects.toMatchObject({
        code: 'SEGMENT_CONDITION_UNKNOWN',
      });
    const { items } = await as((ctx) => describeConditions(ctx), blind);
    expect(items.map(({ field }) => field).filter((field) => ['birthday', 'hasPhone'].includes(field))).toEqual([]);
  });

  test('a segment that asks for it is not there for them, near or far', async () => {
    const hidden = await make('有手机号', { field: 'hasPhone', value: true });
    const around = await make('绕一圈', { not: { field: 'segment', value: [hidden.id] } });
    const { items } = await as((ctx) => listSegments(ctx), blind);
    expect(items.map(({ name }) => name)).not.toContain('有手机号');
    expect(items.map(({ name }) => name)).not.toContain('绕一圈');
    for (const id of [hidden.id, around.id]) {
      await expect(as((ctx) => listSegmentMembers(ctx, { id, limit: 9 }), blind)).rejects.toMatchObject({
        code: 'SEGMENT_NOT_FOUND',
      });
      await expect(as((ctx) => takeSnapshot(ctx, { id }), blind)).rejects.toMatchObject({ code: 'SEGMENT_NOT_FOUND' });
      const filter = JSON.stringify({ segment: [id] });
      await expect(as((ctx) => listCustomers(ctx, { limit: 9, filter }), blind)).rejects.toMatchObject({
        code: 'CUSTOMER_FILTER_UNKNOWN',
      });
      await expect(
        as((ctx) => previewSegment(ctx, { condition: { field: 'segment', value: [id] } }), blind),
      ).rejects.toMatchObject({ code: 'SEGMENT_CONDITION_UNKNOWN' });
    }
  });

  test('members, counts and previews keep to the reach of whoever asks', async () => {
    const everybody = await make('所有人', { field: 'kind', value: ['person'] });
    const own = actorWith({ ...grants, 'customers.read': 'own' });
    expect(await as((ctx) => listSegmentMembers(ctx, { id: everybody.id, limit: 9 }), own)).toMatchObject({
      items: [],
      count: { value: 0 },
    });
    expect(await as((ctx) => readSegment(ctx, { id: everybody.id }), own)).toMatchObject({ count: { value: 0 } });
    expect(
      await as((ctx) => previewSegment(ctx, { condition: { field: 'kind', value: ['person'] } }), own),
    ).toMatchObject({
      count: { value: 0 },
      sample: [],
    });
  });

  test('the customer list takes a segment as a filter', async () => {
    const { id } = await make('列表里', { field: 'hasPhone', value: true });
    const { items } = await as((ctx) =>
      listCustomers(ctx, { limit: 9, filter: JSON.stringify({ segment: [id], hasPhone: true }) }),
    );
    expect(items.map(({ name }) => name).toSorted()).toEqual(['张老板', '林小姐']);
  });
});

test('a segment whose field is gone keeps its name and tells nobody its members', async () => {
  const field = await as((ctx) => createField(ctx, { name: '杯数', key: 'cups', type: 'number' }));
  const { id } = await make('喝得多', { field: 'custom.cups', value: { from: 5 } });
  await as((ctx) =>
    ctx.db.updateTable('customer_fields').set({ removed_at: ctx.now }).where('id', '=', field.id).execute(),
  );
  expect(await as((ctx) => readSegment(ctx, { id }))).toMatchObject({
    name: '喝得多',
    broken: true,
    count: null,
    condition: null,
  });
  await expect(as((ctx) => listSegmentMembers(ctx, { id, limit: 9 }))).rejects.toMatchObject({
    code: 'SEGMENT_BROKEN',
  });
  expect(await as((ctx) => changeSegment(ctx, { id, condition: { field: 'hasPhone', value: true } }))).toMatchObject({
    broken: false,
  });
});
