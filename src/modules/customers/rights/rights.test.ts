import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../../kernel/access.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith } from '../../../kernel/testing/house.ts';
import { builtInRights } from '../../workspaces/rules/roles.ts';
import { EVERYTHING, openDesk } from '../testing/desk.ts';

const desk = await openDesk();
const owner = actorWith(EVERYTHING, { name: '林小雨' });
const clerk = actorWith(builtInRights('clerk').grants, { fields: builtInRights('clerk').fields, name: '小周' });
const everyField = { 'customers.phone': 'hide', 'customers.email': 'hide', 'customers.address': 'hide' } as const;
const blind = actorWith(EVERYTHING, {
  fields: { ...everyField, 'customers.birthday': 'hide', 'customers.cardNumber': 'hide' },
});
const facts = {
  name: '王秀英',
  phone: '13812348765',
  email: 'xiuying@example.com',
  cardNumber: 'VIP20260001',
  birthday: { calendar: 'solar', year: 1985, month: 8, day: 15 },
  address: { province: '浙江', city: '杭州', district: '西湖区', text: '文三路 1 号' },
};
let id: string;

beforeEach(async () => {
  desk.as(owner);
  const made = await desk.call('POST', '/customers', { ...facts, externalId: newId() });
  id = String(made.body['id']);
});

async function found(actor: Actor, q: string): Promise<boolean> {
  desk.as(actor);
  const { body } = await desk.get('/customers', { q, limit: 200 });
  return body.items.some((item) => item['id'] === id);
}

describe('a clerk', () => {
  test('sees phone, mail and address in part, on the card as in the list, and is told which', async () => {
    desk.as(clerk);
    const seen = {
      phone: '138****8765',
      email: 'x***@example.com',
      address: { province: '浙江', city: '杭州', district: '***', text: '***' },
      cardNumber: 'VIP20260001',
      masked: ['phone', 'email', 'address'],
    };
    expect((await desk.call('GET', `/customers/${id}`)).body).toMatchObject(seen);
    const list = await desk.get('/customers', { limit: 200 });
    expect(list.body.items.find((item) => item['id'] === id)).toMatchObject(seen);
    expect(list.raw).not.toContain('13812348765');
  });

  test('finds by the whole phone, its tail and the name, never by a part that the mask covers', async () => {
    for (const q of ['13812348765', '138 1234 8765', '8765', '王秀英', 'wxy', 'xiuying@example.com'])
      expect(await found(clerk, q), q).toBe(true);
    for (const q of ['1234', '13812', '2348', 'example.com', '0048765'.slice(0, 4)])
      expect(await found(clerk, q), q).toBe(false);
    // Five digits tell no more than the four that are shown.
    expect([await found(clerk, '48765'), await found(clerk, '08765')]).toEqual([true, true]);
    expect(await found(owner, '1234')).toBe(true);
  });

  test('sends back a mask without harm, and may write down a new number', async () => {
    desk.as(clerk);
    const card = (await desk.call('GET', `/customers/${id}`)).body;
    const { phone, email, address } = card;
    const text = { ...(address as object), text: '文三路 2 号' };
    expect((await desk.call('PATCH', `/customers/${id}`, { phone, email, address: text, tags: ['VIP'] })).status).toBe(
      200,
    );
    desk.as(owner);
    expect((await desk.call('GET', `/customers/${id}`)).body).toMatchObject({
      phone: '13812348765',
      email: 'xiuying@example.com',
      address: { district: '西湖区', text: '文三路 2 号' },
    });
    desk.as(clerk);
    expect((await desk.call('PATCH', `/customers/${id}`, { phone: '13900001111' })).body).toMatchObject({
      phone: '139****1111',
    });
  });

  test('reads the history with the same masks', async () => {
    await desk.call('PATCH', `/customers/${id}`, { phone: '13900001111', email: 'neu@example.com' });
    desk.as(clerk);
    const { raw } = await desk.call('GET', `/customers/${id}/timeline`);
    expect(raw).toContain('138****8765');
    expect(raw).not.toMatch(/13812348765|13900001111|xiuying@|neu@/);
  });
});

describe('a hidden field', () => {
  test('is nowhere: card, list, search, filter, look-alikes, history', async () => {
    await desk.call('PATCH', `/customers/${id}`, { phone: '13900001111' });
    desk.as(blind);
    const card = await desk.call('GET', `/customers/${id}`);
    expect(card.body).toMatchObject({ phone: null, email: null, address: null, birthday: null, age: null, masked: [] });
    expect(card.body['missing']).not.toContain('phone');
    // Not the first part of the mailbox alone: it is the pinyin of the name, too.
    for (const q of ['13900001111', '1111', 'xiuying@example.com', 'VIP20260001']) {
      expect(await found(owner, q), q).toBe(true);
      expect(await found(blind, q), q).toBe(false);
    }
    expect(await found(blind, '秀英')).toBe(true);
    const filtered = await desk.get('/customers', { filter: JSON.stringify({ hasPhone: true }) });
    expect([filtered.status, filtered.body['code']]).toEqual([422, 'CUSTOMER_FILTER_UNKNOWN']);
    const month = await desk.get('/customers', { filter: JSON.stringify({ birthdayMonth: 8 }) });
    expect(month.body['code']).toBe('CUSTOMER_FILTER_UNKNOWN');
    expect((await desk.get('/customers/look-alikes', { phone: '13900001111' })).body.items).toEqual([]);
    expect((await desk.call('GET', `/customers/${id}/timeline`)).raw).not.toMatch(/1381234|1390000/);
  });

  test('is not written either, and not emptied by sending nothing back', async () => {
    desk.as(blind);
    const refused = await desk.call('PATCH', `/customers/${id}`, { phone: '13900001111' });
    expect([refused.status, refused.body['code']]).toEqual([403, 'CUSTOMER_FIELD_NOT_YOURS']);
    const kept = await desk.call('PATCH', `/customers/${id}`, { phone: null, birthday: null, tags: ['新'] });
    expect(kept.status).toBe(200);
    desk.as(owner);
    expect((await desk.call('GET', `/customers/${id}`)).body).toMatchObject({
      phone: '13812348765',
      birthday: { month: 8 },
      tags: ['新'],
    });
  });
});

test('a field that may only be read is sent back as it is, and not changed', async () => {
  desk.as(actorWith(EVERYTHING, { fields: { 'customers.phone': 'read' } }));
  expect((await desk.call('PATCH', `/customers/${id}`, { phone: '13812348765', tags: ['a'] })).status).toBe(200);
  const refused = await desk.call('PATCH', `/customers/${id}`, { phone: null });
  expect([refused.status, refused.body['code']]).toEqual([403, 'CUSTOMER_FIELD_NOT_YOURS']);
});

describe('a deputy', () => {
  test('sees the absent colleague’s customers from the first instant to the last, and not a second longer', async () => {
    const absent = newId();
    const [from, until] = [new Date('2026-11-20T00:00:00Z'), new Date('2026-11-30T12:00:00Z')];
    await desk.house.in(desk.shop, (ctx) =>
      ctx.db.updateTable('customers').set({ owner_id: absent }).where('id', '=', id).execute(),
    );
    const deputy = actorWith({ 'customers.read': 'own' }, { deputyFor: [{ memberId: absent, from, until }] });
    const { customerNames } = await import('../index.ts');
    const sees = (at: string) =>
      desk.house.in(
        desk.shop,
        async (ctx) => (await customerNames({ ...ctx, now: new Date(at) }, [id])).has(id),
        deputy,
      );
    expect([
      await sees('2026-11-19T23:59:59Z'),
      await sees('2026-11-20T00:00:00Z'),
      await sees('2026-11-30T11:59:59.999Z'),
      await sees('2026-11-30T12:00:00Z'),
    ]).toEqual([false, true, true, false]);
  });
});
