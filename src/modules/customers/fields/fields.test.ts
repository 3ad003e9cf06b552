import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { actorWith } from '../../../kernel/testing/house.ts';
import { EVERYTHING, openDesk, type Desk } from '../testing/desk.ts';
import { revealField } from './reveal.ts';

const OWNER = { ...EVERYTHING, 'settings.read': 'all', 'settings.edit': 'all' } as const;
const owner = actorWith(OWNER, { name: '林小雨', role: 'owner' });
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  desk.as(owner);
});

async function make(field: Record<string, unknown>): Promise<string> {
  const answer = await desk.call('POST', '/fields', field);
  expect(answer.status, answer.raw).toBe(201);
  return answer.body['id'] as string;
}

async function record(facts: Record<string, unknown>): Promise<string> {
  const answer = await desk.call('POST', '/customers', facts);
  expect(answer.status, answer.raw).toBe(201);
  return answer.body['id'] as string;
}

async function custom(id: string): Promise<Record<string, unknown>> {
  return (await desk.get(`/customers/${id}`)).body['custom'] as Record<string, unknown>;
}

async function names(filter: Record<string, unknown>, more: Record<string, string> = {}): Promise<unknown[]> {
  const answer = await desk.get('/customers', { filter: JSON.stringify(filter), ...more });
  expect(answer.status, answer.raw).toBe(200);
  if (!more['limit']) expect(answer.body['count']).toEqual({ value: answer.body.items.length, exact: true });
  return answer.body.items.map(({ name }) => name);
}

describe('a field made in the screen', () => {
  test('has its key from its name, and can be filtered and sorted by at once', async () => {
    const tea = { name: '茶饮偏好', key: 'tea', type: 'choice', options: [{ name: '岩茶' }, { name: '白茶' }] };
    const { body } = await desk.call('POST', '/fields', tea);
    expect(body).toMatchObject({ key: 'tea', inLists: true, version: 1, reach: 'edit' });
    const [yan, bai] = body['options'] as { key: string }[];
    expect((await desk.call('POST', '/fields', { name: '每年次数', type: 'number' })).body).toMatchObject({
      key: 'meiNianCiShu',
    });
    await record({ name: '甲', custom: { tea: '岩茶', meiNianCiShu: '12' } });
    await record({ name: '乙', custom: { tea: bai!.key, meiNianCiShu: 3.5 } });
    await record({ name: '丙', custom: { tea: yan!.key } });
    expect(await names({ 'custom.tea': yan!.key })).toEqual(['丙', '甲']);
    expect(await names({ 'custom.tea': [yan!.key, bai!.key], 'custom.meiNianCiShu': { from: 3.5 } })).toEqual([
      '甲',
      '乙',
    ]);
    expect(await names({ 'custom.meiNianCiShu': null })).toEqual(['丙']);
    expect(await names({ 'custom.meiNianCiShu': { filled: true } }, { sort: 'custom.meiNianCiShu' })).toEqual([
      '乙',
      '甲',
    ]);
    expect(await names({ 'custom.tea': { filled: true } }, { sort: '-custom.meiNianCiShu', limit: '2' })).toEqual([
      '甲',
      '乙',
    ]);
    const gone = await record({ name: '丁', custom: { tea: '岩茶', meiNianCiShu: '12' } });
    expect(await names({ 'custom.tea': yan!.key, 'custom.meiNianCiShu': { from: 12 } })).toEqual(['丁', '甲']);
    await desk.call('DELETE', `/customers/${gone}`);
    expect(await names({ 'custom.tea': yan!.key, 'custom.meiNianCiShu': { from: 12 } })).toEqual(['甲']);
    // Within a range of the very field that gives the order, from either end, and nobody without a value.
    const within = (range: object, sort: string) => names({ 'custom.meiNianCiShu': range }, { sort });
    expect(await within({ from: 3 }, '-custom.meiNianCiShu')).toEqual(['甲', '乙']);
    expect(await within({ from: 3, to: 4 }, 'custom.meiNianCiShu')).toEqual(['乙']);
    expect(await within({ to: 3 }, 'custom.meiNianCiShu')).toEqual([]);
    expect((await desk.get('/customers', { filter: '{"custom.nothing":1}' })).body['code']).toBe(
      'CUSTOMER_FILTER_UNKNOWN',
    );
  });

  test('pages go on where they ended, through those without a value', async () => {
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await desk.get('/customers', {
        sort: 'custom.meiNianCiShu',
        limit: 1,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...body.items.map(({ name }) => name));
      cursor = (body['nextCursor'] as string | null) ?? undefined;
    } while (cursor);
    expect(seen).toEqual(['乙', '甲', '丙']);
  });

  test('one option’s customers come page by page in the order of their names', async () => {
    const seen: unknown[] = [];
    let cursor: string | undefined;
    const filter = JSON.stringify({ 'custom.tea': { filled: true }, stage: 'lead' });
    const { body: all } = await desk.get('/customers', { filter });
    const key = (all.items[0] as { custom: { tea: string } }).custom.tea;
    do {
      const page = { filter: JSON.stringify({ stage: 'lead', 'custom.tea': key }), sort: '-name', limit: 1 };
      const { body } = await desk.get('/customers', { ...page, ...(cursor ? { cursor } : {}) });
      seen.push(...body.items.map(({ name }) => name));
      expect(body['count']).toEqual({ value: 2, exact: true });
      cursor = (body['nextCursor'] as string | null) ?? undefined;
    } while (cursor);
    expect(seen).toEqual(['甲', '丙']);
  });

  test('its texts are found by the search, and by a part of them', async () => {
    await make({ name: 'Visit habit', key: 'habit', type: 'text' });
    await record({ name: '赵七', custom: { habit: '周六带孙女来 50%' } });
    const found = await desk.get('/customers', { q: '孙女' });
    expect(found.body.items.map(({ name }) => name)).toEqual(['赵七']);
    expect(await names({ 'custom.habit': { contains: '孙女来 50%' } })).toEqual(['赵七']);
    expect(await names({ 'custom.habit': { contains: '孙%来' } })).toEqual([]);
  });

  test.each([
    [{ type: 'number', key: 'n1' }, 'many', 'FIELD_NOT_A_NUMBER'],
    [{ type: 'money', key: 'm1' }, { amount: '1', currency: 'USD' }, 'FIELD_NOT_AN_AMOUNT'],
    [{ type: 'date', key: 'd1' }, '2026-02-30', 'FIELD_NOT_A_DATE'],
    [{ type: 'yesNo', key: 'y1' }, 'perhaps', 'FIELD_NOT_YES_OR_NO'],
    [{ type: 'phone', key: 'p1' }, '139', 'FIELD_NOT_A_PHONE'],
    [{ type: 'email', key: 'e1' }, 'nobody', 'FIELD_NOT_AN_EMAIL'],
    [{ type: 'link', key: 'l1' }, 'javascript:alert(1)', 'FIELD_NOT_A_LINK'],
    [{ type: 'file', key: 'f1' }, newId(), 'FIELD_NOT_A_FILE'],
    [{ type: 'customer', key: 'c1' }, newId(), 'FIELD_NOT_A_CUSTOMER'],
    [{ type: 'text', key: 't1' }, 'x'.repeat(501), 'FIELD_VALUE_TOO_LONG'],
  ])('%j does not take %j', async (field, value, code) => {
    await make({ name: `field ${field.key}`, ...field });
    const answer = await desk.call('POST', '/customers', { name: '错', custom: { [field.key]: value } });
    expect([answer.status, answer.body['code']]).toEqual([422, code]);
    expect(answer.body['data']).toMatchObject({ path: `custom.${field.key}` });
  });
});

describe('definitions', () => {
  test('renaming keeps key and values; removed options can still be read', async () => {
    const { body } = await desk.call('POST', '/fields', {
      name: '杯型',
      key: 'cup',
      type: 'choice',
      options: [{ name: '小杯' }, { name: '大杯' }],
    });
    const [small, large] = body['options'] as { key: string; name: string }[];
    const who = await record({ name: '杯中人', custom: { cup: '大杯' } });
    const changed = await desk.call('PATCH', `/fields/${body['id']}`, {
      name: '茶杯',
      version: 1,
      options: [{ key: small!.key, name: '小盖碗' }],
    });
    expect(changed.body).toMatchObject({
      key: 'cup',
      name: '茶杯',
      options: [
        { key: small!.key, name: '小盖碗' },
        { key: large!.key, name: '大杯', removed: true },
      ],
    });
    // Somebody who saves the card again leaves the old option where it is; nobody else can choose it.
    const again = await desk.call('PATCH', `/customers/${who}`, { custom: { cup: large!.key }, title: '老板' });
    expect(again.body['custom']).toEqual({ cup: large!.key });
    expect((await desk.call('POST', '/customers', { name: '新', custom: { cup: '大杯' } })).body['code']).toBe(
      'FIELD_NOT_A_CHOICE',
    );
  });

  test('of two who edit a field at once, the second sees what the first saved', async () => {
    const id = await make({ name: '两人改', key: 'both', type: 'text' });
    expect((await desk.call('PATCH', `/fields/${id}`, { help: '第一', version: 1 })).status).toBe(200);
    const late = await desk.call('PATCH', `/fields/${id}`, { help: '第二', version: 1 });
    expect([late.status, late.body['code']]).toEqual([409, 'STALE']);
    expect(late.body['data']).toMatchObject({ current: { help: '第一', version: 2 } });
  });

  test('a removed field is gone everywhere, and comes back with its values', async () => {
    const id = await make({ name: '昵称', key: 'nick', type: 'text' });
    const who = await record({ name: '李时珍', custom: { nick: '东壁' } });
    await desk.call('DELETE', `/fields/${id}`);
    expect(await custom(who)).toEqual({});
    expect((await desk.get('/customers', { q: '东壁' })).body.items).toEqual([]);
    expect((await desk.get('/customers', { filter: '{"custom.nick":{"contains":"东"}}' })).status).toBe(422);
    // Somebody works on the card meanwhile.
    await desk.call('PATCH', `/customers/${who}`, { title: '医师', custom: { other: 'x' } });
    await desk.call('POST', `/fields/${id}/restore`);
    expect(await custom(who)).toEqual({ nick: '东壁', other: 'x' });
    expect((await desk.get('/customers', { q: '东壁' })).body.items).toHaveLength(1);
    expect(await names({ 'custom.nick': { contains: '东' } })).toEqual(['李时珍']);
  });

  test('only changes of type in which nothing is lost are made, and values go along', async () => {
    const { body } = await desk.call('POST', '/fields', {
      name: '爱好',
      key: 'likes',
      type: 'choice',
      options: [{ name: '书法' }, { name: '品茶' }],
    });
    const who = await record({ name: '王羲之', custom: { likes: '书法' } });
    expect((await desk.call('PATCH', `/fields/${body['id']}`, { type: 'number' })).body['code']).toBe(
      'FIELD_TYPE_UNSAFE',
    );
    await desk.call('PATCH', `/fields/${body['id']}`, { type: 'multiChoice' });
    const [writing] = body['options'] as { key: string }[];
    expect(await custom(who)).toEqual({ likes: [writing!.key] });
    expect(await names({ 'custom.likes': writing!.key })).toEqual(['王羲之']);
  });

  test('a choice that becomes text says its option in words', async () => {
    const { body } = await desk.call('POST', '/fields', {
      name: '朝代',
      key: 'dynasty',
      type: 'choice',
      options: [{ name: '晋' }],
    });
    const who = await record({ name: '谢安', custom: { dynasty: '晋' } });
    await desk.call('PATCH', `/fields/${body['id']}`, { type: 'text' });
    expect(await custom(who)).toEqual({ dynasty: '晋' });
  });

  test('keys that programs wrote wait unsorted, and become a field with what they say', async () => {
    const who = await record({ name: '陆羽', custom: { 'tea-score': '95' } });
    const bad = await record({ name: '皎然', custom: { 'tea-score': 'very good' } });
    const { body } = await desk.get('/fields');
    const found = (body['unsorted'] as { id: string; key: string; version: number }[]).find(
      ({ key }) => key === 'tea-score',
    );
    const adopted = await desk.call('PATCH', `/fields/${found!.id}`, {
      name: '茶分',
      type: 'number',
      version: found!.version,
    });
    expect(adopted.body).toMatchObject({ key: 'tea-score', type: 'number', name: '茶分', inLists: true });
    expect(await custom(who)).toEqual({ 'tea-score': 95 });
    expect(await custom(bad)).toEqual({ 'tea-score': 'very good' });
    expect(await names({ 'custom.tea-score': { from: 90 } })).toEqual(['陆羽']);
  });

  test('sections and fields are put in order; an order that somebody else changed is refused', async () => {
    const { body: section } = await desk.call('POST', '/fields/sections', { name: '送礼' });
    const before = (await desk.get('/fields')).body as unknown as {
      arrangement: string;
      fields: { id: string }[];
      sections: { id: string }[];
    };
    const ids = before.fields.map(({ id }) => id);
    const order = {
      arrangement: before.arrangement,
      sections: [
        { id: section['id'], fields: ids.slice(2).toReversed() },
        { id: null, fields: ids.slice(0, 2) },
      ],
    };
    const put = (body: unknown) => desk.call('PUT' as 'POST', '/fields/order', body);
    const after = await put(order);
    expect((after.body['fields'] as { id: string }[]).map(({ id }) => id)).toEqual([
      ...ids.slice(0, 2),
      ...ids.slice(2).toReversed(),
    ]);
    expect((await put(order)).body['code']).toBe('STALE');
    const short = { arrangement: after.body['arrangement'], sections: [{ id: null, fields: ids.slice(1) }] };
    expect((await put(short)).body['code']).toBe('FIELD_ORDER_INCOMPLETE');
    await desk.call('DELETE', `/fields/sections/${section['id']}`);
    expect(((await desk.get('/fields')).body['fields'] as unknown[]).length).toBe(ids.length);
  });
});

describe('rules', () => {
  test('a field is needed at its stage: refused there, not before', async () => {
    await make({ name: '合同号', key: 'deal', type: 'text', requiredAt: ['active'] });
    const who = await record({ name: '潜在', stage: 'lead' });
    const missing = await desk.call('PATCH', `/customers/${who}`, { stage: 'active' });
    expect([missing.status, missing.body['code'], missing.body['data']]).toMatchObject([
      422,
      'FIELD_REQUIRED',
      { path: 'custom.deal' },
    ]);
    const done = await desk.call('PATCH', `/customers/${who}`, { stage: 'active', custom: { deal: 'A-1' } });
    expect(done.status).toBe(200);
    expect((done.body['missing'] as string[]).includes('custom.deal')).toBe(false);
    expect((await desk.call('PATCH', `/customers/${who}`, { custom: { deal: null } })).body['code']).toBe(
      'FIELD_REQUIRED',
    );
  });

  test('of a unique field no two customers have the same value', async () => {
    await make({ name: '车牌', key: 'plate', type: 'text', unique: true });
    await record({ name: '车主', custom: { plate: '闽A 12345' } });
    const other = await desk.call('POST', '/customers', { name: '别人', custom: { plate: '闽a 12345' } });
    expect([other.status, other.body['code']]).toEqual([409, 'FIELD_VALUE_TAKEN']);
  });
});

describe('a sensitive field', () => {
  test('needs the customer’s consent, is sealed in the database and covered everywhere', async () => {
    await make({ name: '过敏', key: 'allergy', type: 'text', sensitive: true });
    const refused = await desk.call('POST', '/customers', { name: '敏感', custom: { allergy: '花生过敏' } });
    expect([refused.status, refused.body['code']]).toEqual([422, 'FIELD_CONSENT_NEEDED']);
    const consents = [{ channel: 'any', purpose: 'sensitive:allergy', granted: true, proof: '当面说的' }];
    const who = await record({ name: '敏感', custom: { allergy: '花生过敏' }, consents });
    expect(await custom(who)).toEqual({ allergy: '••••' });
    const { rows } = await desk.house.in(desk.shop, (ctx) =>
      sql<{ text: string }>`
        select c.custom::text || coalesce((select string_agg(v::text, ' ') from customer_field_values v
          where v.customer_id = c.id), '') || (select string_agg(h.fields::text, ' ') from customer_changes h
          where h.customer_id = c.id) as text
        from customers c where c.id = ${who}`.execute(ctx.db),
    );
    expect(rows[0]?.text).not.toContain('花生');
    expect((await desk.get('/customers', { q: '花生' })).body.items).toEqual([]);
    expect((await desk.get('/customers', { filter: '{"custom.allergy":{"contains":"花"}}' })).status).toBe(422);
    expect(await names({ 'custom.allergy': { filled: true } })).toEqual(['敏感']);
    expect(await desk.house.in(desk.shop, (ctx) => revealField(ctx, who, 'allergy'))).toBe('花生过敏');
  });

  test('its cover sent back changes nothing, and what is the same leaves no trace', async () => {
    const [who] = (await desk.get('/customers', { filter: '{"custom.allergy":{"filled":true}}' })).body.items;
    const back = await desk.call('PATCH', `/customers/${who!['id']}`, { custom: { allergy: '••••' }, title: '女士' });
    expect(back.status, back.raw).toBe(200);
    expect(await desk.house.in(desk.shop, (ctx) => revealField(ctx, who!['id'] as string, 'allergy'))).toBe('花生过敏');
    await desk.call('PATCH', `/customers/${who!['id']}`, { custom: { allergy: '花生过敏' } });
    const { body } = await desk.get(`/customers/${who!['id']}/timeline`, { kind: 'change' });
    expect(JSON.stringify(body)).not.toContain('allergy');
  });

  test('marked so later, what was written before is sealed, too', async () => {
    const id = await make({ name: '病史', key: 'illness', type: 'text' });
    const who = await record({ name: '华佗', custom: { illness: '头风' } });
    await desk.call('PATCH', `/fields/${id}`, { sensitive: true });
    expect(await custom(who)).toEqual({ illness: '••••' });
    expect((await desk.get('/customers', { q: '头风' })).body.items).toEqual([]);
    expect(await desk.house.in(desk.shop, (ctx) => revealField(ctx, who, 'illness'))).toBe('头风');
  });
});

test('whoever may not see a field gets neither its values nor a filter by them', async () => {
  await make({ name: '折扣', key: 'rebate', type: 'number' });
  const who = await record({ name: '折先生', custom: { rebate: 8 } });
  desk.as(actorWith(EVERYTHING, { fields: { 'customers.custom.rebate': 'hide' } }));
  expect(await custom(who)).toEqual({});
  expect((await desk.get('/customers', { filter: '{"custom.rebate":{"from":1}}' })).status).toBe(422);
  expect(((await desk.get('/fields')).body['fields'] as { key: string }[]).some(({ key }) => key === 'rebate')).toBe(
    false,
  );
  const written = await desk.call('PATCH', `/customers/${who}`, { custom: { rebate: 1 } });
  expect([written.status, written.body['code']]).toEqual([403, 'FIELD_MASKED']);
  desk.as(actorWith(EVERYTHING, { fields: { 'customers.custom.rebate': 'mask' } }));
  expect(await custom(who)).toEqual({ rebate: '••••' });
  desk.as(owner);
});

test('how many have each field filled is counted', async () => {
  const { body, raw, status } = await desk.get('/fields/usage');
  expect(status, raw).toBe(200);
  const { body: layout } = await desk.get('/fields');
  const tea = (layout['fields'] as { key: string; id: string }[]).find(({ key }) => key === 'tea');
  expect((body['fields'] as Record<string, unknown>)[tea!.id]).toEqual({ value: 3, exact: true });
  expect(body['customers']).toMatchObject({ exact: true });
});
