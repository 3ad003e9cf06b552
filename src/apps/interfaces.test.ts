import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stranger, type Actor, type Grants } from '../kernel/access.ts';
import type { Workspace } from '../kernel/context.ts';
import type { Doorkeeper } from '../kernel/house.ts';
import { buildServer } from '../kernel/http/server.ts';
import { startWorker, type Worker } from '../kernel/jobs/worker.ts';
import { installReactions } from '../kernel/outbox.ts';
import { actorWith, testHouse } from '../kernel/testing/house.ts';
import { addDays } from '../maths/calendar.ts';
import { openDoorkeeper } from '../modules/workspaces/index.ts';
import { jobs, modules, reactions } from './modules.ts';
import { operationsOf } from './testing/operations.ts';

/** The outward names and fields that scripts and other programs rely on, walked as such a program does. */
let actor: Actor = stranger;
let workspace: Workspace | null = null;
let worker: Worker;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace, locale: 'en' }) };
const house = await testHouse({ doorkeeper, jobs });
openDoorkeeper(house);
installReactions(reactions);
const app = await buildServer(house, modules);

beforeAll(async () => {
  workspace = await house.openWorkspace();
  const rights = (await operationsOf(modules)).map(({ requires }) => [requires, 'all']);
  actor = actorWith(Object.fromEntries(rights) as Grants);
  worker = await startWorker(house, jobs);
});
afterAll(() => worker.stop());

type Body = Record<string, unknown>;

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) {
  const answer = await app.inject({ method, url: `/api/v1${path}`, ...(body ? { payload: body } : {}) });
  return { status: answer.statusCode, text: answer.body, body: answer.body ? (answer.json() as Body) : {} };
}

async function sendFile(text: string, fields: Record<string, string>) {
  const boundary = 'a-boundary-of-parts';
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="till.csv"\r\ncontent-type: text/csv\r\n\r\n${text}\r\n`;
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/imports',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: `${parts.join('')}${file}--${boundary}--\r\n`,
  });
  return { status: answer.statusCode, body: answer.json() as Body };
}

const day = () => new Date().toISOString().slice(0, 10);

describe('customers', () => {
  test('are made, read, changed and binned with the fields by which they are known', async () => {
    const facts = {
      name: '王小明',
      kind: 'person',
      externalId: 'K-1',
      phone: '13800138000',
      email: 'wang@example.com',
      gender: 'male',
      birthday: { calendar: 'lunar', year: 1985, month: 8, day: 15 },
      address: { city: '福州', street: '南后街 1 号' },
      tags: ['红茶'],
      source: '门店',
      stage: 'active',
      custom: { size: 'L' },
    };
    const consents = [{ channel: 'sms', purpose: 'marketing', granted: true, proof: '签字表格' }];
    const made = await call('POST', '/customers', { ...facts, consents });
    expect(made).toMatchObject({ status: 201, body: { ...facts, consents, ownerId: null, version: 1 } });
    const { id } = made.body as { id: string };
    expect((await call('GET', `/customers/${id}`)).body).toMatchObject({ id, ...facts });
    const changed = await call('PATCH', `/customers/${id}`, { source: '网店', version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { source: '网店', version: 2 } });
    expect(await call('PATCH', `/customers/${id}`, { source: '电话', version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'STALE' },
    });
    for (const q of ['王', '小明', 'wangxiaoming', 'wxm', '8000']) {
      expect((await call('GET', `/customers?q=${encodeURIComponent(q)}`)).body, q).toMatchObject({
        items: [{ id }],
        nextCursor: null,
        count: { value: 1, exact: true },
      });
    }
    expect((await call('GET', `/customers?filter=${encodeURIComponent('{"tag":"红茶"}')}`)).body).toMatchObject({
      items: [{ id }],
    });
    expect((await call('GET', '/customers?colour=red')).status).toBe(422);
    expect((await call('GET', `/customers/${id}/timeline`)).body).toMatchObject({ items: expect.any(Array) });
    expect((await call('DELETE', `/customers/${id}`)).status).toBeLessThan(300);
    expect((await call('GET', '/customers')).body).toMatchObject({ items: [] });
  });
});

describe('orders', () => {
  test('find their customer by phone, e-mail or number, or make one; refunds, visits and products', async () => {
    const line = { sku: 'T-1', name: '龙井', category: '绿茶', quantity: '2', unitPrice: '64.00', discount: '8.00' };
    const order = { source: 'till', placedAt: `${day()}T00:00:00Z`, currency: 'CNY', store: '一店', staff: '小李' };
    const first = await call('POST', '/orders', {
      ...order,
      externalId: 'A-1',
      channel: '门店',
      customer: { name: '林小姐', externalId: 'L-1', phone: '13900139000', email: 'lin@example.com', tags: ['绿茶'] },
      lines: [line],
    });
    expect(first).toMatchObject({
      status: 201,
      body: {
        externalId: 'A-1',
        source: 'till',
        store: '一店',
        staff: '小李',
        channel: '门店',
        customer: { name: '林小姐' },
        total: { amount: '120.00', currency: 'CNY' },
        lines: [{ sku: 'T-1', category: '绿茶' }],
      },
    });
    const { id, customer } = first.body as { id: string; customer: { id: string } };
    expect((await call('GET', `/customers/${customer.id}`)).body).toMatchObject({ tags: ['绿茶'] });
    for (const known of [{ phone: '139 0013 9000' }, { email: 'LIN@example.com' }, { externalId: 'L-1' }, customer]) {
      const bearer = 'name' in known ? { id: customer.id } : known;
      const again = await call('POST', '/orders', { ...order, customer: bearer, total: '10.00' });
      expect(again, JSON.stringify(known)).toMatchObject({ status: 201, body: { customer: { id: customer.id } } });
    }
    expect((await call('POST', '/orders', { ...order, externalId: 'A-1', total: '1.00' })).status).toBe(409);
    expect((await call('GET', `/orders?customerId=${customer.id}&limit=2`)).body).toMatchObject({
      items: [expect.any(Object), expect.any(Object)],
      nextCursor: expect.any(String),
      count: { value: 5, exact: true },
    });
    expect(await call('POST', `/orders/${id}/refunds`, { amount: '20.00', reason: '碎了' })).toMatchObject({
      status: 201,
      body: { refunded: { amount: '20.00' }, refunds: [{ reason: '碎了' }] },
    });
    expect((await call('POST', '/visits', { customerId: customer.id })).status).toBe(201);
    expect((await call('POST', '/products', { sku: 'T-9', name: '白茶' })).status).toBe(201);
    expect((await call('GET', '/products?q=白茶')).body).toMatchObject({ items: [{ sku: 'T-9' }] });
  });
});

describe('a file', () => {
  test('comes in, tells its counts and its bad rows, divides and watches the customers, and is undone', async () => {
    const rows = Array.from({ length: 40 }, (_, c) =>
      Array.from({ length: 6 }, (_, n) => {
        const silent = c < 4 ? 70 : c % 7;
        return `C${c},${addDays(day(), -silent - 10 * n - (n % 2))},${50 + c}.00`;
      }),
    ).flat();
    const text = ['customer id,date,amount', ...rows, 'C1,someday,5.00'].join('\n');
    const sent = await sendFile(text, { kind: 'orders' });
    expect(sent).toMatchObject({ status: 201, body: { id: expect.any(String), state: expect.any(String) } });
    const path = `/imports/${sent.body['id'] as string}`;
    await expect.poll(async () => (await call('GET', path)).body['state'], { timeout: 60_000 }).toBe('done');
    const done = (await call('GET', path)).body;
    expect(done).toMatchObject({
      counts: { rows: 241, created: 240, updated: 0, skipped: 0, failed: 1 },
      progress: 1,
      changeSet: expect.any(String),
      undo: null,
    });
    expect((await app.inject({ method: 'GET', url: `/api/v1${path}/errors.csv` })).body).toContain('someday');

    await expect
      .poll(async () => ((await call('GET', '/retention/alerts')).body['items'] as Body[]).length, { timeout: 60_000 })
      .toBeGreaterThan(3);
    // Of the 40 customers of the file those who bought in the period; others of this shop were divided before.
    const divided = async () =>
      ((await call('GET', '/classes/value-matrix')).body['cells'] as { count: number }[]).reduce(
        (sum, { count }) => sum + count,
        0,
      );
    await expect.poll(divided, { timeout: 60_000 }).toBeGreaterThanOrEqual(40);
    const matrix = (await call('GET', '/classes/value-matrix')).body;
    expect(matrix).toMatchObject({ scheme: 'value-matrix', asOf: expect.any(String), cuts: expect.any(Object) });
    const cells = matrix['cells'] as Body[];
    expect(cells.map(({ key }) => key).toSorted()).toEqual(['best', 'frequent', 'spender', 'uncertain']);
    for (const cell of cells) {
      expect(cell).toMatchObject({
        name: expect.any(String),
        strategy: expect.any(String),
        amount: expect.any(Object),
      });
      const members = (await call('GET', `/classes/value-matrix/${cell['key'] as string}/customers?limit=200`)).body;
      expect((members['items'] as Body[]).length, cell['key'] as string).toBe(cell['count']);
    }
    expect((await call('GET', '/classes/rfm')).body).toMatchObject({ scheme: 'rfm' });

    const today = (await call('GET', '/today')).body;
    const card = (today['cards'] as Body[])[0] as { id: string; customer: { id: string } };
    expect(card).toMatchObject({
      rank: 1,
      customer: { id: expect.any(String), name: expect.any(String) },
      suggestion: expect.any(String),
    });
    expect((card as unknown as { reasons: Body[] }).reasons[0]).toMatchObject({
      kind: expect.any(String),
      text: expect.any(String),
      stake: { amount: expect.any(String), currency: 'CNY' },
      source: expect.any(String),
    });
    const insights = (await call('GET', `/customers/${card.customer.id}/insights`)).body;
    expect(insights).toMatchObject({
      rhythm: {
        usualDays: expect.any(Number),
        spreadDays: expect.any(Number),
        sinceDays: expect.any(Number),
        quantile: expect.any(Number),
        explanation: expect.any(Object),
      },
      classes: expect.arrayContaining([
        expect.objectContaining({ scheme: 'value-matrix', key: expect.any(String), since: expect.any(String) }),
      ]),
      value: { explanation: expect.any(Object) },
    });
    expect(insights['predictions']).toBeTypeOf('object');
    for (const [outcome, more] of [
      ['done', { note: '电话已打' }],
      ['later', { until: addDays(day(), 3) }],
      ['wrong', { note: '搬家了' }],
    ] as const) {
      const [next] = (await call('GET', '/today?beyond=true')).body['cards'] as { id: string }[];
      expect((await call('POST', `/today/${next?.id}/outcome`, { outcome, ...more })).status, outcome).toBe(201);
    }

    const undone = await call('POST', `/change-sets/${done['changeSet'] as string}/undo`);
    expect(undone).toMatchObject({
      status: 200,
      body: { reversed: expect.any(Number), kept: expect.any(Array), failed: [] },
    });
    expect((await call('GET', path)).body).toMatchObject({ state: 'undone', undo: undone.body });
  }, 180_000);
});

/** Said with each change anew, and no fact of what is changed. */
const SAID_ANEW = ['PATCH /courses/{id} newEdition'];

test('a change leaves alone what it does not name: no default stands in for it', async () => {
  const changes = (await operationsOf(modules)).filter(({ method }) => method === 'PATCH');
  expect(changes.length).toBeGreaterThan(20);
  const added = changes.flatMap(({ name, sample, read }) => {
    const least = sample('0190f0a0-0000-7000-8000-000000000000');
    return Object.keys(read(least)).flatMap((key) => (key in least ? [] : `${name} ${key}`));
  });
  expect(added).toEqual(SAID_ANEW);
});
