import { afterAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import pg from 'pg';
import { noInput, operation } from '../contract.ts';
import { openDatabase } from '../db/database.ts';
import type { Doorkeeper } from '../house.ts';
import { actorWith, testHouse } from '../testing/house.ts';
import { bindRoutes } from './routes.ts';
import { buildServer } from './server.ts';

const contract = {
  read: operation({
    method: 'GET',
    path: '/stock',
    summary: 'Reads',
    requires: 'stock.read',
    input: noInput,
    output: noInput,
  }),
  lose: operation({
    method: 'POST',
    path: '/stock',
    summary: 'Loses its session',
    requires: 'stock.read',
    input: noInput,
    output: noInput,
  }),
};
const routes = bindRoutes(contract, {
  async read(ctx) {
    await ctx.db.selectFrom('customers').select('id').limit(1).execute();
    return {};
  },
  async lose(ctx) {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(ctx.db);
    const owner = new pg.Client(house.database.settings);
    await owner.connect();
    await owner.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await owner.end();
    await sql`select 1`.execute(ctx.db);
    return {};
  },
});

const actor = actorWith({ 'stock.read': 'all' });
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace: shop, locale: 'en' }) };
const house = await testHouse({ doorkeeper });
const shop = await house.openWorkspace();
const modules = [{ name: 'stock', contract, routes }];

test('while the database is away callers are told so, and when to come again', async () => {
  const nowhere = openDatabase({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'nothing' }, 2);
  afterAll(() => nowhere.close());
  const app = await buildServer({ ...house, database: nowhere }, modules);
  for (const method of ['GET', 'POST'] as const) {
    const answer = await app.inject({ method, url: '/api/v1/stock', ...(method === 'POST' ? { payload: {} } : {}) });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([503, 'DATABASE_AWAY']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  }
});

test('a session that the database ends costs one request, and the next one works', async () => {
  const app = await buildServer(house, modules);
  const lost = await app.inject({ method: 'POST', url: '/api/v1/stock', payload: {} });
  expect([lost.statusCode, lost.headers['retry-after']]).toEqual([503, '5']);
  expect((await app.inject({ method: 'GET', url: '/api/v1/stock' })).statusCode).toBe(200);
});
