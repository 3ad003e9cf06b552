import { describe, expect, test } from 'vitest';
import { createUser } from './setup.ts';
import { password, signInHouse } from './testing/sign-in-house.ts';
import { totpAt } from './totp-codes.ts';

const { house, call, signedIn, begin, makeUser } = await signInHouse();
const { owner, workspaceId } = await begin();

describe('two steps', () => {
  test('the code is needed, works once, and a recovery code stands in for it', async () => {
    await makeUser(workspaceId, 'two@example.com');
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
    await makeUser(workspaceId, 'plain@example.com');
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
    await makeUser(workspaceId, 'keys@example.com');
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

function unbase32(text: string): Buffer {
  const bits = [...text]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
