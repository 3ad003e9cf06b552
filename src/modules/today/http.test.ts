import { expect, test } from 'vitest';
import { actorWith, testHouse } from '../../kernel/testing/house.ts';
import { buildServer } from '../../kernel/http/server.ts';
import type { Doorkeeper } from '../../kernel/house.ts';
import { todayModule } from './module.ts';
import { addCustomer, late, raise } from './testing/shop.ts';

let actor = actorWith({ 'customers.read': 'all', 'today.work': 'all', 'settings.read': 'all', 'settings.edit': 'all' });
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace: shop, locale: 'en' }) };
const house = await testHouse({ doorkeeper });
const shop = await house.openWorkspace();
const app = await buildServer(house, [todayModule]);

function call(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object, headers: Record<string, string> = {}) {
  return app.inject({ method, url: `/api/v1${path}`, ...(body ? { payload: body } : {}), headers });
}

test('a card is read, answered once whatever the network does, and taken back', async () => {
  const id = await addCustomer(house, shop, { name: '黄蓉' });
  await raise(house, shop, late(id));
  const [card] = (await call('GET', '/today')).json<{ cards: { reasons: object[] }[] }>().cards;
  expect(card).toMatchObject({
    id,
    rank: 1,
    customer: { id, name: '黄蓉' },
    stake: { amount: '100.00', currency: 'CNY' },
  });
  expect(card?.reasons).toMatchObject([{ due: null, source: 'alert-1', stake: { amount: '100.00' } }]);

  const body = { outcome: 'done', way: 'called' };
  const key = { 'idempotency-key': 'tap-1' };
  const first = await call('POST', `/today/${id}/outcome`, body, key);
  expect(first.statusCode).toBe(201);
  const again = await call('POST', `/today/${id}/outcome`, body, key);
  expect(again.json()).toEqual(first.json());
  expect((await call('GET', '/today?beyond=true&whose=all')).json()).toMatchObject({ cards: [], done: 1 });

  const undo = await call('POST', `/today/outcomes/${first.json<{ id: string }>().id}/undo`, {});
  expect(undo.statusCode).toBe(200);
  expect((await call('GET', '/today/done')).json()).toMatchObject({ items: [] });
  expect((await call('GET', '/today')).json()).toMatchObject({ cards: [{ id }], done: 0 });
});

test.each([
  ['/today?colour=red', 422],
  ['/today?beyond=perhaps', 422],
  ['/today/done?cursor=%00', 422],
  ['/today/done?day=2026-02-30', 422],
])('bad input %s is refused with %i', async (path, status) => {
  expect((await call('GET', path)).statusCode).toBe(status);
});

test.each([
  ['/today/not-an-id/outcome', { outcome: 'done' }, 422],
  ['/today/0193a000-0000-7000-8000-000000000001/outcome', { outcome: 'done' }, 404],
  ['/today/0193a000-0000-7000-8000-000000000001/outcome', { outcome: 'maybe' }, 422],
  ['/today/0193a000-0000-7000-8000-000000000001/outcome', { outcome: 'later', until: '2026-13-01' }, 422],
  ['/today/outcomes/0193a000-0000-7000-8000-000000000001/undo', {}, 404],
])('answering %s with %o gives %i', async (path, body, status) => {
  expect((await call('POST', path, body)).statusCode).toBe(status);
});

test('the settings are changed by who saw them last', async () => {
  expect((await call('GET', '/today/settings')).json()).toMatchObject({ capacity: 20, version: 0 });
  expect((await call('PATCH', '/today/settings', { capacity: 5, version: 0 })).json()).toMatchObject({ capacity: 5 });
  expect((await call('PATCH', '/today/settings', { capacity: 6, version: 0 })).statusCode).toBe(409);
  expect((await call('PATCH', '/today/settings', { capacity: 0, version: 1 })).statusCode).toBe(422);
});

test('nobody works the desk without the right', async () => {
  const before = actor;
  actor = actorWith({ 'customers.read': 'all' });
  expect((await call('GET', '/today')).statusCode).toBe(403);
  actor = before;
});
