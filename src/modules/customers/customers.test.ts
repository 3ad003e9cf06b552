import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { actorWith } from '../../kernel/testing/house.ts';
import { registerInsight, registerTimeline, type TimelineEntry } from './registries.ts';
import { EVERYTHING, hire, openDesk, type Answer, type Desk } from './testing/desk.ts';

let desk: Desk;
const owner = actorWith(EVERYTHING, { name: '林小雨' });

beforeAll(async () => {
  desk = await openDesk();
  desk.as(owner);
});

async function record(facts: Record<string, unknown>): Promise<string> {
  const answer = await desk.call('POST', '/customers', facts);
  expect(answer.status, answer.raw).toBe(201);
  return answer.body['id'] as string;
}

describe('recording a customer', () => {
  test('keeps everything that was said, in one spelling', async () => {
    const answer = await desk.call('POST', '/customers', {
      name: ' 单雄信 ',
      externalId: 'A-7',
      phone: '139 0000 0001',
      email: 'Shan@Example.com',
      gender: 'male',
      birthday: { calendar: 'lunar', month: 10, day: 15 },
      address: { city: '福州', district: '鼓楼', street: '' },
      tags: ['书法', '登山', '书法'],
      source: '黄蓉介绍',
      consents: [{ channel: 'sms', purpose: 'marketing', granted: true, proof: '会员表' }],
      custom: { occupation: '镖师' },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      name: '单雄信',
      kind: 'person',
      phone: '13900000001',
      email: 'shan@example.com',
      birthday: { calendar: 'lunar', month: 10, day: 15 },
      address: { city: '福州', district: '鼓楼' },
      tags: ['书法', '登山'],
      stage: 'lead',
      spokenName: 'Shàn Xióngxìn',
      consents: [{ channel: 'sms', purpose: 'marketing', granted: true, proof: '会员表', by: '林小雨' }],
      custom: { occupation: '镖师' },
      completeness: 100,
      question: null,
      version: 1,
    });
    const { duplicates, ...card } = answer.body;
    expect(duplicates).toEqual({ items: [], others: [] });
    expect(await desk.call('GET', `/customers/${answer.body['id']}`)).toMatchObject({ status: 200, body: card });
  });

  test.each([
    [{ name: '' }, 'BAD_INPUT'],
    [{ name: 'x', phone: '139' }, 'CUSTOMER_PHONE_NOT_UNDERSTOOD'],
    [{ name: 'x', email: 'nobody' }, 'CUSTOMER_EMAIL_NOT_UNDERSTOOD'],
    [{ name: 'x', birthday: { month: 2, day: 30 } }, 'CUSTOMER_BIRTHDAY_IMPOSSIBLE'],
    [
      { name: 'x', birthday: { calendar: 'lunar', month: 6, day: 1, year: 2025, leapMonth: false, hour: 1 } },
      'BAD_INPUT',
    ],
    [{ name: 'x', favourite: 'tea' }, 'BAD_INPUT'],
    [{ name: 'x', stage: 'king' }, 'BAD_INPUT'],
  ])('refuses %j with a sentence', async (facts, code) => {
    const answer = await desk.call('POST', '/customers', facts);
    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect(answer.body['message']).toMatch(/[一-鿿]/);
  });

  test('text that no database can store is let go, not an error', async () => {
    const id = await record({
      name: '张\u0000三',
      custom: { a: 'b\u0000', 'k\u0000\ud800': '\ud800' },
      tags: ['\u0000x'],
      address: { 'city\u0000': 'c\udfff' },
    });
    expect((await desk.get(`/customers/${id}`)).body).toMatchObject({
      name: '张三',
      custom: { a: 'b', 'k\ufffd': '\ufffd' },
      tags: ['x'],
      address: { city: 'c\ufffd' },
    });
  });

  test('an external number belongs to one customer', async () => {
    await record({ name: '甲', externalId: 'X-1' });
    const second = await desk.call('POST', '/customers', { name: '乙', externalId: 'X-1' });
    expect(second).toMatchObject({ status: 409, body: { code: 'CUSTOMER_EXTERNAL_ID_TAKEN' } });
    const other = await record({ name: '丙' });
    const change = await desk.call('PATCH', `/customers/${other}`, { externalId: 'X-1' });
    expect(change).toMatchObject({ status: 409, body: { code: 'CUSTOMER_EXTERNAL_ID_TAKEN' } });
  });
});

describe('changing a customer', () => {
  test('changes what was given, clears what is null, and tells the timeline', async () => {
    const id = await record({ name: '李四', phone: '13900000002', email: 'li@x.com', custom: { a: 1, b: 2 } });
    const answer = await desk.call('PATCH', `/customers/${id}`, {
      phone: '13900000003',
      email: null,
      custom: { a: null },
    });
    expect(answer.body).toMatchObject({
      name: '李四',
      phone: '13900000003',
      email: null,
      custom: { b: 2 },
      version: 2,
    });
    const timeline = await desk.get(`/customers/${id}/timeline`);
    expect(timeline.body.items).toMatchObject([
      {
        kind: 'change',
        by: '林小雨',
        changes: expect.arrayContaining([{ field: 'phone', old: '13900000002', new: '13900000003' }]),
      },
      { kind: 'change', text: { key: 'customers:timeline.created' } },
    ]);
  });

  test('two people at once: the second is shown what the first saved', async () => {
    const id = await record({ name: '王五' });
    expect((await desk.call('PATCH', `/customers/${id}`, { name: '王伍', version: 1 })).status).toBe(200);
    const stale = await desk.call('PATCH', `/customers/${id}`, { name: '王午', version: 1 });
    expect(stale).toMatchObject({
      status: 409,
      body: { code: 'STALE', data: { current: { name: '王伍', version: 2 } } },
    });
    const byHeader = await desk.call('PATCH', `/customers/${id}`, { name: '王午' }, { 'if-match': '"1"' });
    expect(byHeader).toMatchObject({ status: 409, body: { code: 'STALE' } });
    expect((await desk.call('PATCH', `/customers/${id}`, { name: '王午' }, { 'if-match': '"2"' })).status).toBe(200);
  });

  test('a new word on a channel counts, the old one stays as proof', async () => {
    const id = await record({ name: '赵六', consents: [{ channel: 'sms', purpose: 'marketing', granted: true }] });
    const no = await desk.call('PATCH', `/customers/${id}`, {
      consents: [{ channel: 'sms', purpose: 'marketing', granted: false, proof: '来电要求' }],
    });
    expect(no.body['consents']).toMatchObject([{ granted: false, proof: '来电要求' }]);
    const told = (await desk.get(`/customers/${id}/timeline`, { kind: 'consent' })).body.items;
    expect(told.map((entry) => entry['text'])).toMatchObject([
      { key: 'customers:timeline.consentRefused' },
      { key: 'customers:timeline.consentGiven' },
    ]);
  });

  test('the most valuable missing fact is asked for, and can be put off', async () => {
    const id = await record({ name: '孙八' });
    expect((await desk.get(`/customers/${id}`)).body['question']).toEqual({ kind: 'phone', why: 'missing' });
    const answered = await desk.call('PATCH', `/customers/${id}`, { phone: '13900000008' });
    expect(answered.body['question']).toEqual({ kind: 'gender', why: 'missing' });
    await desk.call('POST', `/customers/${id}/question`, { kind: 'gender', answer: 'declined' });
    expect((await desk.get(`/customers/${id}`)).body['question']).toBeNull();
  });

  test('a fact nobody confirmed for a year is marked with its age', async () => {
    const id = await record({ name: '周九', phone: '13900000009' });
    await desk.house.in(desk.shop, (ctx) =>
      ctx.db
        .updateTable('customers')
        .set({ confirmed_on: JSON.stringify({ phone: '2020-01-01' }) })
        .where('id', '=', id)
        .execute(),
    );
    const { body } = await desk.get(`/customers/${id}`);
    expect(body['stale']).toMatchObject([{ kind: 'phone', ageInDays: expect.any(Number) }]);
    const confirmed = await desk.call('PATCH', `/customers/${id}`, { confirmed: ['phone'] });
    expect(confirmed.body['stale']).toEqual([]);
  });
});

describe('the owner', () => {
  test('is a colleague of this workspace', async () => {
    const colleague = await hire(desk.house, desk.shop, '小张');
    const stranger = await hire(desk.house, await desk.house.openWorkspace(), '别家的人');
    const id = await record({ name: '沈十七', ownerId: colleague });
    expect((await desk.get(`/customers/${id}`)).body).toMatchObject({ ownerId: colleague });
    for (const ownerId of [stranger, newId()]) {
      const answer = await desk.call('PATCH', `/customers/${id}`, { ownerId });
      expect(answer).toMatchObject({ status: 422, body: { code: 'CUSTOMER_OWNER_UNKNOWN' } });
    }
    expect((await desk.call('PATCH', `/customers/${id}`, { ownerId: null })).body).toMatchObject({ ownerId: null });
  });
});

describe('the bin', () => {
  test('takes customers out of lists and search and gives them back', async () => {
    const id = await record({ name: '吴十', externalId: 'B-1', tags: ['bin-tag'] });
    expect((await desk.call('DELETE', `/customers/${id}`)).body).toEqual({ ok: true });
    expect((await desk.get(`/customers/${id}`)).status).toBe(404);
    expect((await desk.get('/customers', { q: '吴十' })).body.items).toEqual([]);
    expect((await desk.get('/customers', { filter: '{"tag":"bin-tag"}' })).body.items).toEqual([]);
    expect((await desk.get('/customers', { filter: '{"binned":true}' })).body.items).toMatchObject([{ id }]);
    await record({ name: '新人', externalId: 'B-1' });
    const taken = await desk.call('POST', `/customers/${id}/restore`);
    expect(taken).toMatchObject({ status: 409, body: { code: 'CUSTOMER_EXTERNAL_ID_TAKEN' } });
  });

  test('gives back with words and tags', async () => {
    const id = await record({ name: '郑十一', tags: ['again'] });
    await desk.call('DELETE', `/customers/${id}`);
    expect((await desk.call('POST', `/customers/${id}/restore`)).body).toMatchObject({
      name: '郑十一',
      binnedAt: null,
    });
    expect((await desk.get('/customers', { q: 'zheng' })).body.items).toMatchObject([{ id }]);
    expect((await desk.get('/customers', { filter: '{"tag":"again"}' })).body.items).toMatchObject([{ id }]);
  });
});

describe('rights', () => {
  test('what may not be seen does not exist', async () => {
    const id = await record({ name: '别人的客户' });
    const other = await desk.house.openWorkspace();
    const seller = actorWith({
      ...EVERYTHING,
      'customers.read': 'own',
      'customers.edit': 'own',
      'customers.create': 'own',
    });
    for (const [actor, place] of [
      [seller, desk.shop],
      [owner, other],
    ] as const) {
      desk.as(actor, place);
      for (const answer of [
        await desk.get(`/customers/${id}`),
        await desk.get(`/customers/${id}/timeline`),
        await desk.get(`/customers/${id}/insights`),
        await desk.get(`/customers/${id}/files`),
        await desk.call('PATCH', `/customers/${id}`, { name: 'x' }),
        await desk.call('DELETE', `/customers/${id}`),
        await desk.call('POST', `/customers/${id}/notes`, { body: 'x' }),
        await desk.upload(`/customers/${id}/files`, 'a.txt', 'x'),
        await desk.get(`/customers/${newId()}`),
      ]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'CUSTOMER_NOT_FOUND' } });
      }
      expect((await desk.get('/customers', { q: '别人' })).body).toMatchObject({ items: [], count: { value: 0 } });
    }
    desk.as(owner);
    expect((await desk.get(`/customers/${id}`)).body).toMatchObject({ name: '别人的客户', version: 1 });
  });

  test('a salesperson owns whom they record, and cannot give them to others', async () => {
    const seller = actorWith({ 'customers.read': 'own', 'customers.edit': 'own', 'customers.create': 'own' });
    desk.as(seller);
    const id = await record({ name: '小张的客户' });
    expect((await desk.get(`/customers/${id}`)).body).toMatchObject({
      ownerId: seller.memberId,
      may: { edit: true, delete: false },
    });
    expect((await desk.get('/customers')).body.items).toMatchObject([{ id }]);
    const given = await desk.call('PATCH', `/customers/${id}`, { ownerId: newId() });
    expect(given).toMatchObject({ status: 403, body: { code: 'CUSTOMER_NOT_YOURS_TO_GIVE' } });
    expect((await desk.call('DELETE', `/customers/${id}`)).status).toBe(403);
    desk.as(owner);
  });
});

describe('what other modules found out', () => {
  test('stands on the card for those who may see it, and their news in the timeline', async () => {
    const id = await record({ name: '卫十五' });
    registerInsight({ key: 'weather', permission: 'classes.read', read: async () => ({ sunnyDays: 34 }) });
    const news: TimelineEntry = {
      id: newId(),
      kind: 'order',
      at: new Date('2020-05-01T00:00:00Z'),
      text: { key: 'orders:timeline.order', values: { number: 'T1' } },
      amount: { amount: '864.00', currency: 'CNY' },
    };
    registerTimeline({ kind: 'weather', read: async (_ctx, of) => (of === id ? [news] : []) });
    expect((await desk.get(`/customers/${id}/insights`)).body).not.toHaveProperty('weather');
    desk.as(actorWith({ ...EVERYTHING, 'classes.read': 'all' }));
    expect((await desk.get(`/customers/${id}/insights`)).body).toMatchObject({ weather: { sunnyDays: 34 } });
    const told = (await desk.get(`/customers/${id}/timeline`)).body.items;
    expect(told).toMatchObject([
      { kind: 'change', text: { key: 'customers:timeline.created' } },
      { kind: 'order', amount: { amount: '864.00', currency: 'CNY' }, at: '2020-05-01T00:00:00.000Z' },
    ]);
    desk.as(owner);
  });

  test('the timeline is read page by page, none twice and none missed', async () => {
    const id = await record({ name: '蒋十六' });
    for (const body of ['一', '二', '三', '四', '五']) await desk.call('POST', `/customers/${id}/notes`, { body });
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer: Answer = await desk.get(`/customers/${id}/timeline`, {
        limit: 2,
        kind: 'note',
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...answer.body.items.map((item) => item['body']));
      cursor = answer.body['nextCursor'] as string | null;
    }
    expect(seen).toEqual(['五', '四', '三', '二', '一']);
  });
});

describe('notes and files', () => {
  test('notes stand in the timeline; only their author changes them', async () => {
    const id = await record({ name: '冯十二' });
    const colleague = await hire(desk.house, desk.shop, '小雨');
    const note = await desk.call('POST', `/customers/${id}/notes`, {
      body: '爱喝岩茶 @小雨',
      mentions: [colleague, newId()],
    });
    expect(note).toMatchObject({ status: 201, body: { body: '爱喝岩茶 @小雨', mentions: [colleague], mine: true } });
    const path = `/customers/${id}/notes/${note.body['id']}`;
    desk.as(actorWith(EVERYTHING));
    expect((await desk.call('PATCH', path, { body: 'x' })).body).toMatchObject({ code: 'CUSTOMER_NOTE_NOT_YOURS' });
    expect((await desk.call('DELETE', path)).status).toBe(403);
    desk.as(owner);
    expect((await desk.call('PATCH', path, { body: '爱喝红茶' })).body).toMatchObject({ body: '爱喝红茶', version: 2 });
    expect((await desk.call('PATCH', path, { body: 'x', version: 1 })).status).toBe(409);
    expect((await desk.get(`/customers/${id}/timeline`, { kind: 'note' })).body.items).toMatchObject([
      { body: '爱喝红茶' },
    ]);
    expect((await desk.call('DELETE', path)).status).toBe(200);
    expect((await desk.get(`/customers/${id}/timeline`, { kind: 'note' })).body.items).toEqual([]);
  });

  test('a file comes back byte for byte, as a download and nothing else', async () => {
    const id = await record({ name: '陈十三' });
    const added = await desk.upload(`/customers/${id}/files`, '合同.pdf', '%PDF-1.4 …');
    expect(added).toMatchObject({ status: 201, body: { name: '合同.pdf', mediaType: 'application/pdf' } });
    const path = `/customers/${id}/files/${added.body['id']}`;
    const got = await desk.call('GET', path);
    expect(got.raw).toBe('%PDF-1.4 …');
    expect(got.headers).toMatchObject({
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('合同.pdf')}`,
      'x-content-type-options': 'nosniff',
    });
    expect((await desk.get(`/customers/${id}/timeline`)).body.items[0]).toMatchObject({
      kind: 'file',
      file: { name: '合同.pdf' },
    });
    expect((await desk.call('DELETE', path)).status).toBe(200);
    expect((await desk.call('GET', path)).status).toBe(404);
  });

  test('pages, programs and nothing at all are refused', async () => {
    const id = await record({ name: '褚十四' });
    const page = await desk.upload(`/customers/${id}/files`, 'a.html', '<script>');
    expect(page).toMatchObject({ status: 415, body: { code: 'CUSTOMER_FILE_KIND_REFUSED' } });
    const nothing = await desk.call('POST', `/customers/${id}/files`, {});
    expect(nothing).toMatchObject({ status: 422, body: { code: 'CUSTOMER_FILE_MISSING' } });
    const large = await desk.upload(`/customers/${id}/files`, 'a.zip', Buffer.alloc(25 * 1024 * 1024 + 1));
    expect(large).toMatchObject({ status: 413, body: { code: 'CUSTOMER_FILE_TOO_LARGE' } });
    expect((await desk.get(`/customers/${id}/files`)).body.items).toEqual([]);
  });
});
