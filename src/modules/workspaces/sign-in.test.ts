import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { buildServer } from '../../kernel/http/server.ts';
import { openDoorkeeper } from './doorkeeper.ts';
import { workspacesModule } from './module.ts';
import { resetPassword } from './password-reset.ts';
import { createUser, setupLink } from './setup.ts';
import { FIRST_SHOP, password, signInHouse, type Method } from './testing/sign-in-house.ts';

const { house, call, signedIn, makeUser } = await signInHouse();
let owner: string;
let workspaceId: string;

describe('the first start', () => {
  test('its link makes the first owner, once', async () => {
    expect((await call('GET', '/session')).body).toMatchObject({ setupNeeded: true });
    const token = new URL((await setupLink(house)) as string).searchParams.get('token');
    const given = { token, ...FIRST_SHOP };
    expect((await call('POST', '/setup', { ...given, zone: 'Mars/Base' })).body).toMatchObject({
      code: 'ZONE_UNKNOWN',
    });
    const twice = await Promise.all([call('POST', '/setup', given), call('POST', '/setup', given)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 409]);
    const first = twice.find(({ status }) => status === 201);
    owner = first?.cookie ?? '';
    workspaceId = (first?.body as unknown as { workspace: { id: string } } | undefined)?.workspace.id ?? '';
    expect(await setupLink(house)).toBeNull();
    const session = await call('GET', '/session', undefined, { cookie: owner });
    expect(session.body).toMatchObject({ setupNeeded: false, user: { name: '林老板', email: 'lin@example.com' } });
    expect(session.body['permissions']).toContain('keys.manage');
  });
});

describe('signing in', () => {
  test('takes the right password, in a cookie that scripts cannot read', async () => {
    const answer = await call('POST', '/sign-in', { email: 'LIN@example.com', password });
    expect(answer.status).toBe(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await call('POST', '/sign-in', { email: 'lin@example.com', password: 'wrong' })).body).toMatchObject({
      code: 'SIGN_IN_WRONG',
    });
    expect((await call('POST', '/sign-in', { email: 'nobody@example.com', password })).body).toMatchObject({
      code: 'SIGN_IN_WRONG',
    });
  });

  test('ends with signing out', async () => {
    const cookie = await signedIn('lin@example.com');
    expect((await call('GET', '/sessions', undefined, { cookie })).status).toBe(200);
    await call('POST', '/sign-out', {}, { cookie });
    await expect.poll(async () => (await call('GET', '/sessions', undefined, { cookie })).status).toBe(401);
  });

  test('a page of another site cannot act with the cookie', async () => {
    const foreign = { cookie: owner, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await call('PATCH', '/workspace', { name: '坏店' }, foreign)).status).toBe(403);
    const own = { cookie: owner, origin: 'http://localhost:80', host: 'localhost:80', 'sec-fetch-site': 'same-origin' };
    expect((await call('PATCH', '/workspace', { name: '林记茶行' }, own)).status).toBe(200);
  });

  test('two hundred guesses at once are at most ten guesses', async () => {
    await createUser(house, { email: 'target@example.com', name: '目标', role: 'clerk', workspaceId });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        call('POST', '/sign-in', { email: 'target@example.com', password: `guess ${n}` }, {}, '203.0.113.5'),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(190);
    expect(Number(answers.find(({ status }) => status === 429)?.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('the record of sign-ins', () => {
  type Seen = { items: { outcome: string; way: string; ip: string; name: string }[]; nextCursor: string | null };
  const seen = async (path: string, cookie: string) => {
    const { body } = await call('GET', path, undefined, { cookie });
    return (body as unknown as Seen).items.map(({ outcome, way, ip }) => [outcome, way, ip].join(' '));
  };

  test('says who came in or was refused, from where and how: to the person and to the owner', async () => {
    await makeUser(workspaceId, 'seen@example.com');
    await call('POST', '/sign-in', { email: 'seen@example.com', password: 'not the one' }, {}, '203.0.113.9');
    const cookie = await signedIn('seen@example.com');
    const mine = ['in password 127.0.0.1', 'password password 203.0.113.9'];
    expect(await seen('/me/sign-ins', cookie)).toEqual(mine);
    const list = await call('GET', '/members', undefined, { cookie: owner });
    const member = (list.body as unknown as { items: { id: string; email: string }[] }).items.find(
      ({ email }) => email === 'seen@example.com',
    );
    expect(await seen(`/sign-ins?memberId=${member?.id}`, owner)).toEqual(mine);
    expect((await seen('/sign-ins?limit=200', owner)).length).toBeGreaterThan(2);
    expect((await call('GET', '/sign-ins', undefined, { cookie })).status).toBe(403);
    const one = await call('GET', '/sign-ins?limit=1', undefined, { cookie: owner });
    const { items, nextCursor } = one.body as unknown as Seen;
    expect(items).toHaveLength(1);
    expect(await seen(`/sign-ins?limit=1&cursor=${nextCursor}`, owner)).not.toEqual([]);
  });

  test('ending all other sessions ends them at once, everywhere', async () => {
    const others = await Promise.all([1, 2, 3].map(() => signedIn('seen@example.com')));
    const here = await signedIn('seen@example.com');
    for (const cookie of others) expect((await call('GET', '/sessions', undefined, { cookie })).status).toBe(200);
    expect((await call('DELETE', '/sessions', undefined, { cookie: here })).body).toEqual({ ok: true });
    for (const cookie of others) expect((await call('GET', '/sessions', undefined, { cookie })).status).toBe(401);
    const left = await call('GET', '/sessions', undefined, { cookie: here });
    expect((left.body as unknown as { items: object[] }).items).toMatchObject([{ current: true }]);
  });

  test('whoever finds a screen that was opened a while ago shuts nobody out without the password', async () => {
    const other = await signedIn('seen@example.com');
    const here = await signedIn('seen@example.com');
    await house.database.local
      .updateTable('sessions')
      .set({ created_at: new Date(Date.now() - 11 * 60_000) })
      .execute();
    const end = (given?: object) => call('DELETE', '/sessions', given, { cookie: here });
    expect((await end()).body).toMatchObject({ code: 'PASSWORD_NEEDED' });
    expect((await end({ password: 'not mine at all' })).body).toMatchObject({ code: 'PASSWORD_WRONG' });
    const { items } = (await call('GET', '/sessions', undefined, { cookie: here })).body as unknown as {
      items: { id: string; current: boolean }[];
    };
    const [mine, theirs] = [true, false].map((current) => items.find((one) => one.current === current)?.id);
    expect((await call('DELETE', `/sessions/${theirs}`, undefined, { cookie: here })).status).toBe(422);
    expect((await call('DELETE', `/sessions/${theirs}`, { password }, { cookie: here })).status).toBe(200);
    expect((await end({ password })).body).toEqual({ ok: true });
    expect((await call('GET', '/sessions', undefined, { cookie: other })).status).toBe(401);
    expect((await call('DELETE', `/sessions/${mine}`, undefined, { cookie: here })).status).toBe(200);
    expect((await call('GET', '/sessions', undefined, { cookie: here })).status).toBe(401);
  });
});

describe('a forgotten password', () => {
  test('is replaced by the link, which works once and ends all sessions', async () => {
    await makeUser(workspaceId, 'forgets@example.com');
    const old = await signedIn('forgets@example.com');
    const { link } = await resetPassword(house, 'forgets@example.com');
    const token = link.split('/').at(-1);
    const chosen = { password: '一个全新的很长的密码呀' };
    for (const [guess, code] of [
      ['forgets2026', 'PASSWORD_OWN'],
      ['林记茶行林记茶行2026', 'PASSWORD_OWN'],
      ['Password2026!', 'PASSWORD_COMMON'],
    ])
      expect((await call('POST', `/password-reset/${token}`, { password: guess })).body).toMatchObject({ code });
    expect((await call('POST', `/password-reset/${token}`, { password: 'aaaaaaaaaaaa' })).body).toMatchObject({
      code: 'PASSWORD_COMMON',
    });
    expect((await call('POST', `/password-reset/${token}`, chosen)).status).toBe(200);
    expect((await call('POST', `/password-reset/${token}`, chosen)).status).toBe(410);
    await expect.poll(async () => (await call('GET', '/sessions', undefined, { cookie: old })).status).toBe(401);
    expect(await signedIn('forgets@example.com', chosen.password)).not.toBe('');
  });

  test('asking says the same whether the address is known or not', async () => {
    const known = await call('POST', '/password-reset', { email: 'lin@example.com' });
    const unknown = await call('POST', '/password-reset', { email: 'stranger@example.com' });
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
  });
});

test('what is refused and what changes a way in stands in the log: by id, without a name, address or token', async () => {
  const lines: string[] = [];
  const heard = { ...house, log: pino({ base: null }, { write: (line: string) => void lines.push(line) }) };
  const doorkeeper = openDoorkeeper(heard);
  const server = await buildServer({ ...heard, doorkeeper }, [workspacesModule]);
  await makeUser(workspaceId, 'noted@example.com');
  const cookie = await signedIn('noted@example.com');
  const ask = (method: Method, path: string, payload: object) =>
    server.inject({ method, url: `/api/v1${path}`, payload, headers: { cookie } });
  await ask('POST', '/keys', { name: 'x', role: 'clerk' });
  await ask('PATCH', '/me', { oldPassword: password, newPassword: 'sixteen green umbrellas' });
  await ask('POST', '/me/totp', { password: 'sixteen green umbrellas' });
  const token = 'Ab3'.repeat(12);
  for (let n = 0; n < 31; n += 1)
    await ask('POST', `/password-reset/${token}`, { password: 'sixteen green umbrellas' });
  const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const { user_id: userId } = await house.database.local
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select('user_id')
    .where('email', '=', 'noted@example.com')
    .executeTakeFirstOrThrow();
  expect(said).toContainEqual(
    expect.objectContaining({
      msg: 'refused',
      code: 'NOT_ALLOWED',
      operation: 'POST /api/v1/keys',
      userId,
      workspaceId,
    }),
  );
  expect(said).toContainEqual(expect.objectContaining({ msg: 'password changed', userId }));
  expect(said).toContainEqual(
    expect.objectContaining({ msg: 'limit reached', operation: 'POST /api/v1/password-reset/*' }),
  );
  for (const secret of [token, 'noted@', '同事', '127.0.0.1']) expect(lines.join('')).not.toContain(secret);
  openDoorkeeper(house);
});

test('nothing in the database signs anybody in', async () => {
  const rows = await house.database.local.selectFrom('sessions').select('token_hash').execute();
  const token = owner.split('=')[1] ?? '';
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(token);
});
