import { beforeAll, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { isOpenWithoutTls } from '../../kernel/config.ts';
import { buildServer } from '../../kernel/http/server.ts';
import type { House } from '../../kernel/house.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { openDoorkeeper } from './doorkeeper.ts';
import { workspacesModule } from './module.ts';
import { setupLink } from './setup.ts';

const DAY = 86_400_000;
const email = 'lin@example.com';
const password = '春天的龙井茶最好喝了呀';
let app: FastifyInstance;
let house: House;

/** An installation that people reach over TLS. */
beforeAll(async () => {
  const bare = await testHouse();
  const there = { ...bare, config: { ...bare.config, publicUrl: 'https://shop.example' } };
  house = { ...there, doorkeeper: openDoorkeeper(there) };
  app = await buildServer(house, [workspacesModule]);
  const token = new URL((await setupLink(house)) as string).searchParams.get('token');
  const shop = { workspace: '林记茶行', zone: 'Asia/Shanghai', currency: 'CNY', language: 'zh-CN' };
  await post('/setup', { token, ...shop, name: '林老板', email, password });
});

function post(path: string, payload: object, cookie = '') {
  return app.inject({ method: 'POST', url: `/api/v1${path}`, payload, headers: { cookie } });
}

async function signIn(before = ''): Promise<string> {
  const { headers } = await post('/sign-in', { email, password }, before);
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

async function isIn(cookie: string): Promise<boolean> {
  const { statusCode } = await app.inject({ url: '/api/v1/sessions', headers: { cookie } });
  return statusCode === 200;
}

test.each(['Soso123aljg', 'mailcreated5240', 'MOTHERLODE', 'rjirfrgbde'])(
  'a password from a breach is refused although no rule tells it: %s',
  async (newPassword) => {
    const cookie = await signIn();
    const payload = { oldPassword: password, newPassword };
    const answer = await app.inject({ method: 'PATCH', url: '/api/v1/me', payload, headers: { cookie } });
    expect(answer.json()).toMatchObject({ code: 'PASSWORD_COMMON' });
  },
);

test('the business says when other machines reach it without TLS', async () => {
  const cookie = await signIn();
  const read = async () =>
    (await app.inject({ url: '/api/v1/workspace', headers: { cookie } })).json<{ openWithoutTls: boolean }>();
  expect(await read()).toMatchObject({ openWithoutTls: false });
  expect(
    [
      ['127.0.0.1', 'http://localhost:3000'],
      ['::1', 'http://localhost:3000'],
      ['0.0.0.0', 'https://shop.example'],
      ['0.0.0.0', 'http://shop.example'],
      ['192.168.1.5', 'http://192.168.1.5:3000'],
    ].map(([host = '', publicUrl = '']) => isOpenWithoutTls({ host, publicUrl })),
  ).toEqual([false, false, false, true, true]);
});

test('over TLS the cookie is of this host alone, and no other name opens', async () => {
  const { headers } = await post('/sign-in', { email, password });
  expect(headers['set-cookie']).toMatch(
    /^__Host-regulars_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; .*Secure$/,
  );
  const cookie = await signIn();
  expect(await isIn(cookie)).toBe(true);
  expect(await isIn(cookie.replace('__Host-', ''))).toBe(false);
});

test('who signs in again on the same browser leaves no session behind', async () => {
  const before = await signIn();
  expect(await isIn(before)).toBe(true);
  const after = await signIn(before);
  expect(after).not.toBe(before);
  expect(await isIn(after)).toBe(true);
  expect(await isIn(before)).toBe(false);
});

test('a session that is used every day ends all the same after ninety days', async () => {
  const db = house.database.local;
  const cookie = await signIn();
  const began = new Date(Date.now() - 80 * DAY);
  const { id } = await db
    .selectFrom('sessions')
    .select('id')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  await db
    .updateTable('sessions')
    .set({ created_at: began, last_seen_at: new Date(Date.now() - 2 * 3_600_000) })
    .where('id', '=', id)
    .execute();
  expect(await isIn(cookie)).toBe(true);
  const used = await db.selectFrom('sessions').select('expires_at').where('id', '=', id).executeTakeFirstOrThrow();
  expect(used.expires_at.getTime() - began.getTime()).toBe(90 * DAY);
});
