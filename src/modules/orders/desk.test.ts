import { beforeAll, describe, expect, test } from 'vitest';
import { actorWith, testHouse, type TestHouse } from '../../kernel/testing/house.ts';
import { buildServer } from '../../kernel/http/server.ts';
import { customersModule } from '../customers/module.ts';
import { ordersModule } from './module.ts';

const OWNER = {
  'customers.read': 'all',
  'customers.create': 'all',
  'orders.read': 'all',
  'orders.create': 'all',
  'orders.edit': 'all',
  'products.edit': 'all',
  'settings.edit': 'all',
} as const;

interface Answer {
  status: number;
  body: Record<string, unknown> & { items: Record<string, unknown>[]; id: string };
}

let house: TestHouse;
let call: (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<Answer>;

beforeAll(async () => {
  let shop: Awaited<ReturnType<TestHouse['openWorkspace']>> | null = null;
  const actor = actorWith(OWNER);
  house = await testHouse({ doorkeeper: { identify: async () => ({ actor, workspace: shop, locale: 'zh-CN' }) } });
  shop = await house.openWorkspace();
  const app = await buildServer(house, [customersModule, ordersModule]);
  call = async (method, path, body) => {
    const answer = await app.inject({ method, url: `/api/v1${path}`, ...(body ? { payload: body } : {}) });
    return { status: answer.statusCode, body: JSON.parse(answer.body) as Answer['body'] };
  };
});

async function newCustomer(name: string): Promise<string> {
  return (await call('POST', '/customers', { name })).body.id;
}

describe('products', () => {
  test('are kept under their article number, once each', async () => {
    const made = await call('POST', '/products', {
      sku: 'YC-1',
      name: '武夷肉桂',
      category: '岩茶',
      unitPrice: { amount: '298.00', currency: 'CNY' },
    });
    expect(made).toMatchObject({ status: 201, body: { version: 1, unitPrice: { amount: '298.00' } } });
    expect(await call('POST', '/products', { sku: 'YC-1', name: '别的' })).toMatchObject({
      status: 409,
      body: { code: 'PRODUCT_SKU_TAKEN' },
    });
    const changed = await call('PATCH', `/products/${made.body.id}`, { name: '肉桂（特级）', version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { name: '肉桂（特级）', category: '岩茶', version: 2 } });
    expect((await call('PATCH', `/products/${made.body.id}`, { name: '旧', version: 1 })).status).toBe(409);
  });

  test('are found by any part of name or number, page by page', async () => {
    for (const sku of ['B-1', 'B-2', 'B-3']) await call('POST', '/products', { sku, name: `建盏 ${sku}` });
    const first = await call('GET', '/products?q=%E5%BB%BA%E7%9B%8F&limit=2');
    expect(first.body).toMatchObject({ items: [{ sku: 'B-1' }, { sku: 'B-2' }], count: { value: 3, exact: true } });
    const next = await call('GET', `/products?q=%E5%BB%BA%E7%9B%8F&limit=2&cursor=${String(first.body['nextCursor'])}`);
    expect(next.body).toMatchObject({ items: [{ sku: 'B-3' }], nextCursor: null });
    expect((await call('GET', '/products?q=b-2')).body.items).toHaveLength(1);
  });

  test('that a line names for the first time are added', async () => {
    const lines = [{ sku: 'NEW-1', name: '新茶', quantity: '1', unitPrice: '10' }];
    await call('POST', '/orders', { lines });
    expect((await call('GET', '/products?q=NEW-1')).body.items).toMatchObject([{ name: '新茶' }]);
  });
});

describe('a visit', () => {
  test('stands on the timeline, and can be taken back', async () => {
    const customerId = await newCustomer('路过的');
    const made = await call('POST', '/visits', { customerId, store: '鼓楼店' });
    expect(made.status).toBe(201);
    expect((await call('GET', `/visits?customerId=${customerId}`)).body.items).toMatchObject([{ store: '鼓楼店' }]);
    const timeline = await call('GET', `/customers/${customerId}/timeline?kind=visit`);
    expect(timeline.body.items).toMatchObject([{ kind: 'visit', id: made.body.id }]);
    expect((await call('DELETE', `/visits/${made.body.id}`)).status).toBe(200);
    expect((await call('DELETE', `/visits/${made.body.id}`)).body['code']).toBe('VISIT_NOT_FOUND');
    expect((await call('GET', `/visits?customerId=${customerId}`)).body.items).toEqual([]);
  });
});

describe('currency rates', () => {
  test('are set, listed and removed by hand', async () => {
    const customerId = await newCustomer('东京来的');
    await call('POST', '/orders', { customer: { id: customerId }, currency: 'JPY', total: '10000' });
    const rate = { currency: 'JPY', validFrom: '2020-01-01', rate: '0.05' };
    expect((await call('PUT', '/currency-rates', rate)).status).toBe(200);
    expect((await call('GET', '/currency-rates')).body).toMatchObject({ base: 'CNY', items: [rate] });
    const orders = () => call('GET', `/orders?customerId=${customerId}`);
    expect((await orders()).body.items).toMatchObject([{ totalBase: { amount: '500.00', currency: 'CNY' } }]);
    expect((await call('DELETE', '/currency-rates/JPY/2020-01-01')).status).toBe(200);
    expect((await orders()).body.items).toMatchObject([{ totalBase: null }]);
    const own = await call('PUT', '/currency-rates', { ...rate, currency: 'CNY' });
    expect(own.body['code']).toBe('RATE_IN_BASE_CURRENCY');
    expect((await call('PUT', '/currency-rates', { ...rate, rate: '0' })).status).toBe(422);
  });
});

describe('orders over HTTP', () => {
  test('are found by the beginning of their number, and paged newest first', async () => {
    for (const [externalId, placedAt] of [
      ['XS-1', '2026-01-01T10:00:00+08:00'],
      ['XS-2', '2026-01-02T10:00:00+08:00'],
      ['ZZ-1', '2026-01-03T10:00:00+08:00'],
    ]) {
      await call('POST', '/orders', { externalId, placedAt, total: '1.00' });
    }
    const first = await call('GET', '/orders?q=XS-&limit=1');
    expect(first.body).toMatchObject({ items: [{ externalId: 'XS-2' }], count: { value: 2 } });
    const next = await call('GET', `/orders?q=XS-&limit=1&cursor=${String(first.body['nextCursor'])}`);
    expect(next.body).toMatchObject({ items: [{ externalId: 'XS-1' }], nextCursor: null });
  });

  test('are found by the shop’s days, first and last included', async () => {
    for (const [externalId, placedAt] of [
      ['TG-1', '2025-03-09T23:59:59+08:00'],
      ['TG-2', '2025-03-10T00:00:00+08:00'],
      ['TG-3', '2025-03-11T23:59:59+08:00'],
      ['TG-4', '2025-03-12T00:00:00+08:00'],
    ]) {
      await call('POST', '/orders', { externalId, placedAt, total: '1.00' });
    }
    const found = await call('GET', '/orders?from=2025-03-10&to=2025-03-11');
    expect(found.body).toMatchObject({ items: [{ externalId: 'TG-3' }, { externalId: 'TG-2' }], count: { value: 2 } });
  });

  test('bad input is answered with a sentence, never with a crash', async () => {
    const cases: object[] = [
      {},
      { total: 'viel' },
      { total: '1', currency: 'XXX' },
      { total: '999999999999999999' },
      { lines: [{ name: 'x', quantity: '1e5', unitPrice: '1' }] },
      { lines: [{ name: 'x', quantity: '9999999999', unitPrice: '999999999999.99' }] },
      { total: '1', placedAt: '2999-01-01T00:00:00Z' },
      { total: '1', placedAt: '0000-01-01T00:00:00Z' },
      { total: '1', customer: { id: '00000000-0000-0000-0000-000000000000' } },
      { total: '1', customer: {} },
      { total: '1', unknown: true },
    ];
    for (const body of cases) {
      const answer = await call('POST', '/orders', body);
      expect([answer.status, answer.body['message']]).toEqual([422, expect.stringMatching(/\S/)]);
    }
  });

  test('an id that is none, or of nobody, is not found', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect((await call('GET', `/orders/${nobody}`)).status).toBe(404);
    expect((await call('POST', `/orders/${nobody}/refunds`, { amount: '1' })).status).toBe(404);
    expect((await call('GET', '/orders/../x')).status).toBe(404);
    expect((await call('GET', '/orders?cursor=WzEsMl0')).status).toBe(422);
    expect((await call('GET', '/orders?cursor=WyJ4IiwieSJd')).status).toBe(422);
  });
});
