import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stranger, type Actor } from '../access.ts';
import { byId, listInput, noInput, operation, pick } from '../contract.ts';
import type { Ctx } from '../context.ts';
import { commonErrors, refusals } from '../errors.ts';
import type { Doorkeeper } from '../house.ts';
import { newId } from '../ids.ts';
import { decodeCursor } from '../paging.ts';
import { actorWith, testHouse } from '../testing/house.ts';
import { bindRoutes } from './routes.ts';
import { buildServer } from './server.ts';

const refuse = refusals(commonErrors);

const contract = {
  notes: {
    add: operation({
      method: 'POST',
      path: '/notes',
      summary: 'Write a note',
      requires: 'notes.create',
      input: z.object({ text: z.string().min(1).max(20) }).strict(),
      output: z.object({ id: z.uuid(), text: z.string() }),
    }),
    list: operation({
      method: 'GET',
      path: '/notes',
      summary: 'All notes',
      requires: 'notes.read',
      input: listInput.strict(),
      output: z.object({ count: z.number(), limit: z.number() }),
    }),
    read: operation({
      method: 'GET',
      path: '/notes/{id}',
      summary: 'One note',
      requires: 'notes.read',
      input: byId,
      output: z.object({ id: z.uuid() }),
      errors: pick(commonErrors, 'NOT_FOUND'),
    }),
    fail: operation({
      method: 'POST',
      path: '/notes/fail',
      summary: 'Breaks',
      requires: 'notes.create',
      input: noInput,
      output: noInput,
    }),
  },
};

const routes = bindRoutes(contract, {
  notes: {
    add: async (ctx, { text }) => {
      const id = newId();
      await insertCustomer(ctx, id, text);
      return { id, text };
    },
    list: async (ctx, { limit, cursor }) => {
      decodeCursor(cursor, 1);
      const rows = await ctx.db.selectFrom('customers').select('id').execute();
      return { count: rows.length, limit };
    },
    read: async () => {
      throw refuse('NOT_FOUND');
    },
    fail: async (ctx) => {
      await insertCustomer(ctx, newId(), 'half');
      throw new Error('secret detail');
    },
  },
});

function insertCustomer(ctx: Ctx, id: string, name: string) {
  return ctx.db.insertInto('customers').values({ workspace_id: ctx.workspace.id, id, name, sort_name: name }).execute();
}

let actor: Actor = actorWith({ 'notes.create': 'all', 'notes.read': 'all' });
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace: shop, locale: 'zh-CN' }) };
const house = await testHouse({ doorkeeper });
const shop = await house.openWorkspace();
const app = await buildServer(house, [{ name: 'notes', contract, routes }]);

function call(method: 'GET' | 'POST', path: string, body?: unknown, headers: Record<string, string> = {}) {
  return app.inject({
    method,
    url: `/api/v1${path}`,
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  });
}

async function noteCount(): Promise<number> {
  return (await call('GET', '/notes')).json<{ count: number }>().count;
}

describe('an operation', () => {
  test('answers what its contract says, with 201 for something new', async () => {
    const answer = await call('POST', '/notes', { text: '爱喝岩茶' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ text: '爱喝岩茶' });
  });

  test('reads numbers from the address', async () => {
    expect((await call('GET', '/notes?limit=7')).json()).toMatchObject({ limit: 7 });
  });

  test('names the field that is wrong, in the language asked for', async () => {
    const answer = await call('POST', '/notes', { text: '' }, { 'accept-language': 'en' });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'BAD_INPUT',
      data: { fields: [{ path: 'text', message: 'must be at least 1' }] },
    });
    expect((await call('POST', '/notes', { text: '' })).json<{ message: string }>().message).toMatch(/填写的内容有误/);
  });

  test('refuses what it does not know', async () => {
    expect((await call('GET', '/notes?colour=red')).statusCode).toBe(422);
    expect((await call('POST', '/notes', { text: 'x', admin: true })).statusCode).toBe(422);
    expect((await call('GET', '/notes?cursor=%00broken')).statusCode).toBe(422);
  });

  test('bad input is never a server error', async () => {
    const bodies = ['{', 'null', '[]', '"text"', '{"text":{"$ne":1}}', '{"__proto__":{"text":"x"}}', '\u0000'];
    for (const body of bodies) expect((await call('POST', '/notes', body)).statusCode, body).toBeLessThan(500);
    for (const path of ['/notes/1', '/notes/%', '/notes/%00', '/nothing', '/notes?limit=1e99', '/notes?limit[]=1']) {
      expect((await call('GET', path)).statusCode, path).toBeLessThan(500);
    }
  });

  test('an unforeseen error says nothing of its inside and leaves nothing half-saved', async () => {
    const before = await noteCount();
    const answer = await call('POST', '/notes/fail', {});
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret detail');
    expect(await noteCount()).toBe(before);
  });
});

describe('rights', () => {
  test('a stranger is asked to sign in, and someone without the right is told so', async () => {
    const owner = actor;
    actor = stranger;
    expect((await call('GET', '/notes')).statusCode).toBe(401);
    actor = actorWith({ 'notes.read': 'own' });
    expect((await call('POST', '/notes', { text: 'x' })).statusCode).toBe(403);
    actor = owner;
  });
});

describe('an Idempotency-Key', () => {
  test('gives the first answer again and has one effect', async () => {
    const before = await noteCount();
    const key = { 'idempotency-key': 'receipt-1' };
    const first = await call('POST', '/notes', { text: 'once' }, key);
    const second = await call('POST', '/notes', { text: 'once' }, key);
    expect(second.json()).toEqual(first.json());
    expect(second.statusCode).toBe(201);
    expect(await noteCount()).toBe(before + 1);
  });

  test('is refused with other data', async () => {
    await call('POST', '/notes', { text: 'a' }, { 'idempotency-key': 'receipt-2' });
    const other = await call('POST', '/notes', { text: 'b' }, { 'idempotency-key': 'receipt-2' });
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('has one effect when fifty clients use it at once', async () => {
    const before = await noteCount();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => call('POST', '/notes', { text: 'rush' }, { 'idempotency-key': 'receipt-3' })),
    );
    expect(await noteCount()).toBe(before + 1);
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([201, 409]));
  });

  test('a failed attempt may be tried again with the same key', async () => {
    const key = { 'idempotency-key': 'receipt-4' };
    expect((await call('POST', '/notes/fail', {}, key)).statusCode).toBe(500);
    expect((await call('POST', '/notes', { text: 'again' }, key)).statusCode).toBe(201);
  });
});

test('the reference describes every operation with its path', async () => {
  const document = (await call('GET', '/openapi.json')).json<{ openapi: string; paths: Record<string, unknown> }>();
  expect(document.openapi).toMatch(/^3\.1/);
  expect(Object.keys(document.paths)).toEqual(['/notes', '/notes/{id}', '/notes/fail']);
});

test('the same can be read as a page, without scripts', async () => {
  const page = await app.inject({ method: 'GET', url: '/api/docs' });
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toMatch(/text\/html/);
  expect(page.body).toContain('/api/v1/notes/{id}');
  expect(page.body).not.toContain('<script');
});

describe('the metrics', () => {
  test('are for this machine', async () => {
    const answer = await app.inject({ method: 'GET', url: '/metrics' });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('regulars_http_seconds_count');
  });

  test('are hidden from others, also behind a proxy on this machine', async () => {
    const elsewhere = [{ remoteAddress: '10.1.2.3' }, { headers: { 'x-forwarded-for': '203.0.113.9' } }];
    for (const from of elsewhere) {
      expect((await app.inject({ method: 'GET', url: '/metrics', ...from })).statusCode).toBe(404);
    }
  });
});
