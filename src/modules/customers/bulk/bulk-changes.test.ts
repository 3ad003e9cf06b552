import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../kernel/access.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { Doorkeeper } from '../../../kernel/house.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { startWorker, type Worker } from '../../../kernel/jobs/worker.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { undoChangeSet } from '../../transfer/index.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createCustomersInBulk, type NewCustomer } from '../bulk-create.ts';
import { changeCustomer, readCustomer } from '../customers.ts';
import { createField } from '../fields/fields.ts';
import { customersModule } from '../module.ts';
import { EVERYTHING, hire } from '../testing/desk.ts';
import type { BulkView } from './contract.ts';
import { readBulk } from './read.ts';
import { bulkJob } from './run.ts';
import { startBulk } from './start.ts';

let actor: Actor;
let shop: Workspace;
let worker: Worker;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace: shop, locale: 'zh-CN' }) };
const house = await testHouse({ doorkeeper, jobs: customersModule.jobs ?? [] });
openDoorkeeper(house);
const app = await buildServer(house, [customersModule]);
let boss: Actor;
let seller: Actor;

beforeAll(async () => {
  shop = await house.openWorkspace();
  boss = await colleague('陈经理', EVERYTHING);
  seller = await colleague('阿美', { 'customers.read': 'all', 'customers.edit': 'own' });
  actor = boss;
  worker = await startWorker(house, [bulkJob]);
});
afterAll(() => worker.stop());

/** Whom a job finds again by the account. */
async function colleague(name: string, grants: Actor['grants']): Promise<Actor> {
  const memberId = await hire(house, shop, name);
  const userId = await house.in(shop, async ({ db }) => {
    await db.updateTable('memberships').set({ role: 'manager' }).where('id', '=', memberId).execute();
    const row = await db
      .selectFrom('memberships')
      .select('user_id')
      .where('id', '=', memberId)
      .executeTakeFirstOrThrow();
    return row.user_id;
  });
  return actorWith(grants, { memberId, userId, name });
}

function add(customers: NewCustomer[]): Promise<string[]> {
  return house.in(shop, (ctx) => createCustomersInBulk(ctx, customers));
}

async function ask(path: string, target: object, change: object, as = boss) {
  actor = as;
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/customers/bulk${path}`,
    payload: { target, change },
  });
  return { status: answer.statusCode, body: answer.json<BulkView & { code?: string }>() };
}

function card(id: string) {
  return house.in(shop, (ctx) => readCustomer(ctx, { id }));
}

function undo(changeSet: string | null, as?: Actor) {
  return house.in(shop, (ctx) => undoChangeSet(ctx, { id: changeSet ?? '' }), as);
}

async function tagsOf(ids: string[]): Promise<string[][]> {
  return Promise.all(ids.map(async (id) => (await card(id)).tags));
}

async function foundBy(tag: string): Promise<number> {
  actor = boss;
  const filter = encodeURIComponent(JSON.stringify({ tag }));
  const answer = await app.inject({ method: 'GET', url: `/api/v1/customers?filter=${filter}` });
  return answer.json<{ items: unknown[] }>().items.length;
}

describe('tags', () => {
  test('are added to those who lack them, each card once, and are found; undo gives back what was', async () => {
    const ids = await add([
      { name: '张三', tags: ['红茶'] },
      { name: '李四', tags: ['贵宾', '红茶'] },
      { name: '王五' },
    ]);
    const change = { addTags: ['贵宾', '老客', '贵宾'] };
    expect((await ask('/preview', { ids }, { addTags: ['贵宾'] })).body).toEqual({
      matched: 3,
      toChange: 2,
      already: 1,
      notYours: 0,
      unfit: 0,
    });
    const { status, body } = await ask('', { ids }, change);
    expect([status, body]).toMatchObject([201, { state: 'done', changed: 3, progress: 1, counts: { toChange: 3 } }]);
    expect(await tagsOf(ids)).toEqual([
      ['红茶', '贵宾', '老客'],
      ['贵宾', '红茶', '老客'],
      ['贵宾', '老客'],
    ]);
    expect(await foundBy('老客')).toBe(3);
    // A second press finds nobody who is not so already.
    expect((await ask('', { ids }, change)).body).toMatchObject({
      changed: 0,
      changeSet: null,
      counts: { already: 3 },
    });

    await house.in(shop, (ctx) => changeCustomer(ctx, { id: ids[1]!, source: '门店' }));
    const result = await undo(body.changeSet);
    expect(result).toMatchObject({ reversed: 2, kept: [{ id: ids[1], what: '李四' }], failed: [] });
    expect(await tagsOf(ids)).toEqual([['红茶'], ['贵宾', '红茶', '老客'], []]);
    expect(await foundBy('老客')).toBe(1);
    expect(await undo(body.changeSet)).toEqual(result);
  });

  test('are taken from those who have them, and a card that is full takes no more', async () => {
    const full = Array.from({ length: 60 }, (_, n) => `标签${n}`);
    const ids = await add([
      { name: '赵六', tags: ['a', 'b', 'c'] },
      { name: '满', tags: full },
    ]);
    const { body } = await ask('', { ids }, { removeTags: ['a', 'c', 'z'] });
    expect(body).toMatchObject({ changed: 1, counts: { matched: 2, already: 1 } });
    expect(await tagsOf([ids[0]!])).toEqual([['b']]);
    expect(await foundBy('a')).toBe(0);
    await undo(body.changeSet);
    expect(await tagsOf([ids[0]!])).toEqual([['a', 'b', 'c']]);
    expect(await foundBy('a')).toBe(1);
    expect((await ask('/preview', { ids }, { addTags: ['新'] })).body).toMatchObject({ toChange: 1, unfit: 1 });
  });
});

describe('all that the list finds', () => {
  test('above a thousand goes on by itself, and comes back by one undo', async () => {
    await add(Array.from({ length: 1_201 }, (_, n) => ({ name: `散客${n}`, source: '展会' })));
    const target = { filter: JSON.stringify({ source: '展会' }) };
    const started = (await ask('', target, { addTags: ['展会客'] })).body;
    expect(started).toMatchObject({ state: 'queued', changed: 0, counts: { toChange: 1_201 } });
    const read = async () =>
      (await app.inject({ method: 'GET', url: `/api/v1/customers/bulk/${started.id}` })).json<BulkView>();
    await expect.poll(async () => (await read()).state).toBe('done');
    expect(await read()).toMatchObject({ changed: 1_201, progress: 1, failure: null });
    actor = seller;
    expect(await read()).toMatchObject({ code: 'BULK_NOT_FOUND' });
    expect((await undo(started.changeSet)).reversed).toBe(1_201);
    expect(await foundBy('展会客')).toBe(0);
  });

  test('stops with a word when whoever began it has left meanwhile', async () => {
    await add(Array.from({ length: 1_001 }, (_, n) => ({ name: `会员${n}`, source: '网店' })));
    const leaver = await colleague('要走的', EVERYTHING);
    const target = { filter: JSON.stringify({ source: '网店' }) };
    // In one transaction, so that the work begins after the access has ended.
    const { id } = await house.in(
      shop,
      async (ctx) => {
        const started = await startBulk(ctx, { target, change: { addTags: ['网店客'] } });
        await ctx.db
          .updateTable('memberships')
          .set({ deactivated_at: ctx.now })
          .where('id', '=', leaver.memberId as string)
          .execute();
        return started;
      },
      leaver,
    );
    const read = () => house.in(shop, (ctx) => readBulk(ctx, { id }), leaver);
    await expect.poll(async () => (await read()).state).toBe('failed');
    expect(await read()).toMatchObject({ changed: 0, failure: expect.stringContaining('要走的') as string });
  });

  test('is what was searched for, too', async () => {
    await add([{ name: '欧阳修' }, { name: '欧阳询' }, { name: '司马光' }]);
    const { body } = await ask('', { q: '欧阳' }, { stage: 'prospect' });
    expect(body).toMatchObject({ changed: 2 });
  });

  test('is not the bin, and no condition that the list does not know', async () => {
    for (const filter of ['{"binned":true}', '{"colour":"red"}', 'x']) {
      expect(await ask('/preview', { filter }, { stage: 'lost' })).toMatchObject({
        status: 422,
        body: { code: 'CUSTOMER_FILTER_UNKNOWN' },
      });
    }
  });
});

describe('owner and stage', () => {
  test('change with their day, and go back with it', async () => {
    const [id] = await add([{ name: '孙七', stage: 'active', createdAt: new Date('2025-01-01T00:00:00Z') }]);
    const before = await card(id!);
    const moved = (await ask('', { ids: [id] }, { stage: 'lost', reason: '搬走了' })).body;
    expect((await card(id!)).stageSince > before.stageSince).toBe(true);
    const told = await house.in(shop, ({ db }) =>
      db
        .selectFrom('customer_changes')
        .innerJoin('customers', 'customers.id', 'customer_changes.customer_id')
        .select(['customer_changes.reason', 'customers.stage_by_hand'])
        .where('customer_id', '=', id!)
        .execute(),
    );
    expect(told).toEqual([{ reason: '搬走了', stage_by_hand: true }]);
    await undo(moved.changeSet);
    expect(await card(id!)).toMatchObject({ stage: 'active', stageSince: before.stageSince });
    await ask('', { ids: [id] }, { ownerId: seller.memberId });
    expect(await card(id!)).toMatchObject({ ownerId: seller.memberId });
  });

  test('reach only the customers that one may change', async () => {
    const [own, other] = await add([{ name: '我的', ownerId: seller.memberId }, { name: '别人的' }]);
    const target = { ids: [own, other] };
    expect((await ask('/preview', target, { stage: 'lost' }, seller)).body).toMatchObject({ toChange: 1, notYours: 1 });
    const { body } = await ask('', target, { addTags: ['我'] }, seller);
    expect(body).toMatchObject({ changed: 1 });
    expect(await tagsOf([own!, other!])).toEqual([['我'], []]);
    expect(await ask('', target, { ownerId: boss.memberId }, seller)).toMatchObject({
      status: 403,
      body: { code: 'CUSTOMER_NOT_YOURS_TO_GIVE' },
    });
    const all = (await ask('', { ids: [other] }, { addTags: ['老板加的'] })).body;
    expect(await undo(all.changeSet, seller)).toMatchObject({ reversed: 0, kept: [{ id: other }] });
    expect(await tagsOf([other!])).toEqual([['老板加的']]);
  });

  test('a colleague whom nobody knows owns nothing', async () => {
    const [id] = await add([{ name: '周八' }]);
    const ownerId = '019ab000-0000-7000-8000-000000000001';
    expect(await ask('', { ids: [id] }, { ownerId })).toMatchObject({ body: { code: 'CUSTOMER_OWNER_UNKNOWN' } });
  });

  test('a stage that needs a field passes by those who lack it', async () => {
    const field = await house.in(shop, (ctx) =>
      createField(ctx, { name: '合同号', type: 'text', requiredAt: ['active'] }),
    );
    const ids = await add([{ name: '有', custom: { [field.key]: 'H-1' } }, { name: '无' }]);
    expect((await ask('', { ids }, { stage: 'active' })).body).toMatchObject({ changed: 1, counts: { unfit: 1 } });
    expect((await ask('', { ids }, { field: field.key, value: null })).body).toMatchObject({
      changed: 0,
      counts: { unfit: 1, already: 1 },
    });
  });
});

describe('a field of the business’s own', () => {
  test('is filled and cleared, and lists know at once', async () => {
    const field = await house.in(shop, (ctx) =>
      createField(ctx, {
        name: '爱喝',
        type: 'choice',
        options: [{ name: '绿茶' }, { name: '岩茶' }],
        kinds: ['person'],
      }),
    );
    const green = field.options[0]?.key;
    const ids = await add([
      { name: '吴九', custom: { [field.key]: green } },
      { name: '郑十' },
      { name: '公司', kind: 'company' },
    ]);
    const { body } = await ask('', { ids }, { field: field.key, value: '绿茶' });
    expect(body).toMatchObject({ changed: 1, counts: { already: 1, unfit: 1 } });
    expect((await card(ids[1]!)).custom).toEqual({ [field.key]: green });
    await undo(body.changeSet);
    expect((await card(ids[1]!)).custom).toEqual({});
    expect((await ask('', { ids }, { field: field.key, value: null })).body).toMatchObject({ changed: 1 });
    expect(await ask('', { ids }, { field: field.key, value: '咖啡' })).toMatchObject({
      status: 422,
      body: { code: 'FIELD_NOT_A_CHOICE' },
    });
  });

  test('that is sensitive, different for everybody, or not there is not filled so', async () => {
    const make = (facts: object) => house.in(shop, (ctx) => createField(ctx, { type: 'text', ...facts } as never));
    const [locked, single] = [
      await make({ name: '证件号', sensitive: true }),
      await make({ name: '车牌', unique: true }),
    ];
    const [id] = await add([{ name: '冯一' }]);
    for (const [field, code] of [
      [locked.key, 'FIELD_ONE_BY_ONE'],
      [single.key, 'BULK_FIELD_UNIQUE'],
      ['nothing', 'BULK_FIELD_UNKNOWN'],
    ] as const) {
      expect((await ask('', { ids: [id] }, { field, value: 'x' })).body.code).toBe(code);
    }
  });
});
