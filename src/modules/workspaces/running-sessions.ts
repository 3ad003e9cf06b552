import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { workspaceErrors } from './contract.ts';
import { noteSecurity } from './security-log.ts';
import { tellRightsChanged } from './session.ts';
import { admitRole } from './own-roles.ts';
import { confirmedUser } from './two-steps.ts';

const refuse = refusals(workspaceErrors);
/** Who signed in so lately is believed without the password. */
const FRESH_MINUTES = 10;

export async function listSessions(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('sessions')
    .select(['id', 'ip', 'user_agent', 'created_at', 'last_seen_at'])
    .where('user_id', '=', ctx.actor.userId)
    .where('expires_at', '>', ctx.now)
    .orderBy('last_seen_at', 'desc')
    .execute();
  return {
    items: rows.map((row) => ({
      id: row.id,
      current: row.id === ctx.actor.sessionId,
      ip: row.ip,
      userAgent: row.user_agent,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
    })),
  };
}

interface Confirmation {
  password?: string | undefined;
}

export async function endSession(ctx: Ctx, { id, password }: Confirmation & { id: string }): Promise<{ ok: true }> {
  if (id !== ctx.actor.sessionId) await confirmMyself(ctx, password);
  await ctx.db.deleteFrom('sessions').where('id', '=', id).where('user_id', '=', ctx.actor.userId).execute();
  await tellRightsChanged(ctx);
  return { ok: true };
}

export async function endOtherSessions(ctx: Ctx, given?: Confirmation): Promise<{ ok: true }> {
  await confirmMyself(ctx, given?.password);
  await endOthers(ctx);
  noteSecurity(ctx, 'sessions ended');
  return { ok: true };
}

/** All of the person who acts but the one that they act in. */
export async function endOthers(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('sessions')
    .where('user_id', '=', ctx.actor.userId)
    .where('id', '!=', ctx.actor.sessionId ?? ctx.request.id)
    .execute();
  await tellRightsChanged(ctx);
}

/**
 * A colleague is signed out on all devices: a phone was lost, a till left open. They come in again with their password.
 * What they have open in another business only is not ours to end.
 */
export async function endSessionsOf(ctx: Ctx, { id }: { id: string }): Promise<{ ended: number }> {
  const member = await ctx.db
    .selectFrom('memberships')
    .select(['user_id', 'role'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!member) throw refuse('MEMBER_NOT_FOUND');
  await admitRole(ctx, member.role);
  const { numDeletedRows } = await ctx.db
    .deleteFrom('sessions')
    .where('user_id', '=', member.user_id)
    .where((eb) => eb.or([eb('only_workspace', 'is', null), eb('only_workspace', '=', ctx.workspace.id)]))
    .where('id', '!=', ctx.actor.sessionId ?? ctx.request.id)
    .executeTakeFirst();
  const ended = Number(numDeletedRows);
  await recordAudit(ctx, { action: 'member.signed_out', entity: 'member', entityId: id, detail: { ended } });
  noteSecurity(ctx, 'sessions ended', member.user_id);
  await tellRightsChanged(ctx);
  return { ended };
}

/** Whoever sits at an open screen may not be its owner, and must not shut them out. */
async function confirmMyself(ctx: Ctx, password: string | undefined): Promise<void> {
  if (password !== undefined) return void (await confirmedUser(ctx, password));
  const fresh = await ctx.db
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', ctx.actor.sessionId ?? null)
    .where('created_at', '>', new Date(ctx.now.getTime() - FRESH_MINUTES * 60_000))
    .executeTakeFirst();
  if (!fresh) throw refuse('PASSWORD_NEEDED');
}
