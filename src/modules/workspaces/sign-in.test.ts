import { beforeAll, describe, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { buildServer } from '../../kernel/http/server.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import type { House } from '../../kernel/house.ts';
import { openDoorkeeper } from './doorkeeper.ts';
import { workspacesModule } from './module.ts';
import { resetPassword } from './password-reset.ts';
import { createUser, createWorkspace, setupLink } from './setup.ts';
import { totpAt } from './totp-codes.ts';

let app: FastifyInstance;
let house: House;
let owner: string;
let workspaceId: string;
const password = '春天的龙井茶最好喝了呀';

beforeAll(async () => {
  const bare = await testHouse();
  house = { ...bare, doorkeeper: openDoorkeeper(bare) };
  app = await buildServer(house, [workspacesModule]);
});

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

async function call(
  method: Method,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
  ip = '127.0.0.1',
) {
  const answer = await app.inject({
    method,
    url: `/api/v1${path}`,
    remoteAddress: ip,
    ...(body ? { payload: body } : {}),
    headers: { 'accept-language': 'en', ...headers },
  });
  const cookie = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
  return { status: answer.statusCode, body: answer.json<Record<string, never>>(), cookie, headers: answer.headers };
}

async function signedIn(email: string, secret = password): Promise<string> {
  return (await call('POST', '/sign-in', { email, password: secret })).cookie;
}

describe('the first start', () => {
  test('its link makes the first owner, once', async () => {
    expect((await call('GET', '/session')).body).toMatchObject({ setupNeeded: true });
    const token = new URL((await setupLink(house)) as string).searchParams.get('token');
    const given = {
      token,
      workspace: '林记茶行',
      zone: 'Asia/Shanghai',
      currency: 'CNY',
      language: 'zh-CN',
      name: '林老板',
      email: 'Lin@Example.com ',
      password,
    };
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
    await makeUser('seen@example.com');
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

describe('two steps', () => {
  test('the code is needed, works once, and a recovery code stands in for it', async () => {
    await makeUser('two@example.com');
    const cookie = await signedIn('two@example.com');
    const begun = await call('POST', '/me/totp', { password }, { cookie });
    const secret = unbase32(String(begun.body['secret']));
    const code = () => totpAt(secret, Math.floor(Date.now() / 30_000));
    const confirmed = await call('POST', '/me/totp/confirm', { code: code() }, { cookie });
    const codes = (confirmed.body as unknown as { recoveryCodes: string[] }).recoveryCodes;
    expect(codes).toHaveLength(10);
    for (const one of codes) expect(one).toMatch(/^([a-z2-7]{6}-){3}[a-z2-7]{6}$/);
    const attempt = (given?: string) =>
      call('POST', '/sign-in', { email: 'two@example.com', password, ...(given ? { code: given } : {}) });
    expect((await attempt()).body).toMatchObject({ code: 'CODE_NEEDED' });
    expect((await attempt(code())).body).toMatchObject({ code: 'CODE_WRONG' });
    expect((await attempt(codes[0])).status).toBe(200);
    expect((await attempt(codes[0])).body).toMatchObject({ code: 'CODE_WRONG' });
    expect((await attempt(codes[1]?.replaceAll('-', ' ').toUpperCase())).status).toBe(200);
  });
});

describe('a role that needs a second step', () => {
  test('opens nothing but the way to set it up, and everything after that', async () => {
    const made = await call('POST', '/roles', { name: '出纳', base: 'clerk' }, { cookie: owner });
    const { role } = made.body as unknown as { role: string };
    const { link } = await createUser(house, { email: 'till@example.com', name: '出纳', role, workspaceId });
    await call('POST', `/password-reset/${link?.split('/').at(-1)}`, { password });
    const cookie = await signedIn('till@example.com');
    const customers = () => call('GET', '/members', undefined, { cookie });
    expect((await customers()).status).toBe(200);
    const asked = await call('PUT', `/roles/${role}/second-step`, { required: true }, { cookie: owner });
    expect(asked.body).toMatchObject({ secondStep: true });
    expect((await customers()).body).toMatchObject({ code: 'SECOND_STEP_NEEDED' });
    const again = await call('POST', '/sign-in', { email: 'till@example.com', password });
    expect(again.body).toMatchObject({ secondStepNeeded: true, permissions: [] });
    const begun = await call('POST', '/me/totp', { password }, { cookie });
    const secret = unbase32(String(begun.body['secret']));
    const code = totpAt(secret, Math.floor(Date.now() / 30_000));
    expect((await call('POST', '/me/totp/confirm', { code }, { cookie })).status).toBe(200);
    expect((await customers()).status).toBe(200);
    const session = await call('GET', '/session', undefined, { cookie });
    expect(session.body).toMatchObject({ secondStepNeeded: false });
    const renewed = await call('POST', '/me/totp/recovery-codes', { password }, { cookie });
    expect(renewed.body['recoveryCodes']).toHaveLength(10);
    await call('DELETE', '/me/totp', { password }, { cookie });
    expect((await customers()).status).toBe(403);
  });

  test('is set by who may give that role', async () => {
    await makeUser('plain@example.com');
    const cookie = await signedIn('plain@example.com');
    expect((await call('PUT', '/roles/clerk/second-step', { required: true }, { cookie })).status).toBe(403);
    const unknown = await call(
      'PUT',
      `/roles/${crypto.randomUUID()}/second-step`,
      { required: true },
      { cookie: owner },
    );
    expect(unknown.status).toBe(404);
  });
});

describe('passkeys', () => {
  const nothing = {
    id: 'AAAA',
    rawId: 'AAAA',
    type: 'public-key',
    response: { clientDataJSON: 'e30', signature: 'AA' },
  };

  test('are added by who knows the password, and shown to nobody else', async () => {
    await makeUser('keys@example.com');
    const cookie = await signedIn('keys@example.com');
    const wrong = await call('POST', '/me/passkeys/options', { password: 'not mine' }, { cookie });
    expect(wrong.body).toMatchObject({ code: 'PASSWORD_WRONG' });
    const asked = await call('POST', '/me/passkeys/options', { password }, { cookie });
    expect(asked.body).toMatchObject({ rp: { id: 'localhost' }, user: { name: 'keys@example.com' } });
    const made = await call('POST', '/me/passkeys', { name: '手机', credential: nothing }, { cookie });
    expect(made.body).toMatchObject({ code: 'PASSKEY_WRONG' });
    expect((await call('GET', '/me/passkeys', undefined, { cookie })).body).toEqual({ items: [] });
  });

  test('that nobody added, or that sign nothing, open nothing', async () => {
    const asked = await call('POST', '/sign-in/passkey/options', {});
    expect(String(asked.body['challenge'])).toMatch(/^[\w-]{40,}$/);
    const shown = await call('POST', '/sign-in/passkey', { credential: nothing });
    expect([shown.status, shown.body['code'], shown.cookie]).toEqual([401, 'PASSKEY_WRONG', '']);
    const [person] = await house.database.local.selectFrom('users').select('id').limit(1).execute();
    const known = { user_id: person?.id ?? '', id: crypto.randomUUID(), credential_id: 'AAAA', name: '手机' };
    await house.database.local
      .insertInto('passkeys')
      .values({ ...known, public_key: Buffer.from('no key'), counter: 0n, transports: [], created_at: new Date() })
      .execute();
    expect((await call('POST', '/sign-in/passkey', { credential: nothing })).status).toBe(401);
    const failures = await house.database.local
      .selectFrom('sign_ins')
      .select('outcome')
      .where('way', '=', 'passkey')
      .execute();
    expect(failures).toEqual([{ outcome: 'refused' }]);
  });
});

describe('a forgotten password', () => {
  test('is replaced by the link, which works once and ends all sessions', async () => {
    await makeUser('forgets@example.com');
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

describe('colleagues', () => {
  test('come by invitation and see what their role lets them', async () => {
    const invited = await call('POST', '/invitations', { email: 'wang@example.com', role: 'clerk' }, { cookie: owner });
    const { link, mailed } = invited.body as unknown as { link: string; mailed: boolean };
    expect(invited.body).toMatchObject({ mailed: false });
    expect(mailed).toBe(false);
    const token = link.split('/').at(-1);
    expect((await call('GET', `/invitations/${token}`)).body).toMatchObject({ workspace: '林记茶行', known: false });
    const joined = await call('POST', `/invitations/${token}/accept`, { name: '小王', password });
    expect(joined.body).toMatchObject({ user: { name: '小王' }, workspace: { id: workspaceId } });
    expect((await call('GET', '/keys', undefined, { cookie: joined.cookie })).status).toBe(403);
    expect((await call('GET', `/invitations/${token}`)).status).toBe(410);
  });

  test('an invitation that nobody took in a week is shown as such, and sent anew', async () => {
    const invited = await call('POST', '/invitations', { email: 'late@example.com', role: 'clerk' }, { cookie: owner });
    const { invitation, link } = invited.body as unknown as { invitation: { id: string }; link: string };
    await house.database.local
      .updateTable('invitations')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('id', '=', invitation.id)
      .execute();
    expect((await call('GET', `/invitations/${link.split('/').at(-1)}`)).status).toBe(410);
    const list = await call('GET', '/invitations', undefined, { cookie: owner });
    expect(list.body['items']).toContainEqual(expect.objectContaining({ email: 'late@example.com', expired: true }));
    const again = await call('POST', `/invitations/${invitation.id}/resend`, {}, { cookie: owner });
    expect(again.body).toMatchObject({ invitation: { expired: false } });
    const fresh = (again.body as unknown as { link: string }).link.split('/').at(-1);
    expect((await call('GET', `/invitations/${fresh}`)).status).toBe(200);
    await call('DELETE', `/invitations/${invitation.id}`, undefined, { cookie: owner });
    expect((await call('GET', `/invitations/${fresh}`)).status).toBe(410);
    expect((await call('POST', `/invitations/${invitation.id}/resend`, {}, { cookie: owner })).status).toBe(404);
  });

  test('the last owner cannot be put out, and a changed role holds at once', async () => {
    const list = await call('GET', '/members', undefined, { cookie: owner });
    const members = (list.body as unknown as { items: { id: string; role: string; email: string }[] }).items;
    const lin = members.find((one) => one.role === 'owner');
    expect((await call('PATCH', `/members/${lin?.id}`, { role: 'clerk' }, { cookie: owner })).body).toMatchObject({
      code: 'LAST_OWNER',
    });
    const wang = members.find((one) => one.email === 'wang@example.com');
    const cookie = await signedIn('wang@example.com');
    await call('PATCH', `/members/${wang?.id}`, { role: 'manager' }, { cookie: owner });
    await expect.poll(async () => (await call('GET', '/workspace', undefined, { cookie })).status).toBe(200);
    await call('PATCH', `/members/${wang?.id}`, { active: false }, { cookie: owner });
    await expect.poll(async () => (await call('GET', '/workspace', undefined, { cookie })).status).not.toBe(200);
  });

  test('are signed out everywhere by who manages them, and come in again', async () => {
    await makeUser('lost@example.com');
    const phones = [await signedIn('lost@example.com'), await signedIn('lost@example.com')];
    const list = await call('GET', '/members', undefined, { cookie: owner });
    const members = (list.body as unknown as { items: { id: string; role: string; email: string }[] }).items;
    const path = (email: string) => `/members/${members.find((one) => one.email === email)?.id}/end-sessions`;
    const clerk = { cookie: phones[0] ?? '' };
    expect((await call('POST', path('lin@example.com'), {}, clerk)).status).toBe(403);
    const ended = await call('POST', path('lost@example.com'), {}, { cookie: owner });
    expect(ended.body).toEqual({ ended: 2 });
    for (const cookie of phones) expect((await call('GET', '/sessions', undefined, { cookie })).status).toBe(401);
    expect((await call('GET', '/sessions', undefined, { cookie: owner })).status).toBe(200);
    expect(await signedIn('lost@example.com')).not.toBe('');
    const foreign = await createWorkspace(house, { name: '隔壁的店', ownerEmail: 'next@example.com' });
    const there = { cookie: owner, 'x-workspace': foreign.workspace.id };
    expect((await call('POST', path('lost@example.com'), {}, there)).status).toBe(200);
  });

  test('somebody in two workspaces works in the one the page names', async () => {
    const { workspace } = await createWorkspace(house, { name: '第二家店', ownerEmail: 'lin@example.com' });
    const there = await call('GET', '/session', undefined, { cookie: owner, 'x-workspace': workspace.id });
    expect(there.body).toMatchObject({ workspace: { name: '第二家店' } });
    const { workspace: foreign } = await createWorkspace(house, { name: '别人的店', ownerEmail: 'other@example.com' });
    const here = await call('GET', '/session', undefined, { cookie: owner, 'x-workspace': foreign.id });
    expect(here.body).toMatchObject({ workspace: { name: '林记茶行' } });
  });
});

test('a key opens what its role may do until it is revoked', async () => {
  const made = await call('POST', '/keys', { name: '收银机', role: 'clerk' }, { cookie: owner });
  const { key, item } = made.body as unknown as { key: string; item: { id: string } };
  const bearer = { authorization: `Bearer ${key}` };
  expect((await call('GET', '/members', undefined, bearer)).status).toBe(200);
  expect((await call('GET', '/keys', undefined, bearer)).status).toBe(403);
  await call('DELETE', `/keys/${item.id}`, undefined, { cookie: owner });
  await expect.poll(async () => (await call('GET', '/members', undefined, bearer)).status).toBe(401);
});

test('what is refused and what changes a way in stands in the log: by id, without a name, address or token', async () => {
  const lines: string[] = [];
  const heard = { ...house, log: pino({ base: null }, { write: (line: string) => void lines.push(line) }) };
  const doorkeeper = openDoorkeeper(heard);
  const server = await buildServer({ ...heard, doorkeeper }, [workspacesModule]);
  await makeUser('noted@example.com');
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

async function makeUser(email: string): Promise<void> {
  const { link } = await createUser(house, { email, name: '同事', role: 'clerk', workspaceId });
  await call('POST', `/password-reset/${link?.split('/').at(-1)}`, { password });
}

function unbase32(text: string): Buffer {
  const bits = [...text]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
