import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stranger } from '../../../kernel/access.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions, reaction } from '../../../kernel/outbox.ts';
import { actorWith } from '../../../kernel/testing/house.ts';
import { standOn } from '../../workspaces/premises.ts';
import { EVERYTHING, openDesk, type Desk } from '../testing/desk.ts';
import { proposalMade, proposalsSettled } from './contract.ts';

const MANAGER = { ...EVERYTHING, 'settings.read': 'all', 'settings.edit': 'all' } as const;
let desk: Desk;
const manager = actorWith(MANAGER, { name: '林店长' });
const sent: { to: string; subject: string; text: string }[] = [];

beforeAll(async () => {
  desk = await openDesk();
  const mail = { configured: true, send: async (one: (typeof sent)[number]) => sent.push(one) > 0 };
  standOn({ ...desk.house, mail });
});
beforeEach(() => {
  desk.as(manager);
  sent.length = 0;
});

const record = async (facts: Record<string, unknown>) =>
  (await desk.call('POST', '/customers', facts)).body['id'] as string;
const tokenFor = async (id: string, body: object = {}) => {
  const { status, body: made } = await desk.call('POST', `/customers/${id}/self-link`, body);
  expect(status).toBe(201);
  return (made['url'] as string).split('/me/')[1] ?? '';
};
/** The customer's own browser, which is signed in nowhere. */
const outside = async (method: 'GET' | 'POST', path: string, body?: object) => {
  desk.as(stranger, null as never);
  const answer = await desk.call(method, path, body);
  desk.as(manager);
  return answer;
};
const openedBy = async (token: string) => (await outside('POST', `/self/links/${token}`)).body['key'] as string;
const own = (key: string) => outside('POST', '/self/card', { key });
const settings = async (change: object) => {
  const { version } = (await desk.get('/self-service/settings')).body as unknown as { version: number };
  expect((await desk.call('PATCH', '/self-service/settings', { ...change, version })).status).toBe(200);
};

describe('a personal link', () => {
  test('tells the shop only, opens once, and shows the customer’s facts and nothing else', async () => {
    const id = await record({ name: '王桂兰', phone: '13800138000', tags: ['难缠'], source: '门店' });
    await desk.call('POST', `/customers/${id}/notes`, { body: '砍价厉害' });
    const token = await tokenFor(id);
    expect((await outside('GET', `/self/links/${token}`)).raw).not.toContain('王桂兰');
    const key = await openedBy(token);
    expect((await outside('POST', `/self/links/${token}`)).body['code']).toBe('SELF_LINK_EXPIRED');
    const { body, raw } = await own(key);
    expect(body).toMatchObject({ name: '王桂兰', facts: { phone: '13800138000', email: null }, waiting: false });
    for (const word of ['难缠', '砍价', '门店', id]) expect(raw).not.toContain(word);
    expect((await own(`${key}x`)).body['code']).toBe('SELF_LINK_EXPIRED');
    expect((await own(token)).body['code']).toBe('SELF_LINK_EXPIRED');
  });

  test('makes an older one worthless, and goes by mail where there is an address', async () => {
    const id = await record({ name: '李强', email: 'li@example.com' });
    const first = await tokenFor(id);
    const second = await tokenFor(id, { mail: true });
    expect(sent).toMatchObject([{ to: 'li@example.com' }]);
    expect(sent[0]?.text).toContain(second);
    expect((await outside('GET', `/self/links/${first}`)).status).toBe(404);
    const mute = await record({ name: '无邮箱' });
    const refused = await desk.call('POST', `/customers/${mute}/self-link`, { mail: true });
    expect(refused.body['code']).toBe('SELF_MAIL_MISSING');
    await settings({ links: false });
    expect((await desk.call('POST', `/customers/${id}/self-link`, {})).body['code']).toBe('SELF_LINKS_CLOSED');
    await settings({ links: true });
  });
});

describe('what a customer changes', () => {
  test('waits for the shop, and stands in the history as their own word once it is taken', async () => {
    const told: string[] = [];
    installReactions([
      reaction('tests.made', proposalMade, async () => void told.push('made')),
      reaction('tests.settled', proposalsSettled, async () => void told.push('settled')),
    ]);
    const id = await record({ name: '赵敏', phone: '13800138003', address: { city: '福州' } });
    const key = await openedBy(await tokenFor(id));
    const change = (facts: object) => outside('POST', '/self/change', { key, facts });
    expect((await change({ phone: '12' })).body['code']).toBe('CUSTOMER_PHONE_NOT_UNDERSTOOD');
    expect((await change({ tags: ['VIP'] })).status).toBe(422);
    expect((await change({ phone: '138 0013 8003', address: { city: '福州' } })).body).toEqual({ waiting: false });
    expect((await change({ phone: '13900139003' })).body).toEqual({ waiting: true });
    expect((await change({ gender: 'female' })).body).toEqual({ waiting: true });
    expect((await desk.get(`/customers/${id}`)).body['phone']).toBe('13800138003');
    const { items } = (await desk.get(`/customers/${id}/proposals`)).body;
    expect(items).toMatchObject([
      {
        changes: [
          { field: 'phone', now: '13800138003', wanted: '13900139003' },
          { field: 'gender', now: null, wanted: 'female' },
        ],
      },
    ]);
    const place = `/customers/${id}/proposals/${items[0]?.['id'] as string}`;
    expect((await desk.call('POST', place, { outcome: 'taken' })).status).toBe(200);
    expect((await desk.call('POST', place, { outcome: 'taken' })).body['code']).toBe('PROPOSAL_NOT_FOUND');
    expect((await desk.get(`/customers/${id}`)).body).toMatchObject({ phone: '13900139003', gender: 'female' });
    const timeline = (await desk.get(`/customers/${id}/timeline`)).body;
    expect(timeline.items[0]).toMatchObject({ by: '客户本人' });
    while ((await deliverDue(desk.house)) > 0);
    expect(told).toEqual(['made', 'settled', 'made', 'settled']);
  });

  test('counts at once where the shop wants that, but only among the facts it opened', async () => {
    await settings({ changes: 'apply', fields: ['phone', 'birthday'] });
    const id = await record({ name: '周芷若', phone: '13800138004' });
    const key = await openedBy(await tokenFor(id));
    expect((await own(key)).body['facts']).toEqual({ phone: '13800138004', birthday: null });
    const closed = await outside('POST', '/self/change', { key, facts: { email: 'a@example.com' } });
    expect(closed.body['code']).toBe('SELF_FIELD_CLOSED');
    const facts = { birthday: { calendar: 'lunar', month: 8, day: 15 } };
    expect((await outside('POST', '/self/change', { key, facts })).body).toEqual({ waiting: false });
    expect((await desk.get(`/customers/${id}`)).body['birthday']).toMatchObject({ calendar: 'lunar', month: 8 });
    await settings({ changes: 'propose', fields: ['phone', 'email', 'birthday', 'gender', 'address'] });
  });

  test('is asked of a company without birthday and gender, and ends with the card', async () => {
    const id = await record({ name: '福茂公司', kind: 'company', phone: '13800138007' });
    const key = await openedBy(await tokenFor(id));
    expect((await own(key)).body['fields']).toEqual(['phone', 'email', 'address']);
    await desk.call('DELETE', `/customers/${id}`);
    expect((await own(key)).body['code']).toBe('SELF_LINK_EXPIRED');
  });

  test('counts for its own shop in a browser in which somebody is signed in with another', async () => {
    const id = await record({ name: '杨过', phone: '13800138008' });
    const key = await openedBy(await tokenFor(id));
    desk.as(manager, await desk.house.openWorkspace({ name: '隔壁' }));
    const said = { key, facts: { phone: '13900139008' } };
    const answer = await desk.call('POST', '/self/change', said, { 'idempotency-key': 'in-another-shop' });
    desk.as(manager);
    expect(answer.body).toEqual({ waiting: true });
    expect((await desk.get(`/customers/${id}/proposals`)).body.items).toHaveLength(1);
  });

  test('may be that everything is still right', async () => {
    const id = await record({ name: '小昭', phone: '13800138005' });
    await desk.house.in(desk.shop, (ctx) =>
      ctx.db.updateTable('customers').set({ confirmed_on: '{"phone":"2020-01-01"}' }).where('id', '=', id).execute(),
    );
    const key = await openedBy(await tokenFor(id));
    await outside('POST', '/self/change', { key, stillRight: true });
    const { confirmedOn } = (await desk.get(`/customers/${id}`)).body as unknown as {
      confirmedOn: Record<string, string>;
    };
    expect(confirmedOn['phone']).not.toBe('2020-01-01');
  });

  test('consents are given and withdrawn, as the web’s word, among those that are offered', async () => {
    const id = await record({ name: '殷离', phone: '13800138006' });
    const key = await openedBy(await tokenFor(id));
    expect((await own(key)).body['consents']).toMatchObject([{ channel: 'sms', purpose: 'marketing', granted: null }]);
    const say = (channel: string, granted: boolean) =>
      outside('POST', '/self/consents', { key, channel, purpose: 'marketing', granted });
    expect((await say('fax', true)).body['code']).toBe('SELF_FIELD_CLOSED');
    expect((await say('sms', true)).status).toBe(200);
    expect((await say('sms', false)).status).toBe(200);
    const card = (await desk.get(`/customers/${id}`)).body;
    expect(card['consents']).toMatchObject([{ channel: 'sms', granted: false, by: '客户本人' }]);
  });
});

describe('a code by mail', () => {
  const ask = (email: string) => outside('POST', '/self/codes', { workspaceId: desk.shop.id, email });
  const enter = (email: string, code: string) =>
    outside('POST', '/self/codes/open', { workspaceId: desk.shop.id, email, code });

  test('is not sent until the shop opens its page, which is unknown until then', async () => {
    await record({ name: '张无忌', email: 'zhang@example.com' });
    expect((await ask('zhang@example.com')).body['code']).toBe('SELF_LINK_EXPIRED');
    expect((await outside('GET', `/self/shops/${desk.shop.id}`)).status).toBe(404);
    await settings({ codes: true });
    expect((await outside('GET', `/self/shops/${desk.shop.id}`)).status).toBe(200);
  });

  test('opens the card once, and the answer does not tell who is known', async () => {
    const [known, unknown] = [await ask('zhang@example.com'), await ask('nobody@example.com')];
    expect([known.status, known.raw]).toEqual([unknown.status, unknown.raw]);
    expect(sent.map(({ to }) => to)).toEqual(['zhang@example.com']);
    const code = /\d{6}/.exec(sent[0]?.text ?? '')?.[0] ?? '';
    const opened = await enter('Zhang@Example.com', code);
    expect((await own(opened.body['key'] as string)).body).toMatchObject({ name: '张无忌' });
    expect((await enter('zhang@example.com', code)).body['code']).toBe('SELF_CODE_WRONG');
  });

  test('is not sent to a mailbox that two share, and guessing ends soon', async () => {
    await record({ name: '双一', email: 'both@example.com' });
    await record({ name: '双二', email: 'both@example.com' });
    expect((await ask('both@example.com')).status).toBe(200);
    expect(sent).toEqual([]);
    const answers: number[] = [];
    for (let n = 0; n < 7; n += 1) answers.push((await enter('guess@example.com', `00000${n}`)).status);
    expect(answers).toEqual([422, 422, 422, 422, 422, 429, 429]);
  });
});
