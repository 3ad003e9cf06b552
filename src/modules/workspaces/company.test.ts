import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { Response } from 'undici';
import { buildServer } from '../../kernel/http/server.ts';
import { openOutgoing } from '../../kernel/outgoing.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { discover, reachProvidersBy } from './company-provider.ts';
import { openDoorkeeper } from './doorkeeper.ts';
import { workspacesModule } from './module.ts';
import { createUser, createWorkspace } from './setup.ts';
import { openProvider, type TestProvider } from './testing/provider.ts';

const house = await testHouse();
const client = {
  id: 'regulars',
  secret: 'a secret of the provider',
  redirectUri: `${house.config.publicUrl}/company-sign-in`,
};
const password = '春天的龙井茶最好喝了呀';
let app: FastifyInstance;
let provider: TestProvider;
let workspaceId: string;
let owner: string;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

async function call(method: Method, path: string, body?: object, headers: Record<string, string> = {}) {
  const payload = body ? { payload: body } : {};
  const answer = await app.inject({
    method,
    url: `/api/v1${path}`,
    ...payload,
    headers: { 'accept-language': 'en', ...headers },
  });
  const cookie = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
  return { status: answer.statusCode, body: answer.json<Record<string, never>>(), cookie };
}

async function withPassword(email: string, link: string | undefined): Promise<string> {
  await call('POST', `/password-reset/${link?.split('/').at(-1)}`, { password });
  return (await call('POST', '/sign-in', { email, password })).cookie;
}

/** From the button to the page to which the provider sends people back. */
async function comeBack(who: string) {
  const begun = (await call('POST', '/sign-in/company', { workspaceId })).body as unknown as {
    url: string;
    proof: string;
  };
  const back = await provider.signIn(begun.url, who);
  return { answer: back.search, proof: begun.proof };
}

async function signIn(who: string) {
  return call('POST', '/sign-in/company/finish', await comeBack(who));
}

function save(changes: object = {}) {
  const setting = { name: '林记账号', issuer: provider.issuer, clientId: client.id, clientSecret: client.secret };
  return call('PUT', '/workspace/company-sign-in', { ...setting, ...changes }, { cookie: owner });
}

beforeAll(async () => {
  app = await buildServer({ ...house, doorkeeper: openDoorkeeper(house) }, [workspacesModule]);
  provider = await openProvider(client);
  const made = await createWorkspace(house, { name: '林记茶行', ownerEmail: 'lin@example.com' });
  workspaceId = made.workspace.id;
  owner = await withPassword('lin@example.com', made.link);
  await createUser(house, { email: 'wang@example.com', name: '小王', role: 'clerk', workspaceId });
  provider.people.set('wang', { email: 'Wang@example.com', verified: true, name: '王' });
});

beforeEach(() => reachProvidersBy(openOutgoing(() => true)));

test('is set up by the owner, for a provider that answers; the secret never comes back', async () => {
  expect((await save({ issuer: `${provider.issuer}/nobody` })).body).toMatchObject({ code: 'COMPANY_AWAY' });
  expect((await save({ clientSecret: undefined })).body).toMatchObject({ code: 'COMPANY_SECRET_MISSING' });
  const saved = await save();
  expect(saved.body).toMatchObject({ provider: { name: '林记账号', joinRole: null, enabled: true } });
  expect(JSON.stringify(saved.body)).not.toContain(client.secret);
  const rows = await house.database.local.selectFrom('company_providers').select('client_secret').execute();
  expect(JSON.stringify(rows)).not.toContain(client.secret);
  const { body } = await call('GET', `/sign-in/company?workspace=${workspaceId}`);
  expect(body).toEqual({ items: [{ workspaceId, name: '林记账号' }] });
});

test('never calls an address inside the house', async () => {
  reachProvidersBy(openOutgoing());
  const inside = discover({ issuer: provider.issuer, clientId: client.id, secret: client.secret });
  await expect(inside).rejects.toMatchObject({ code: 'COMPANY_AWAY' });
});

test('lets a member in by an address that the provider verified, into this business alone', async () => {
  const { workspace: other } = await createWorkspace(house, { name: '别家', ownerEmail: 'wang@example.com' });
  const come = await signIn('wang');
  expect(come.body).toMatchObject({
    user: { email: 'wang@example.com' },
    workspace: { id: workspaceId },
    workspaces: [{ id: workspaceId }],
  });
  const there = await call('GET', '/session', undefined, { cookie: come.cookie, 'x-workspace': other.id });
  expect(there.body).toMatchObject({ workspace: { id: workspaceId }, workspaces: [{ id: workspaceId }] });
  const seen = await call('GET', '/me/sign-ins', undefined, { cookie: come.cookie });
  expect(seen.body['items']).toMatchObject([{ outcome: 'in', way: 'company' }]);
});

test('knows people by the provider’s number for them when their address changes', async () => {
  provider.people.set('wang', { email: 'wang.new@example.com', verified: true });
  expect((await signIn('wang')).body).toMatchObject({ user: { email: 'wang@example.com' } });
});

test('refuses who has no verified address, and who is no member', async () => {
  provider.people.set('liar', { email: 'lin@example.com', verified: false });
  expect((await signIn('liar')).body).toMatchObject({ code: 'COMPANY_NOT_VERIFIED' });
  provider.people.set('stranger', { email: 'stranger@example.com', verified: true });
  expect((await signIn('stranger')).body).toMatchObject({ code: 'COMPANY_NOT_MEMBER' });
});

test('takes in who was invited, and everybody else only when the business says so', async () => {
  await call('POST', '/invitations', { email: 'new@example.com', role: 'sales' }, { cookie: owner });
  provider.people.set('new', { email: 'new@example.com', verified: true, name: '小新' });
  expect((await signIn('new')).body).toMatchObject({ user: { name: '小新' }, workspace: { id: workspaceId } });
  expect((await save({ joinRole: 'owner' })).body).toMatchObject({ code: 'ROLE_TOO_HIGH' });
  await save({ joinRole: 'reader' });
  await createWorkspace(house, { name: '隔壁', ownerEmail: 'boss@example.com' });
  provider.people.set('boss', { email: 'boss@example.com', verified: true });
  expect((await signIn('boss')).body).toMatchObject({ code: 'COMPANY_NOT_MEMBER' });
  const come = await signIn('stranger');
  expect(come.body).toMatchObject({ workspace: { id: workspaceId } });
  expect((await call('GET', '/keys', undefined, { cookie: come.cookie })).status).toBe(403);
  await save();
});

test('an answer works once, for the browser that asked, as the provider gave it', async () => {
  const [mine, theirs] = [await comeBack('wang'), await comeBack('wang')];
  const crossed = await call('POST', '/sign-in/company/finish', { answer: mine.answer, proof: theirs.proof });
  expect(crossed.body).toMatchObject({ code: 'LINK_EXPIRED' });
  const bent = { ...mine, answer: mine.answer.replace(/code=[^&]+/, 'code=made-up') };
  expect((await call('POST', '/sign-in/company/finish', bent)).body).toMatchObject({ code: 'COMPANY_REFUSED' });
  expect((await call('POST', '/sign-in/company/finish', mine)).body).toMatchObject({ code: 'LINK_EXPIRED' });
  expect((await call('POST', '/sign-in/company/finish', theirs)).status).toBe(200);
  expect((await call('POST', '/sign-in/company/finish', theirs)).body).toMatchObject({ code: 'LINK_EXPIRED' });
});

test('an identity that the provider did not sign is refused', async () => {
  const real = openOutgoing(() => true);
  let signature: string | undefined;
  reachProvidersBy({
    ...real,
    async fetch(url, options) {
      const answer = await real.fetch(url, options);
      if (!url.endsWith('/token')) return answer;
      const tokens = (await answer.json()) as { id_token: string };
      const [head, claims, its] = tokens.id_token.split('.');
      const bent = { ...tokens, id_token: `${head}.${claims}.${signature ?? its}` };
      return new Response(JSON.stringify(bent), { headers: { 'content-type': 'application/json' } });
    },
  });
  expect((await signIn('wang')).status).toBe(200);
  signature = 'A'.repeat(342);
  expect((await signIn('wang')).body).toMatchObject({ code: 'COMPANY_REFUSED' });
});

test('is no way round the second step that a role needs, nor for who was let out', async () => {
  await call('PUT', '/roles/clerk/second-step', { required: true }, { cookie: owner });
  expect((await signIn('wang')).body).toMatchObject({ code: 'COMPANY_NO_SECOND_STEP' });
  await call('PUT', '/roles/clerk/second-step', { required: false }, { cookie: owner });
  const { body } = await call('GET', '/members', undefined, { cookie: owner });
  const wang = (body as unknown as { items: { id: string; email: string }[] }).items.find(
    (one) => one.email === 'wang@example.com',
  );
  await call('PATCH', `/members/${wang?.id}`, { active: false }, { cookie: owner });
  expect((await signIn('wang')).body).toMatchObject({ code: 'COMPANY_NOT_MEMBER' });
});

test('ends, with the sessions that it began, when it is removed', async () => {
  const { cookie } = await signIn('new');
  expect((await call('GET', '/sessions', undefined, { cookie })).status).toBe(200);
  await call('DELETE', '/workspace/company-sign-in', undefined, { cookie: owner });
  expect((await call('GET', '/sessions', undefined, { cookie })).status).toBe(401);
  expect((await call('POST', '/sign-in/company', { workspaceId })).body).toMatchObject({ code: 'COMPANY_OFF' });
});
