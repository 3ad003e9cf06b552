import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { workspaceErrors, type ChangeMeInput, type SessionView } from './contract.ts';
import { saysOf } from './password-reset.ts';
import { admitPassword, hashPassword } from './passwords.ts';
import { endOthers } from './running-sessions.ts';
import { noteSecurity } from './security-log.ts';
import { runningSession, sessionOf, tellRightsChanged } from './session.ts';
import { confirmedUser } from './two-steps.ts';

const refuse = refusals(workspaceErrors);

/** Keys are nobody: they have no name and no password of their own. */
export async function changeMe(
  ctx: Ctx,
  { name, language, oldPassword, newPassword }: ChangeMeInput,
): Promise<SessionView> {
  const userId = ctx.actor.userId;
  if (!userId) throw refuse('USER_UNKNOWN', { email: '' });
  if (newPassword !== undefined) {
    await confirmedUser(ctx, oldPassword ?? '', 'oldPassword');
    admitPassword(newPassword, await saysOf(ctx, userId));
    await ctx.db
      .updateTable('users')
      .set({ password_hash: await hashPassword(newPassword) })
      .where('id', '=', userId)
      .execute();
    noteSecurity(ctx, 'password changed');
    await endOthers(ctx);
  }
  if (name !== undefined || language !== undefined) {
    await ctx.db
      .updateTable('users')
      .set({ ...(name ? { name } : {}), ...(language ? { language } : {}) })
      .where('id', '=', userId)
      .execute();
    await tellRightsChanged(ctx);
  }
  return sessionOf(ctx, userId, ctx.workspace.id, await runningSession(ctx));
}
