import { beforeAll, describe, expect, test } from 'vitest';
import { actorWith } from '../../../kernel/testing/house.ts';
import { createField, removeField, restoreField } from '../fields/fields.ts';
import { createCustomersInBulk } from '../bulk-create.ts';
import { addOccasion } from '../people/occasions.ts';
import { newId } from '../../../kernel/ids.ts';
import { openChangeSet } from '../../transfer/index.ts';
import { keepDemoViews, undoViews } from './demo-views.ts';
import { EVERYTHING, hire, openDesk, type Desk } from '../testing/desk.ts';
import type { View } from './contract.ts';

let desk: Desk;
let boss: ReturnType<typeof actorWith>;
let seller: ReturnType<typeof actorWith>;

beforeAll(async () => {
  desk = await openDesk();
  boss = actorWith(
    { ...EVERYTHING, 'views.share': 'all', 'settings.edit': 'all' },
    { role: 'manager', memberId: await hire(desk.house, desk.shop, '陈经理') },
  );
  seller = actorWith(
    { 'customers.read': 'own' },
    { role: 'sales', memberId: await hire(desk.house, desk.shop, '阿美') },
  );
  desk.as(boss);
});

async function keep(name: string, settings: object = {}): Promise<View> {
  const answer = await desk.call('POST', '/views', { name, settings });
  expect(answer.status, answer.raw).toBe(201);
  return answer.body as unknown as View;
}

async function seen(): Promise<{ items: View[]; start: string | null }> {
  return (await desk.get('/views')).body as unknown as { items: View[]; start: string | null };
}

async function viewSeen(id: string): Promise<View | undefined> {
  return (await seen()).items.find((view) => view.id === id);
}

const put = (path: string, body: object) => desk.call('PUT' as 'POST', path, body);

describe('a view', () => {
  test('keeps filter, search, order and columns under a name, as a tab of whoever made it', async () => {
    desk.as(seller);
    const settings = {
      q: '张',
      filter: { stage: ['active'], tag: ['VIP'], ownerId: 'me' },
      sort: '-createdAt',
      columns: ['name', 'phone', 'createdAt'],
    };
    const made = await keep('我的老客', settings);
    expect(made).toMatchObject({ own: true, shared: false, pinned: true, mayChange: true, by: '阿美', settings });
    expect(await viewSeen(made.id)).toEqual(made);
    desk.as(boss);
    expect(await viewSeen(made.id)).toBeUndefined();
    expect((await desk.call('PATCH', `/views/${made.id}`, { name: '偷' })).status).toBe(404);
  });

  test('is renamed and changed by its owner, and an older state of it overwrites nothing', async () => {
    const made = await keep('夏天');
    const changed = await desk.call('PATCH', `/views/${made.id}`, {
      name: '盛夏',
      settings: { sort: 'name' },
      version: 1,
    });
    expect(changed.body).toMatchObject({ name: '盛夏', settings: { sort: 'name' }, version: 2 });
    expect(await desk.call('PATCH', `/views/${made.id}`, { name: '初夏', version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'STALE', data: { current: { name: '盛夏' } } },
    });
  });

  test('removed, it comes back as it was', async () => {
    const made = await keep('中秋', { filter: { tag: ['月饼'] } });
    expect((await desk.call('DELETE', `/views/${made.id}`)).status).toBe(200);
    expect(await viewSeen(made.id)).toBeUndefined();
    expect((await desk.call('DELETE', `/views/${made.id}`)).status).toBe(404);
    expect((await desk.call('POST', `/views/${made.id}/restore`)).body).toEqual(made);
    expect(await viewSeen(made.id)).toEqual(made);
  });

  test.each([
    [{ filter: { colour: 'red' } }],
    [{ filter: { stage: 'king' } }],
    [{ sort: 'colour' }],
    [{ columns: ['name', 'custom.nothing'] }],
  ])('is not kept where the list could not be shown so: %j', async (settings) => {
    expect(await desk.call('POST', '/views', { name: 'x', settings })).toMatchObject({
      status: 422,
      body: { code: 'VIEW_SETTINGS_UNKNOWN' },
    });
  });

  test('whose field was removed says so, opens without it, and is whole again when the field comes back', async () => {
    const field = await desk.house.in(desk.shop, (ctx) =>
      createField(ctx, { name: '爱喝', type: 'choice', options: [{ name: '绿茶' }] }),
    );
    const custom = `custom.${field.key}`;
    const settings = {
      filter: { [custom]: [field.options[0]?.key], stage: ['active'] },
      sort: custom,
      columns: ['name', custom],
    };
    const made = await keep('爱茶的', settings);
    await desk.house.in(desk.shop, (ctx) => removeField(ctx, field));
    expect(await viewSeen(made.id)).toMatchObject({
      settings: { filter: { stage: ['active'] }, columns: ['name'] },
      gone: [
        { in: 'filter', name: '爱喝' },
        { in: 'sort', name: '爱喝' },
        { in: 'columns', name: '爱喝' },
      ],
    });
    await desk.house.in(desk.shop, (ctx) => restoreField(ctx, field));
    expect(await viewSeen(made.id)).toMatchObject({ settings, gone: [] });
  });

  test('is pinned and unpinned by each for themselves', async () => {
    const made = await keep('常看');
    await put(`/views/${made.id}/sharing`, { shared: true, startFor: [] });
    desk.as(seller);
    expect(await viewSeen(made.id)).toMatchObject({ pinned: false, own: false });
    expect((await put(`/views/${made.id}/pin`, { pinned: true })).body).toMatchObject({ pinned: true });
    expect((await put(`/views/${made.id}/pin`, { pinned: true })).status).toBe(200);
    desk.as(boss);
    expect((await put(`/views/${made.id}/pin`, { pinned: false })).body).toMatchObject({ pinned: false });
    desk.as(seller);
    expect(await viewSeen(made.id)).toMatchObject({ pinned: true });
    desk.as(boss);
  });
});

describe('sharing', () => {
  test('takes its own right, and what is shared only those change who may share', async () => {
    desk.as(seller);
    const mine = await keep('私房');
    expect((await put(`/views/${mine.id}/sharing`, { shared: true })).body).toMatchObject({ code: 'NOT_ALLOWED' });
    desk.as(boss);
    const made = await keep('全店老客');
    expect((await put(`/views/${made.id}/sharing`, { shared: true })).body).toMatchObject({ shared: true });
    desk.as(seller);
    expect(await viewSeen(made.id)).toMatchObject({ by: '陈经理', mayChange: false });
    expect(await desk.call('PATCH', `/views/${made.id}`, { name: 'x' })).toMatchObject({
      status: 403,
      body: { code: 'VIEW_NOT_YOURS' },
    });
    desk.as(boss);
    expect((await put(`/views/${made.id}/sharing`, { shared: false })).body).toMatchObject({ shared: false });
    desk.as(seller);
    expect(await viewSeen(made.id)).toBeUndefined();
    desk.as(boss);
  });

  test('lets the list of a role begin with a view, one view a role', async () => {
    const [first, second] = [await keep('一'), await keep('二')];
    await put(`/views/${first.id}/sharing`, { shared: true, startFor: ['sales', 'clerk'] });
    desk.as(seller);
    expect((await seen()).start).toBe(first.id);
    desk.as(boss);
    expect((await seen()).start).toBeNull();
    await put(`/views/${second.id}/sharing`, { shared: true, startFor: ['sales'] });
    expect(await viewSeen(first.id)).toMatchObject({ startFor: ['clerk'] });
    desk.as(seller);
    expect((await seen()).start).toBe(second.id);
    desk.as(boss);
    expect(await put(`/views/${second.id}/sharing`, { shared: true, startFor: ['king'] })).toMatchObject({
      status: 422,
      body: { code: 'VIEW_ROLE_UNKNOWN' },
    });
    await put(`/views/${second.id}/sharing`, { shared: false });
    desk.as(seller);
    expect((await seen()).start).toBeNull();
    desk.as(boss);
  });

  test('tells nobody the conditions on what they may not see', async () => {
    const made = await keep('有手机', { filter: { hasPhone: true } });
    await put(`/views/${made.id}/sharing`, { shared: true });
    desk.as(actorWith({ 'customers.read': 'all' }, { fields: { 'customers.phone': 'hide' } }));
    expect(await viewSeen(made.id)).toMatchObject({ settings: {}, gone: [{ in: 'filter', name: null }] });
    desk.as(boss);
  });

  test('a program’s view belongs to the business', async () => {
    desk.as({ ...actorWith({ 'customers.read': 'all', 'views.share': 'all' }), kind: 'key', memberId: null });
    const made = await keep('机器人的');
    expect(made).toMatchObject({ shared: true, own: false, by: null, pinned: false });
    desk.as({ ...actorWith({ 'customers.read': 'all' }), kind: 'key', memberId: null });
    expect((await desk.call('POST', '/views', { name: 'x', settings: {} })).status).toBe(403);
    desk.as(boss);
  });
});

describe('groups', () => {
  const groups = async (by: string, query: Record<string, string> = {}) =>
    (await desk.get('/customers/groups', { by, ...query })).body.items.map(({ key, count }) => [key, count]);
  const names = async (query: Record<string, string>) =>
    (await desk.get('/customers', query)).body.items.map(({ name }) => name);

  beforeAll(async () => {
    const field = await desk.house.in(desk.shop, (ctx) =>
      createField(ctx, { name: '规格', key: 'size', type: 'choice', options: [{ name: '大' }, { name: '小' }] }),
    );
    const [big, small] = field.options.map(({ key }) => key);
    await desk.house.in(desk.shop, (ctx) =>
      createCustomersInBulk(ctx, [
        { name: '甲', stage: 'active', tags: ['茶', '器'], source: '门店', custom: { size: big } },
        { name: '乙', stage: 'active', tags: ['茶'], ownerId: seller.memberId, custom: { size: big } },
        { name: '丙', stage: 'lost', source: '网店', custom: { size: small } },
        { name: '丁', kind: 'company' },
      ]),
    );
  });

  test('divide what the list finds, each with its number', async () => {
    expect(await groups('stage')).toEqual([
      ['active', 2],
      ['lead', 1],
      ['lost', 1],
    ]);
    expect(await groups('stage', { filter: '{"tag":"器"}' })).toEqual([['active', 1]]);
    expect(await groups('source', { q: '甲' })).toEqual([['门店', 1]]);
    expect((await groups('ownerId')).toSorted()).toEqual(
      [
        [seller.memberId, 1],
        [null, 3],
      ].toSorted(),
    );
  });

  test('by tag have a customer in each of theirs, and those without any in one', async () => {
    expect(await groups('tag')).toEqual([
      ['茶', 2],
      [null, 2],
      ['器', 1],
    ]);
    expect(await names({ within: '{"tag":"茶"}', filter: '{"tag":"器"}' })).toEqual(['甲']);
    expect(await names({ within: '{"tag":null}' })).toEqual(['丙', '丁'].toSorted((a, b) => a.localeCompare(b, 'zh')));
  });

  test('by a choice of the business’s own open to their customers', async () => {
    const [[big] = [], ...others] = await groups('custom.size');
    expect(others.map(([, count]) => count)).toEqual([1, 1]);
    expect(await names({ within: JSON.stringify({ 'custom.size': big }) })).toEqual(['甲', '乙']);
    expect(await names({ within: '{"custom.size":null}' })).toEqual(['丁']);
  });

  test('keep to what one may see', async () => {
    desk.as(seller);
    expect(await groups('stage')).toEqual([['active', 1]]);
    desk.as(boss);
  });

  test('are not made of what is no choice', async () => {
    for (const by of ['name', 'custom.nothing', 'constructor']) {
      expect((await desk.get('/customers/groups', { by })).body).toMatchObject({ code: 'VIEW_GROUP_UNKNOWN' });
    }
    const settings = { group: 'custom.size', layout: 'board' };
    expect((await keep('按规格', settings)).settings).toEqual(settings);
    expect((await desk.call('POST', '/views', { name: 'x', settings: { group: 'name' } })).status).toBe(422);
  });
});

describe('the calendar of customers', () => {
  test('has birthdays of both calendars on their days', async () => {
    await desk.house.in(desk.shop, (ctx) =>
      createCustomersInBulk(ctx, [
        { name: '公历', birthday: { calendar: 'solar', month: 2, day: 17 } },
        { name: '农历', birthday: { calendar: 'lunar', month: 1, day: 1 }, tags: ['茶'] },
        ...Array.from({ length: 9 }, (_, n) => ({
          name: `同日${n}`,
          birthday: { calendar: 'solar' as const, month: 2, day: 3 },
        })),
      ]),
    );
    const month = await desk.get('/customers/calendar', { month: '2026-02' });
    const days = month.body['days'] as { day: string; entries: { name: string; lunar: boolean }[]; counts: object }[];
    expect(days).toHaveLength(28);
    expect(days[16]).toMatchObject({
      day: '2026-02-17',
      entries: [
        { kind: 'birthday', name: '公历', lunar: false },
        { kind: 'birthday', name: '农历', lunar: true },
      ],
      counts: { birthday: 2 },
    });
    expect(days[2]).toMatchObject({ counts: { birthday: 9 } });
    expect(days[2]?.entries).toHaveLength(8);
    const some = await desk.get('/customers/calendar', { month: '2026-02', filter: '{"tag":"茶"}' });
    expect(some.raw).not.toContain('公历');
    expect((await desk.get('/customers/calendar', { month: '2026-13' })).status).toBe(422);
  });

  test('has days that matter, sensitive ones for those who may see them', async () => {
    const [id] = await desk.house.in(desk.shop, (ctx) => createCustomersInBulk(ctx, [{ name: '新人' }]));
    const day = { id: id!, kind: 'wedding' as const, date: { calendar: 'solar' as const, month: 6, day: 6 } };
    await desk.house.in(desk.shop, (ctx) => addOccasion(ctx, { ...day, once: false, sensitive: false }));
    await desk.house.in(desk.shop, (ctx) =>
      addOccasion(ctx, { ...day, kind: 'memorial', date: { ...day.date, day: 7 }, once: false, sensitive: true }),
    );
    const marked = async () => {
      const { body } = await desk.get('/customers/calendar', { month: '2026-06' });
      const days = body['days'] as { day: string; counts: Record<string, number> }[];
      return days.flatMap(({ day: on, counts }) => (counts['occasion'] ? on : []));
    };
    expect(await marked()).toEqual(['2026-06-06', '2026-06-07']);
    desk.as(actorWith({ 'customers.read': 'all' }, { fields: { 'customers.sensitive': 'mask' } }));
    expect(await marked()).toEqual(['2026-06-06']);
    desk.as(boss);
  });

  test('has no birthdays for who may not see them', async () => {
    desk.as(actorWith({ 'customers.read': 'all' }, { fields: { 'customers.birthday': 'mask' } }));
    const { body, raw } = await desk.get('/customers/calendar', { month: '2026-02' });
    expect(body['kinds']).not.toContainEqual(expect.objectContaining({ key: 'birthday' }));
    expect(raw).not.toContain('同日');
    desk.as(boss);
  });
});

test('the demo shop brings views once, and takes them along when it leaves', async () => {
  const changeSetId = await desk.house.in(desk.shop, async (ctx) => {
    const id = await openChangeSet(ctx, { kind: 'import', title: 'demo', undoNeeds: 'imports.run' });
    const blank = JSON.stringify({});
    await ctx.db
      .insertInto('imports')
      .values({
        workspace_id: ctx.workspace.id,
        id: newId(),
        kind: 'customers',
        file_id: newId(),
        file_name: 'demo-customers.csv',
        state: 'running',
        choice: blank,
        understanding: blank,
        total_bytes: 0n,
        change_set_id: id,
        created_by_name: '林小雨',
        created_at: ctx.now,
      })
      .execute();
    return id;
  });
  const brought = async () => (await seen()).items.filter(({ by }) => by === null).map(({ name }) => name);
  const before = await brought();
  for (let time = 0; time < 2; time += 1) {
    await desk.house.in(desk.shop, (ctx) => keepDemoViews(ctx, { changeSetId }));
  }
  // A view about silence comes as well where what it asks for is known.
  const now = await brought();
  expect(now).toEqual(expect.arrayContaining([...before, '快过生日的', '按阶段']));
  expect(new Set(now).size).toBe(now.length);
  await desk.house.in(desk.shop, (ctx) => undoViews.undo(ctx, changeSetId));
  expect(await brought()).toEqual(before);
});
