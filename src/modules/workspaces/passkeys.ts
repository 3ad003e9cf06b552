import { isIP } from 'node:net';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { workspaceErrors, type SessionView } from './contract.ts';
import { countAttempt } from './limits.ts';
import type { Credential, PasskeyView } from './passkeys-contract.ts';
import { premises } from './premises.ts';
import { noteSecurity } from './security-log.ts';
import { beginSession, sessionOf } from './session.ts';
import { recordFailure } from './sign-in-log.ts';
import { confirmedUser } from './two-steps.ts';

const refuse = refusals(workspaceErrors);
const MINUTES = 5;

/** Loaded when somebody uses a passkey: Node warns of an experiment that it tries while loading. */
const webauthn = () => import('@simplewebauthn/server');

export async function listPasskeys(ctx: Ctx): Promise<{ items: PasskeyView[] }> {
  const rows = await passkeysOf(ctx).orderBy('created_at').execute();
  return { items: rows.map(present) };
}

/** The password is asked for: a passkey added at an open screen would open it for ever. */
export async function beginPasskey(ctx: Ctx, { password }: { password: string }): Promise<Record<string, unknown>> {
  const user = await confirmedUser(ctx, password);
  const known = await passkeysOf(ctx).execute();
  const options = await (
    await webauthn()
  ).generateRegistrationOptions({
    rpName: 'Regulars',
    rpID: siteOf().id,
    userID: Buffer.from(user.id.replaceAll('-', ''), 'hex'),
    userName: user.email,
    userDisplayName: user.name,
    excludeCredentials: known.map((one) => ({ id: one.credential_id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(ctx, options.challenge, user.id);
  return { ...options };
}

export async function addPasskey(
  ctx: Ctx,
  { name, credential }: { name: string; credential: Credential },
): Promise<PasskeyView> {
  const userId = ctx.actor.userId;
  if (!userId) throw refuse('PASSKEY_WRONG');
  const { id: expectedRPID, origin: expectedOrigin } = siteOf();
  const { verifyRegistrationResponse } = await webauthn();
  const made = await verifyRegistrationResponse({
    response: credential as unknown as RegistrationResponseJSON,
    expectedChallenge: (challenge) => takeChallenge(ctx, challenge, userId),
    expectedOrigin,
    expectedRPID,
  }).catch(() => null);
  if (!made?.verified) throw refuse('PASSKEY_WRONG');
  const key = made.registrationInfo.credential;
  const row = await ctx.db
    .insertInto('passkeys')
    .values({
      user_id: userId,
      id: newId(),
      credential_id: key.id,
      public_key: Buffer.from(key.publicKey),
      counter: BigInt(key.counter),
      transports: key.transports ?? [],
      name,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw refuse('PASSKEY_TAKEN');
  noteSecurity(ctx, 'passkey added');
  return present(row);
}

export async function renamePasskey(ctx: Ctx, { id, name }: { id: string; name: string }): Promise<PasskeyView> {
  const row = await ctx.db
    .updateTable('passkeys')
    .set({ name })
    .where('user_id', '=', ctx.actor.userId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw refuse('PASSKEY_NOT_FOUND');
  return present(row);
}

export async function removePasskey(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await ctx.db.deleteFrom('passkeys').where('user_id', '=', ctx.actor.userId).where('id', '=', id).execute();
  noteSecurity(ctx, 'passkey removed');
  return { ok: true };
}

/** Nobody is named: the device knows who it belongs to. */
export async function askPasskey(ctx: Ctx): Promise<Record<string, unknown>> {
  await countAttempt({ key: `passkey asked from ${ctx.request.ip}`, attempts: 100, seconds: 900 });
  const options = await (
    await webauthn()
  ).generateAuthenticationOptions({ rpID: siteOf().id, userVerification: 'required' });
  await keepChallenge(ctx, options.challenge, null);
  return { ...options };
}

/** The device and the finger, face or PIN that it asks for are two steps. */
export async function signInWithPasskey(ctx: Ctx, { credential }: { credential: Credential }): Promise<SessionView> {
  await countAttempt({ key: `passkey from ${ctx.request.ip}`, attempts: 100, seconds: 900 });
  const key = await ctx.db
    .selectFrom('passkeys')
    .selectAll()
    .where('credential_id', '=', credential.id)
    .forUpdate()
    .executeTakeFirst();
  if (!key) throw refuse('PASSKEY_WRONG');
  const { id: expectedRPID, origin: expectedOrigin } = siteOf();
  const { verifyAuthenticationResponse } = await webauthn();
  const shown = await verifyAuthenticationResponse({
    response: credential as unknown as AuthenticationResponseJSON,
    expectedChallenge: (challenge) => takeChallenge(ctx, challenge, null),
    expectedOrigin,
    expectedRPID,
    credential: {
      id: key.credential_id,
      publicKey: new Uint8Array(key.public_key),
      counter: Number(key.counter),
      transports: key.transports as AuthenticatorTransport[],
    },
  }).catch(() => null);
  if (!shown?.verified) {
    await recordFailure(ctx, { userId: key.user_id, way: 'passkey', outcome: 'refused' });
    throw refuse('PASSKEY_WRONG');
  }
  await ctx.db
    .updateTable('passkeys')
    .set({ counter: BigInt(shown.authenticationInfo.newCounter), last_used_at: ctx.now })
    .where('user_id', '=', key.user_id)
    .where('id', '=', key.id)
    .execute();
  await beginSession(ctx, key.user_id, 'passkey', { strong: true, only: null });
  return sessionOf(ctx, key.user_id, undefined, { strong: true, only: null });
}

function passkeysOf(ctx: Ctx) {
  return ctx.db.selectFrom('passkeys').selectAll().where('user_id', '=', ctx.actor.userId);
}

/** Passkeys belong to a name. Somebody who tries the program at an address has one at `localhost`. */
function siteOf(): { id: string; origin: string } {
  const url = new URL(premises().config.publicUrl);
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) url.hostname = 'localhost';
  return { id: url.hostname, origin: url.origin };
}

async function keepChallenge(ctx: Ctx, challenge: string, userId: string | null): Promise<void> {
  await ctx.db.deleteFrom('passkey_challenges').where('expires_at', '<', ctx.now).execute();
  const expires = new Date(ctx.now.getTime() + MINUTES * 60_000);
  await ctx.db.insertInto('passkey_challenges').values({ challenge, user_id: userId, expires_at: expires }).execute();
}

/** Used up, whatever becomes of the attempt: therefore beside its transaction. */
async function takeChallenge(ctx: Ctx, challenge: string, userId: string | null): Promise<boolean> {
  const taken = await premises()
    .database.aside.deleteFrom('passkey_challenges')
    .where('challenge', '=', challenge)
    .where('user_id', userId === null ? 'is' : '=', userId)
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  return taken.numDeletedRows > 0n;
}

interface Row {
  id: string;
  name: string;
  created_at: Date;
  last_used_at: Date | null;
}

function present({ id, name, created_at, last_used_at }: Row): PasskeyView {
  return { id, name, createdAt: created_at.toISOString(), lastUsedAt: last_used_at?.toISOString() ?? null };
}
