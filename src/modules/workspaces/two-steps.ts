import { randomBytes } from 'node:crypto';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { workspaceErrors } from './contract.ts';
import { countAttempt } from './limits.ts';
import { passwordFits } from './passwords.ts';
import { premises } from './premises.ts';
import { noteSecurity } from './security-log.ts';
import { tellRightsChanged } from './session.ts';
import { hashOf } from './tokens.ts';
import { acceptedStep, base32 } from './totp-codes.ts';

const refuse = refusals(workspaceErrors);
const PURPOSE = 'totp';
const RECOVERY_CODES = 10;
/** 120 bits: enough that a plain hash of a code tells nothing. */
const RECOVERY_BYTES = 15;

/** A code of the authenticator program, or one of the recovery codes; each works once. */
export async function codeFits(ctx: Ctx, userId: string, code: string): Promise<'code' | 'recovery' | null> {
  await countAttempt({ key: `code ${userId}`, attempts: 10, seconds: 900 });
  const user = await lockedUser(ctx, userId);
  if (!user.totp_secret) return null;
  const secret = Buffer.from(premises().secrets.unseal(PURPOSE, user.totp_secret), 'base64');
  const step = acceptedStep(secret, code, ctx.now, user.totp_last_step);
  if (step !== null) {
    await ctx.db.updateTable('users').set({ totp_last_step: step }).where('id', '=', userId).execute();
    return 'code';
  }
  const used = await ctx.db
    .deleteFrom('recovery_codes')
    .where('user_id', '=', userId)
    .where('code_hash', '=', hashOf(code.replace(/[\s-]/g, '').toLowerCase()))
    .executeTakeFirst();
  return used.numDeletedRows > 0n ? 'recovery' : null;
}

export async function twoSteps(ctx: Ctx): Promise<{ enabled: boolean; recoveryCodesLeft: number }> {
  const user = await ctx.db
    .selectFrom('users')
    .select('totp_secret')
    .where('id', '=', ctx.actor.userId)
    .executeTakeFirst();
  const codes = await ctx.db
    .selectFrom('recovery_codes')
    .select('code_hash')
    .where('user_id', '=', ctx.actor.userId)
    .execute();
  return { enabled: Boolean(user?.totp_secret), recoveryCodesLeft: codes.length };
}

export async function beginTwoSteps(
  ctx: Ctx,
  { password }: { password: string },
): Promise<{ secret: string; uri: string }> {
  const user = await confirmedUser(ctx, password);
  const secret = randomBytes(20);
  await ctx.db
    .updateTable('users')
    .set({ totp_pending: premises().secrets.seal(PURPOSE, secret.toString('base64')) })
    .where('id', '=', user.id)
    .execute();
  const text = base32(secret);
  const label = encodeURIComponent(`Regulars:${user.email}`);
  return { secret: text, uri: `otpauth://totp/${label}?secret=${text}&issuer=Regulars` };
}

export async function confirmTwoSteps(ctx: Ctx, { code }: { code: string }): Promise<{ recoveryCodes: string[] }> {
  await countAttempt({ key: `code ${ctx.actor.userId}`, attempts: 10, seconds: 900 });
  const user = await lockedUser(ctx, ctx.actor.userId);
  if (!user.totp_pending) throw refuse('TOTP_NOT_BEGUN');
  const secret = Buffer.from(premises().secrets.unseal(PURPOSE, user.totp_pending), 'base64');
  const step = acceptedStep(secret, code, ctx.now, null);
  if (step === null) throw refuse('CODE_WRONG', { path: 'code' });
  await ctx.db
    .updateTable('users')
    .set({ totp_secret: user.totp_pending, totp_pending: null, totp_last_step: step })
    .where('id', '=', user.id)
    .execute();
  noteSecurity(ctx, 'second step set up');
  await tellRightsChanged(ctx);
  return { recoveryCodes: await newRecoveryCodes(ctx, user.id) };
}

/** The ones from before are gone. */
export async function renewRecoveryCodes(
  ctx: Ctx,
  { password }: { password: string },
): Promise<{ recoveryCodes: string[] }> {
  const user = await confirmedUser(ctx, password);
  if (!user.totp_secret) throw refuse('TOTP_NOT_BEGUN');
  noteSecurity(ctx, 'recovery codes renewed');
  return { recoveryCodes: await newRecoveryCodes(ctx, user.id) };
}

async function newRecoveryCodes(ctx: Ctx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => base32(randomBytes(RECOVERY_BYTES)).toLowerCase());
  await ctx.db.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  await ctx.db
    .insertInto('recovery_codes')
    .values(codes.map((one) => ({ user_id: userId, code_hash: hashOf(one) })))
    .execute();
  return codes.map((one) => one.replace(/.{6}(?=.)/g, '$&-'));
}

export async function endTwoSteps(ctx: Ctx, { password }: { password: string }): Promise<{ ok: true }> {
  const user = await confirmedUser(ctx, password);
  await ctx.db
    .updateTable('users')
    .set({ totp_secret: null, totp_pending: null, totp_last_step: null })
    .where('id', '=', user.id)
    .execute();
  await ctx.db.deleteFrom('recovery_codes').where('user_id', '=', user.id).execute();
  noteSecurity(ctx, 'second step ended');
  await tellRightsChanged(ctx);
  return { ok: true };
}

/** Whoever sits at an open screen may not be its owner: weighty changes ask for the password again. */
export async function confirmedUser(ctx: Ctx, password: string, path = 'password') {
  await countAttempt({ key: `password ${ctx.actor.userId}`, attempts: 10, seconds: 900 });
  const user = await lockedUser(ctx, ctx.actor.userId);
  if (!(await passwordFits(user.password_hash, password))) throw refuse('PASSWORD_WRONG', { path });
  return user;
}

/** A key is nobody, and has neither password nor second step. Locked so that a record about the person can be written beside. */
async function lockedUser(ctx: Ctx, userId: string | null) {
  const user = await ctx.db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!user) throw refuse('USER_UNKNOWN', { email: '' });
  return user;
}
