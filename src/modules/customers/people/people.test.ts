import { beforeAll, describe, expect, test } from 'vitest';
import { actorWith } from '../../../kernel/testing/house.ts';
import { standOn } from '../../workspaces/premises.ts';
import { EVERYTHING, hire, openDesk, type Desk } from '../testing/desk.ts';

const MANAGER = { ...EVERYTHING, 'customers.merge': 'all', 'customers.erase': 'all' } as const;
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  standOn(desk.house);
  desk.as(actorWith(MANAGER, { name: '林店长' }));
});

const record = async (facts: Record<string, unknown>) => {
  const { status, body } = await desk.call('POST', '/customers', facts);
  expect(status).toBe(201);
  return body['id'] as string;
};
interface Beside {
  id: string;
  role: string;
  name: string;
  label: string | null;
  labelTells: string;
  phone: string | null;
  customer: { id: string } | null;
}
interface Day {
  id: string;
  kind: string | null;
  title: string | null;
  date: { day: number | null } | null;
  next: string | null;
  years: number | null;
}
const around = async (id: string) =>
  (await desk.get(`/customers/${id}/people`)).body as unknown as { people: Beside[]; occasions: Day[] };
const besides = async (id: string) => (await around(id)).people.map(({ role, name }) => `${role} ${name}`);
const put = (id: string, facts: Record<string, unknown>) => desk.call('POST', `/customers/${id}/people`, facts);
const day = (id: string, facts: Record<string, unknown>) => desk.call('POST', `/customers/${id}/occasions`, facts);

describe('people around a customer', () => {
  test('are shown on both cards, each with the right word', async () => {
    const mother = await record({ name: '王桂兰' });
    const daughter = await record({ name: '李小美' });
    expect((await put(mother, { role: 'child', otherId: daughter, note: '独生女' })).status).toBe(201);
    expect(await besides(mother)).toEqual(['child 李小美']);
    expect(await besides(daughter)).toEqual(['parent 王桂兰']);
    const [link] = (await around(daughter)).people;
    const changed = await desk.call('PATCH', `/customers/${daughter}/people/${link?.id}`, { role: 'grandparent' });
    expect(changed).toMatchObject({ status: 200, body: { role: 'grandparent', name: '王桂兰', note: '独生女' } });
    expect(await besides(mother)).toEqual(['grandchild 李小美']);
    expect((await desk.call('DELETE', `/customers/${daughter}/people/${link?.id}`)).status).toBe(200);
    expect(await besides(mother)).toEqual([]);
  });

  test('may have no card, and are given one with what is known of them', async () => {
    const shop = await record({ name: '福茂茶叶公司', kind: 'company' });
    const missing = async () => (await desk.get(`/customers/${shop}`)).body['missing'];
    expect(await missing()).toContain('contactPerson');
    const made = await put(shop, {
      role: 'contact',
      name: '陈经理',
      phone: '13800138001',
      label: '采购',
      stake: 'decides',
    });
    expect(made).toMatchObject({ status: 201, body: { phone: '13800138001', label: '采购', customer: null } });
    expect(await missing()).not.toContain('contactPerson');
    const given = await desk.call('POST', `/customers/${shop}/people/${made.body['id'] as string}/card`);
    expect(given).toMatchObject({ status: 201, body: { name: '陈经理', role: 'contact', phone: '13800138001' } });
    const { id } = given.body['customer'] as { id: string };
    expect((await desk.get(`/customers/${id}`)).body).toMatchObject({ name: '陈经理', title: '采购' });
    expect((await around(id)).people).toMatchObject([
      { role: 'employer', name: '福茂茶叶公司', label: '采购', labelTells: 'them' },
    ]);
    expect((await desk.call('POST', `/customers/${shop}/people/${made.body['id'] as string}/card`)).status).toBe(409);
  });

  test('are refused where they cannot be', async () => {
    const one = await record({ name: '甲' });
    const two = await record({ name: '乙' });
    const company = await record({ name: '丙公司', kind: 'company' });
    const code = async (id: string, facts: Record<string, unknown>) => (await put(id, facts)).body['code'];
    expect(await code(one, { role: 'friend', otherId: one })).toBe('PERSON_SAME_CARD');
    expect(await code(one, { role: 'friend' })).toBe('PERSON_NAME_MISSING');
    expect(await code(one, { role: 'spouse', otherId: company })).toBe('PERSON_ROLE_UNFIT');
    expect(await code(one, { role: 'contact', otherId: two })).toBe('PERSON_ROLE_UNFIT');
    expect(await code(one, { role: 'child', name: '丁', phone: '12' })).toBe('CUSTOMER_PHONE_NOT_UNDERSTOOD');
    await put(one, { role: 'parent', otherId: two });
    expect(await code(one, { role: 'parent', otherId: two })).toBe('PERSON_THERE');
    expect(await code(two, { role: 'child', otherId: one })).toBe('PERSON_THERE');
  });

  test('bring each other: once, and never in a circle', async () => {
    const [first, second, third] = [
      await record({ name: '首客' }),
      await record({ name: '次客' }),
      await record({ name: '末客' }),
    ];
    expect((await put(first, { role: 'referred', otherId: second })).status).toBe(201);
    expect((await put(third, { role: 'referrer', otherId: second })).status).toBe(201);
    expect(await besides(second)).toEqual(['referrer 首客', 'referred 末客']);
    expect((await put(second, { role: 'referrer', name: '路人' })).body['code']).toBe('PERSON_REFERRED_ALREADY');
    expect((await put(first, { role: 'referrer', otherId: third })).body['code']).toBe('PERSON_REFERRED_IN_CIRCLE');
  });

  test('who are out of reach are not there, and their phones are covered with everybody’s', async () => {
    const member = await hire(desk.house, desk.shop, '小周');
    const own = await record({ name: '自家客', ownerId: member });
    const other = await record({ name: '别家客' });
    await put(own, { role: 'friend', otherId: other });
    await put(own, { role: 'child', name: '小宝', phone: '13800138002' });
    const clerk = actorWith(
      { 'customers.read': 'own', 'customers.edit': 'own' },
      { memberId: member, fields: { 'customers.phone': 'mask' } },
    );
    desk.as(clerk);
    const { people } = await around(own);
    expect(people).toMatchObject([{ name: '小宝', phone: '138****8002' }]);
    expect((await put(own, { role: 'friend', otherId: other })).body['code']).toBe('CUSTOMER_NOT_FOUND');
    const kept = await desk.call('PATCH', `/customers/${own}/people/${people[0]?.id}`, { phone: '138****8002' });
    expect(kept.status).toBe(200);
    desk.as(actorWith(MANAGER));
    expect((await around(own)).people.find(({ name }) => name === '小宝')?.phone).toBe('13800138002');
  });

  test('stay with whoever stays when cards are merged, once, and go back when they are parted', async () => {
    const [one, twin, friend] = [
      await record({ name: '赵一' }),
      await record({ name: '赵一' }),
      await record({ name: '钱二' }),
    ];
    await put(one, { role: 'friend', otherId: friend });
    await put(friend, { role: 'friend', otherId: twin });
    await put(twin, { role: 'child', name: '赵小一' });
    await put(one, { role: 'relative', otherId: twin });
    await day(twin, { kind: 'wedding', date: { month: 5, day: 1 } });
    const merged = await desk.call('POST', '/customers/merge', { keep: one, merge: [twin], fields: {} });
    expect(merged.status).toBe(201);
    expect(await besides(one)).toEqual(['friend 钱二', 'child 赵小一']);
    expect(await besides(friend)).toEqual(['friend 赵一']);
    expect((await around(one)).occasions).toHaveLength(1);
    const { undoChangeSet } = await import('../../transfer/index.ts');
    await desk.house.in(desk.shop, (ctx) => undoChangeSet(ctx, { id: merged.body['changeSet'] as string }));
    expect(await besides(twin)).toEqual(['friend 钱二', 'child 赵小一', 'relative 赵一']);
    expect(await besides(one)).toEqual(['friend 钱二', 'relative 赵一']);
    expect((await around(twin)).occasions).toHaveLength(1);
  });

  test('who are erased leave no link behind', async () => {
    const [gone, friend] = [await record({ name: '孙三丰' }), await record({ name: '周四海' })];
    await put(friend, { role: 'sibling', otherId: gone, note: '孙三丰是弟弟' });
    expect((await desk.call('POST', `/customers/${gone}/erase`, { reason: '本人要求' })).status).toBe(200);
    expect(await around(friend)).toEqual({ people: [], occasions: [] });
  });
});

describe('days that matter', () => {
  test('are kept by their own calendar, with as much as is known', async () => {
    const id = await record({ name: '吴五' });
    const child = (await put(id, { role: 'child', name: '吴小五' })).body['id'] as string;
    expect((await day(id, { kind: 'wedding', date: { year: 2010, month: 5, day: 1 } })).status).toBe(201);
    await day(id, { kind: 'birthday', personId: child, date: { calendar: 'lunar', month: 8, day: 15 } });
    await day(id, { kind: 'other', title: '搬新家', date: { month: 3 } });
    const { occasions } = await around(id);
    expect(occasions.map(({ kind, title }) => title ?? kind).sort()).toEqual(['birthday', 'wedding', '搬新家'].sort());
    const today = new Date().toISOString().slice(0, 7);
    for (const { next } of occasions) expect((next ?? '') >= today).toBe(true);
    const wedding = occasions.find(({ kind }) => kind === 'wedding');
    expect(wedding?.years).toBe(Number(wedding?.next?.slice(0, 4)) - 2010);
    expect(occasions.find(({ title }) => title === '搬新家')?.date?.day).toBeNull();
    await desk.call('DELETE', `/customers/${id}/people/${child}`);
    expect((await around(id)).occasions).toHaveLength(2);
  });

  test('are refused where there is no such day', async () => {
    const id = await record({ name: '郑六' });
    const code = async (facts: Record<string, unknown>) => (await day(id, facts)).body['code'];
    expect(await code({ kind: 'wedding', date: { month: 2, day: 30 } })).toBe('OCCASION_IMPOSSIBLE');
    expect(await code({ kind: 'wedding', date: { month: 13 } })).toBe('OCCASION_IMPOSSIBLE');
    expect(await code({ kind: 'wedding', date: { month: 1, day: 0 } })).toBe('OCCASION_IMPOSSIBLE');
    expect(await code({ kind: 'moving', once: true, date: { month: 2, day: 3 } })).toBe('OCCASION_YEAR_MISSING');
    expect(await code({ kind: 'other', date: { month: 2, day: 3 } })).toBe('OCCASION_TITLE_MISSING');
    const other = await record({ name: '外人' });
    const stranger = (await put(other, { role: 'child', name: '外人之子' })).body['id'];
    expect(await code({ kind: 'birthday', personId: stranger, date: { month: 2, day: 3 } })).toBe('PERSON_NOT_FOUND');
  });

  test('that are sensitive say no more than when they are, to whoever may not see them', async () => {
    const id = await record({ name: '冯七' });
    const made = await day(id, { kind: 'memorial', title: '母亲忌日', sensitive: true, date: { month: 4, day: 4 } });
    desk.as(actorWith(EVERYTHING, { fields: {} }));
    const { occasions } = await around(id);
    expect(occasions).toMatchObject([{ kind: null, title: null, date: null, sensitive: true }]);
    const change = { kind: 'memorial', date: { month: 4, day: 5 } };
    const place = `/customers/${id}/occasions/${made.body['id'] as string}`;
    expect((await desk.call('PUT', place, change)).status).toBe(403);
    desk.as(actorWith(MANAGER));
    expect((await desk.call('PUT', place, change)).body).toMatchObject({ title: null, date: { day: 5 } });
    expect((await desk.call('DELETE', place)).status).toBe(200);
    expect((await around(id)).occasions).toEqual([]);
  });
});
