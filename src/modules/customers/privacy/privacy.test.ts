import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Grants } from '../../../kernel/access.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { emit, installReactions } from '../../../kernel/outbox.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith } from '../../../kernel/testing/house.ts';
import { standOn } from '../../workspaces/premises.ts';
import { customersErased } from './erasure/contract.ts';
import { EVERYTHING, openDesk, type Desk } from '../testing/desk.ts';
import { ERASED_FILE, readGraves } from './erasure/bury.ts';
import { eraseAgain } from './erasure/erase-again.ts';
import { ordersToFile } from '../../orders/export-kind.ts';
import { recordOrder } from '../../orders/record-order.ts';
import { flushReadings } from './disclosures/book.ts';
import { privacyReactions } from './reactions.ts';
import { readRules, runRules } from './retention/retention-rules.ts';
import { readPrivacySettings } from './settings.ts';

const MANAGER = {
  ...EVERYTHING,
  'customers.merge': 'all',
  'customers.reveal': 'all',
  'customers.erase': 'all',
  'privacy.manage': 'all',
} as const satisfies Grants;
const CLERK: Grants = { 'customers.read': 'all', 'customers.create': 'all', 'customers.reveal': 'all' };
let desk: Desk;
const manager = actorWith(MANAGER, { name: '林店长' });
const sent: { to: string; subject: string; text: string }[] = [];

beforeAll(async () => {
  desk = await openDesk();
  const mail = { configured: true, send: async (one: (typeof sent)[number]) => sent.push(one) > 0 };
  standOn({ ...desk.house, mail });
  installReactions(privacyReactions);
  desk.as(manager);
});

const record = async (facts: Record<string, unknown>) => {
  const { status, body } = await desk.call('POST', '/customers', facts);
  expect(status).toBe(201);
  return body['id'] as string;
};
const settle = async () => {
  await flushReadings();
  while ((await deliverDue(desk.house)) > 0);
};
const clerk = (facts: Partial<Actor> = {}) =>
  actorWith(CLERK, { name: '小周', fields: { 'customers.phone': 'mask', 'customers.email': 'hide' }, ...facts });

interface Ledger {
  items: {
    channel: string;
    purpose: string;
    granted: boolean;
    text: { version: number; wording: string } | null;
    source: string;
    proof: string | null;
  }[];
  waiting: { purpose: string }[];
  restrictions: { kind: string; reason: string | null; until: string | null }[];
}
const ledgerOf = async (id: string) => (await desk.get(`/customers/${id}/consents`)).body as unknown as Ledger;

describe('the consent ledger', () => {
  test('keeps the wording that was shown, and a no is said as easily as a yes', async () => {
    const id = await record({ name: '黄蓉', consents: [{ channel: 'sms', purpose: 'marketing', granted: true }] });
    const write = (texts: object) => desk.call('POST', '/privacy/texts', { purpose: 'marketing', texts });
    await write({ 'zh-CN': '我们可以给您发优惠吗？' });
    await desk.call('POST', `/customers/${id}/consents`, {
      channel: 'wechat',
      purpose: 'marketing',
      granted: true,
      source: 'paper',
      proof: '会员表',
    });
    await write({ 'zh-CN': '我们可以每月给您发一次优惠吗？', en: 'May we write once a month?' });
    const { status } = await desk.call('POST', `/customers/${id}/consents`, {
      channel: 'wechat',
      purpose: 'marketing',
      granted: false,
      source: 'phone',
    });
    expect(status).toBe(201);
    const { items } = await ledgerOf(id);
    expect(items.map(({ channel, granted, source, text }) => [channel, granted, source, text?.version])).toEqual([
      ['wechat', false, 'phone', 2],
      ['wechat', true, 'paper', 1],
      ['sms', true, 'counter', undefined],
    ]);
    expect(items[1]?.text?.wording).toBe('我们可以给您发优惠吗？');
    const card = (await desk.get(`/customers/${id}`)).body as unknown as {
      consents: { channel: string; granted: boolean }[];
    };
    expect(card.consents.map(({ channel, granted }) => [channel, granted])).toEqual([
      ['sms', true],
      ['wechat', false],
    ]);
  });

  test('counts a yes by mail only when the customer presses the button, and only once', async () => {
    const id = await record({ name: '郭靖', email: 'guojing@example.com' });
    expect((await desk.call('POST', `/customers/${id}/consents/ask`, { purpose: 'marketing' })).status).toBe(201);
    const mail = sent.at(-1);
    expect(mail).toMatchObject({ to: 'guojing@example.com' });
    const token = /\/consent\/([\w-]+)/.exec(mail?.text ?? '')?.[1];
    const link = `/consent-links/${token}`;
    for (let scanner = 0; scanner < 2; scanner += 1)
      expect((await desk.get(link)).body).toMatchObject({ workspace: '林记茶行', purpose: 'marketing' });
    expect(await ledgerOf(id)).toMatchObject({ items: [], waiting: [{ purpose: 'marketing' }] });
    const answers = await Promise.all([desk.call('POST', link), desk.call('POST', link)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    const { items, waiting } = await ledgerOf(id);
    expect(items).toMatchObject([{ channel: 'email', purpose: 'marketing', granted: true, source: 'mail' }]);
    expect(waiting).toEqual([]);
    expect((await desk.get(link)).status).toBe(404);
  });

  test('holds that nobody may call, and until when, in the list and in files', async () => {
    const id = await record({ name: '洪七公' });
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    await desk.call('POST', `/customers/${id}/restrictions/contact`, { reason: '家里有丧事', until });
    expect((await ledgerOf(id)).restrictions).toMatchObject([{ kind: 'contact', reason: '家里有丧事', until }]);
    const listed = await desk.get('/customers', { filter: '{"noContact":["yes"]}', columns: 'noContact' });
    expect(listed.body.items).toMatchObject([{ id, columns: { noContact: 'yes' } }]);
    const past = await desk.call('POST', `/customers/${id}/restrictions/contact`, { until: '2001-01-01' });
    expect(past).toMatchObject({ status: 422, body: { code: 'RESTRICTION_ENDS_BEFORE' } });
    await desk.call('DELETE', `/customers/${id}/restrictions/contact`);
    expect((await ledgerOf(id)).restrictions).toEqual([]);
  });
});

test('a yes by mail counts in a browser in which somebody is signed in with another shop', async () => {
  const id = await record({ name: '程灵素', email: 'cheng@example.com' });
  await desk.call('POST', `/customers/${id}/consents/ask`, { purpose: 'marketing' });
  const token = /\/consent\/([\w-]+)/.exec(sent.at(-1)?.text ?? '')?.[1];
  desk.as(manager, await desk.house.openWorkspace({ name: '隔壁' }));
  const answer = await desk.call('POST', `/consent-links/${token}`, {}, { 'idempotency-key': 'in-another-shop' });
  desk.as(manager);
  expect(answer.status, answer.raw).toBe(200);
});

describe('a covered value', () => {
  test('is shown for a reason, which the log keeps with who asked', async () => {
    const id = await record({ name: '周伯通', phone: '13900002222', email: 'zhou@example.com' });
    desk.as(clerk());
    expect((await desk.get(`/customers/${id}`)).body['phone']).not.toContain('00002222');
    const asked = await desk.call('POST', `/customers/${id}/reveal`, { field: 'phone', reason: '快递问地址' });
    expect(asked).toMatchObject({ status: 200, body: { field: 'phone', value: '13900002222' } });
    const refused = async (field: string, reason = '好奇') =>
      (await desk.call('POST', `/customers/${id}/reveal`, { field, reason })).body['code'];
    expect(await refused('email')).toBe('REVEAL_FIELD_HIDDEN');
    expect(await refused('version')).toBe('REVEAL_FIELD_UNKNOWN');
    expect(await refused('phone', '  ')).toBe('BAD_INPUT');
    desk.as(manager);
    await settle();
    const { items } = (await desk.get(`/customers/${id}/disclosures`)).body;
    expect(items.map(({ kind, by, reason }) => [kind, by, reason])).toEqual(
      expect.arrayContaining([
        ['revealed', '小周', '快递问地址'],
        ['opened', '小周', null],
      ]),
    );
    expect(items.filter(({ kind }) => kind === 'revealed')).toHaveLength(1);
  });

  test('is not shown more often a day than the shop allows, however many ask at once', async () => {
    const id = await record({ name: '裘千仞', phone: '13900003333' });
    const { version } = await desk.house.in(desk.shop, readPrivacySettings);
    await desk.call('PATCH', '/privacy/settings', { revealsADay: 3, version });
    desk.as(clerk());
    const all = await Promise.all(
      Array.from({ length: 200 }, () => desk.call('POST', `/customers/${id}/reveal`, { field: 'phone', reason: '试' })),
    );
    desk.as(manager);
    expect(all.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(all.find(({ status }) => status === 429)?.body).toMatchObject({ code: 'REVEAL_LIMIT', data: { most: 3 } });
  });
});

describe('who saw what', () => {
  test('has a row for every customer whose orders were exported', async () => {
    const id = await record({ name: '杨康' });
    const sale = { source: 'till', customer: { id }, lines: [], total: '88.00' };
    await desk.house.in(desk.shop, (ctx) => recordOrder(ctx, sale));
    const carrier = clerk({ name: '小郑' });
    await desk.house.in(
      desk.shop,
      async (ctx) => {
        const names: unknown[] = [];
        for await (const rows of ordersToFile.rows(ctx, {})) names.push(...rows.map((row) => row[3]));
        expect(names).toContain('杨康');
      },
      { ...carrier, grants: { ...carrier.grants, 'customers.export': 'all' } },
    );
    await settle();
    const { items } = (await desk.get(`/customers/${id}/disclosures`)).body;
    expect(items.map(({ kind, by }) => [kind, by])).toEqual([['exported', '小郑']]);
  });

  test('has one row for a card opened ten times on a day', async () => {
    const id = await record({ name: '梅超风' });
    const nosy = clerk({ name: '小吴' });
    desk.as(nosy);
    for (let n = 0; n < 10; n += 1) await desk.get(`/customers/${id}`);
    desk.as(manager);
    await settle();
    const { items } = (await desk.get(`/customers/${id}/disclosures`)).body;
    expect(items.map(({ kind, by }) => [kind, by])).toEqual([['opened', '小吴']]);
    const ofColleague = (await desk.get('/privacy/disclosures', { actor: nosy.memberId as string })).body.items;
    expect(ofColleague).toMatchObject([{ kind: 'opened', customer: { id, name: '梅超风' } }]);
    const usage = (await desk.get('/privacy/readings')).body.items.find(
      (one) => (one['actor'] as { name: string }).name === '小吴',
    );
    expect(usage?.['usage']).toContainEqual({ kind: 'opened', today: 1, usual: 0, limit: 80, unusual: false });
  });
});

describe('erasing', () => {
  test('leaves a card without a person, and neither list, search nor bin shows it', async () => {
    const id = await record({
      name: '欧阳锋',
      phone: '13900004444',
      externalId: 'OY-1',
      birthday: { year: 1960, month: 3, day: 4 },
    });
    await desk.call('POST', `/customers/${id}/notes`, { body: '欧阳锋喜欢蛇' });
    expect((await desk.call('POST', `/customers/${id}/erase`, { reason: '本人要求' })).body).toEqual({
      ok: true,
      orders: 0,
    });
    await settle();
    expect((await desk.get(`/customers/${id}`)).status).toBe(404);
    expect((await desk.call('POST', `/customers/${id}/restore`)).status).toBe(404);
    expect((await desk.call('POST', `/customers/${id}/erase`, { reason: '再来' })).status).toBe(404);
    expect((await desk.get('/customers', { q: '欧阳锋' })).body.items).toEqual([]);
    expect((await desk.get('/customers', { filter: '{"binned":true}' })).body.items).toEqual([]);
    const row = await desk.house.in(desk.shop, (ctx) =>
      ctx.db.selectFrom('customers').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    );
    expect(row).toMatchObject({ name: '—', phone: null, external_id: null, birthday_year: null, owner_id: null });
  });

  test.each([
    ['phone', { name: '老毒物', phone: '+86 139-0000-4444' }],
    ['number', { name: '谁', externalId: 'OY-1' }],
    ['name with birthday', { name: '歐陽鋒', birthday: { year: 1960, month: 3, day: 4 } }],
  ])('is remembered by %s: nobody writes the person down again by the way', async (_by, facts) => {
    expect(await desk.call('POST', '/customers', facts)).toMatchObject({
      status: 409,
      body: { code: 'CUSTOMER_ERASED_BEFORE' },
    });
  });

  test('does not keep out a person who came back and agrees', async () => {
    const facts = { name: '欧阳锋', phone: '13900004444', cameBack: true };
    expect((await desk.call('POST', '/customers', facts)).body['code']).toBe('CUSTOMER_ERASED_CONSENT_NEEDED');
    const consents = [{ channel: 'any', purpose: 'service', granted: true, proof: '当面签字' }];
    await record({ ...facts, consents });
    await settle();
    await record({ name: '欧阳锋的侄子', phone: '13900004444' });
  });

  test('takes merged cards along, and no undo brings them back', async () => {
    const keep = await record({ name: '杨康', phone: '13900005555' });
    const other = await record({ name: '完颜康', email: 'wanyan@example.com' });
    const { body } = await desk.call('POST', '/customers/merge', { keep, merge: [other], fields: {} });
    await desk.call('POST', `/customers/${keep}/erase`, { reason: '本人要求' });
    await desk.call('POST', `/change-sets/${body['changeSet'] as string}/undo`);
    const rows = await desk.house.in(desk.shop, (ctx) =>
      ctx.db.selectFrom('customers').select(['name', 'email', 'erased_at']).where('id', 'in', [keep, other]).execute(),
    );
    expect(rows).toEqual([
      { name: '—', email: null, erased_at: expect.any(Date) as Date },
      { name: '—', email: null, erased_at: expect.any(Date) as Date },
    ]);
  });

  test('is not for everybody', async () => {
    const id = await record({ name: '穆念慈' });
    desk.as(clerk());
    expect((await desk.call('POST', `/customers/${id}/erase`, { reason: '试' })).body['code']).toBe('NOT_ALLOWED');
    desk.as(manager);
  });

  test('holds after an older backup, because the data folder remembers', async () => {
    const id = await record({ name: '丘处机', phone: '13900006666' });
    await desk.call('POST', `/customers/${id}/erase`, { reason: '本人要求' });
    await settle();
    const folder = desk.house.config.dataDir;
    const text = await readFile(join(folder, ERASED_FILE), 'utf8');
    expect(text).not.toContain('13900006666');
    // The older backup: the same person, not yet erased, perhaps under another id.
    await desk.house.in(desk.shop, (ctx) => ctx.db.deleteFrom('customer_tombstones').execute());
    const revived = await record({ name: '丘处机', phone: '13900006666' });
    await mkdir(join(folder, 'elsewhere'), { recursive: true });
    await writeFile(join(folder, 'elsewhere', ERASED_FILE), `${text}{"workspaceId":"cut of`);
    const graves = await readGraves(join(folder, 'elsewhere', ERASED_FILE));
    expect(await desk.house.in(desk.shop, (ctx) => eraseAgain(ctx, graves))).toBe(1);
    expect((await desk.get(`/customers/${revived}`)).status).toBe(404);
    expect((await desk.call('POST', '/customers', { name: '丘处机', phone: '13900006666' })).status).toBe(409);
  });

  test('removes the bytes of files, also when the process died in between', async () => {
    const id = await record({ name: '王处一' });
    const { body } = await desk.upload(`/customers/${id}/files`, 'card.txt', 'secret');
    const path = desk.house.files.path(desk.shop.id, body['id'] as string);
    expect(await readFile(path, 'utf8')).toBe('secret');
    await desk.call('POST', `/customers/${id}/erase`, { reason: '本人要求' });
    await desk.house.in(desk.shop, (ctx) =>
      emit(ctx, customersErased, { customerIds: [id], fileIds: [newId()], marks: [] }),
    );
    await settle();
    await expect(readFile(path, 'utf8')).rejects.toThrow('ENOENT');
  });
});

describe('requests', () => {
  test('are due by the law of the shop, and every step is kept', async () => {
    const id = await record({ name: '陆乘风' });
    const { body } = await desk.call('POST', '/privacy/requests', {
      kind: 'access',
      customerId: id,
      receivedOn: '2026-11-25',
    });
    expect(body).toMatchObject({ state: 'received', law: 'PIPL', dueOn: '2026-12-16', customer: { name: '陆乘风' } });
    const request = `/privacy/requests/${body['id'] as string}`;
    await desk.call('POST', `${request}/steps`, { state: 'checking', note: '看了身份证' });
    expect((await desk.get('/privacy/requests')).body.items).toHaveLength(1);
    const done = await desk.call('POST', `${request}/steps`, { state: 'done' });
    expect((done.body['steps'] as { state: string }[]).map(({ state }) => state)).toEqual([
      'done',
      'checking',
      'received',
    ]);
    expect((await desk.call('POST', `${request}/steps`, { state: 'checking' })).body['code']).toBe(
      'PRIVACY_REQUEST_CLOSED',
    );
    expect((await desk.get('/privacy/requests', { show: 'closed' })).body.items).toMatchObject([{ state: 'done' }]);
  });
});

describe('a rule of retention', () => {
  test('says whom it would forget, and forgets just them at night', async () => {
    const old = await record({ name: '老线索' });
    const fresh = await record({ name: '新线索' });
    const asked = await record({ name: '问过的老线索' });
    await desk.call('POST', '/privacy/requests', { kind: 'access', customerId: asked });
    const long = new Date(Date.now() - 800 * 86_400_000);
    await desk.house.in(desk.shop, (ctx) =>
      ctx.db
        .updateTable('customers')
        .set({ created_at: long, stage_since: long })
        .where('id', 'in', [old, asked])
        .execute(),
    );
    const preview = await desk.get('/privacy/rules/leads/preview', { months: 24, keepBuyers: 'true' });
    expect(preview.body).toMatchObject({ count: { value: 1 }, items: [{ id: old, name: '老线索' }] });
    await desk.house.in(desk.shop, runRules);
    expect((await desk.get(`/customers/${old}`)).status).toBe(200);
    await desk.call('PATCH', '/privacy/rules/leads', { months: 24, keepBuyers: true, active: true, version: 0 });
    await desk.house.in(desk.shop, runRules);
    const status = async (id: string) => (await desk.get(`/customers/${id}`)).status;
    expect([await status(old), await status(fresh), await status(asked)]).toEqual([404, 200, 200]);
    expect((await desk.house.in(desk.shop, readRules)).runs).toMatchObject([{ kind: 'leads', erased: 1, more: false }]);
  });
});
