import { beforeAll, describe, expect, test } from 'vitest';
import { actorWith } from '../../../kernel/testing/house.ts';
import { createField, removeField, restoreField } from '../fields/fields.ts';
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
