import type { Ctx } from '../../kernel/context.ts';
import { SESSION_COOKIE } from '../../kernel/cookie-name.ts';
import { refusals } from '../../kernel/errors.ts';
import { workspaceErrors, type SessionView, type SignInInput } from './contract.ts';
import { countAttempt, forgetAttempts } from './limits.ts';
import { passwordFits } from './passwords.ts';
import { beginSession, sessionOf, tellRightsChanged } from './session.ts';
import { recordFailure, type SignInWay } from './sign-in-log.ts';
import { codeFits } from './two-steps.ts';

const refuse = refusals(workspaceErrors);

/** Password first, then the code where two steps are set up. Attempts are counted per account and per address. */
export async function signIn(ctx: Ctx, input: SignInInput): Promise<SessionView> {
  const email = input.email.trim().toLowerCase();
  const here = `sign-in ${email} from ${ctx.request.ip}`;
  await countAttempt(
    { key: here, attempts: 10, seconds: 900 },
    { key: `sign-in from ${ctx.request.ip}`, attempts: 100, seconds: 900 },
    { key: `sign-in ${email}`, attempts: 100, seconds: 900 },
  );
  const user = await ctx.db
    .selectFrom('users')
    .select(['id', 'password_hash', 'totp_secret', 'totp_last_step'])
    .where('email', '=', email)
    .executeTakeFirst();
  const fits = await passwordFits(user?.password_hash, input.password);
  if (!user || !fits) {
    if (user) await recordFailure(ctx, { userId: user.id, way: 'password', outcome: 'password' });
    throw refuse('SIGN_IN_WRONG');
  }
  let way: SignInWay | null = 'password';
  if (user.totp_secret) {
    if (!input.code) throw refuse('CODE_NEEDED');
    way = await codeFits(ctx, user.id, input.code);
    if (!way) {
      await recordFailure(ctx, { userId: user.id, way: 'code', outcome: 'code' });
      throw refuse('CODE_WRONG', { path: 'code' });
    }
  }
  await forgetAttempts(here);
  await beginSession(ctx, user.id, way);
  return sessionOf(ctx, user.id);
}

export async function signOut(ctx: Ctx): Promise<{ ok: true }> {
  if (ctx.actor.sessionId) await ctx.db.deleteFrom('sessions').where('id', '=', ctx.actor.sessionId).execute();
  ctx.reply.cookie(SESSION_COOKIE, null);
  await tellRightsChanged(ctx);
  return { ok: true };
}
