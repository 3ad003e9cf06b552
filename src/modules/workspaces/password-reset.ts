import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import type { House } from '../../kernel/house.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { workspaceErrors } from './contract.ts';
import { countAttempt } from './limits.ts';
import { outside } from './outside.ts';
import { admitPassword, hashPassword } from './passwords.ts';
import { premises } from './premises.ts';
import { noteSecurity } from './security-log.ts';
import { tellRightsChanged } from './session.ts';
import { hashOf, newToken } from './tokens.ts';

const refuse = refusals(workspaceErrors);
const HOUR = 3_600_000;

/** Mails a link. Whether the address is known shows neither in the answer nor in its time. */
export async function askForReset(ctx: Ctx, { email }: { email: string }): Promise<{ ok: true }> {
  const address = email.trim().toLowerCase();
  await countAttempt(
    { key: `reset from ${ctx.request.ip}`, attempts: 20, seconds: 3600 },
    { key: `reset ${address}`, attempts: 5, seconds: 3600 },
  );
  const { locale } = ctx;
  setImmediate(() => void mailLink(address, locale));
  return { ok: true };
}

async function mailLink(email: string, locale: Ctx['locale']): Promise<void> {
  const house = premises();
  try {
    const link = await outside(house, async (ctx) => {
      const user = await ctx.db
        .selectFrom('users')
        .select('id')
        .where('email', '=', email)
        .where('demo', '=', false)
        .executeTakeFirst();
      return user && newResetLink(ctx, user.id, HOUR);
    });
    if (!link) return;
    const text = translate(locale, 'workspaces:mail.reset.text', { link });
    await house.mail.send({ to: email, subject: translate(locale, 'workspaces:mail.reset.subject'), text });
  } catch (error) {
    house.log.warn({ err: error }, 'password reset');
  }
}

/** The link replaces the password and ends every session: whoever had the old one is out. */
export async function choosePassword(
  ctx: Ctx,
  { token, password }: { token: string; password: string },
): Promise<{ ok: true }> {
  await countAttempt({ key: `reset link from ${ctx.request.ip}`, attempts: 30, seconds: 3600 });
  const used = await ctx.db
    .deleteFrom('password_resets')
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', ctx.now)
    .returning('user_id')
    .executeTakeFirst();
  if (!used) throw refuse('LINK_EXPIRED');
  admitPassword(password, await saysOf(ctx, used.user_id));
  await ctx.db
    .updateTable('users')
    .set({ password_hash: await hashPassword(password) })
    .where('id', '=', used.user_id)
    .execute();
  noteSecurity(ctx, 'password replaced by link', used.user_id);
  await ctx.db.deleteFrom('sessions').where('user_id', '=', used.user_id).execute();
  await ctx.db.deleteFrom('password_resets').where('user_id', '=', used.user_id).execute();
  await tellRightsChanged(ctx);
  return { ok: true };
}

/** What others know of a person: name, address, shops. */
export async function saysOf(ctx: Ctx, userId: string): Promise<string[]> {
  const user = await ctx.db
    .selectFrom('users')
    .select(['name', 'email'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const shops = await ctx.db
    .selectFrom('memberships')
    .innerJoin('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .select('workspaces.name')
    .where('memberships.user_id', '=', userId)
    .execute();
  return [user.name, user.email, ...shops.map(({ name }) => name)];
}

/** For the command line, where mail may not be set up. */
export async function resetPassword(house: House, email: string): Promise<{ link: string }> {
  return outside(house, async (ctx) => {
    const user = await ctx.db
      .selectFrom('users')
      .select('id')
      .where('email', '=', email.trim().toLowerCase())
      .where('demo', '=', false)
      .executeTakeFirst();
    if (!user) throw refuse('USER_UNKNOWN', { email });
    return { link: await newResetLink(ctx, user.id, 24 * HOUR) };
  });
}

export async function newResetLink(ctx: Ctx, userId: string, milliseconds: number): Promise<string> {
  const token = newToken();
  await ctx.db
    .insertInto('password_resets')
    .values({ token_hash: hashOf(token), user_id: userId, expires_at: new Date(ctx.now.getTime() + milliseconds) })
    .execute();
  return `${premises().config.publicUrl}/password-reset/${token}`;
}
