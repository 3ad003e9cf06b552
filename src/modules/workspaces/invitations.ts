import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import {
  workspaceErrors,
  type AcceptInput,
  type InvitationView,
  type NewInvitationInput,
  type SessionView,
} from './contract.ts';
import { countAttempt } from './limits.ts';
import { hashPassword, passwordFits } from './passwords.ts';
import { premises } from './premises.ts';
import { mayGive, type Role } from './rules/roles.ts';
import { beginSession, checkPassword, sessionOf, tellRightsChanged } from './session.ts';
import { insertMember, insertUser } from './setup.ts';
import { hashOf, newToken } from './tokens.ts';

const refuse = refusals(workspaceErrors);
const DAYS = 7;

/** The link is answered too, for shops without mail. Inviting again replaces the older link. */
export async function invite(ctx: Ctx, { email, role, team }: NewInvitationInput) {
  if (!mayGive(ctx.actor.role, role)) throw refuse('ROLE_TOO_HIGH', { path: 'role' });
  const member = await ctx.db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select('memberships.id')
    .where('memberships.workspace_id', '=', ctx.workspace.id)
    .where('users.email', '=', email)
    .executeTakeFirst();
  if (member) throw refuse('MEMBER_ALREADY', { path: 'email' });
  const token = newToken();
  const fresh = {
    token_hash: hashOf(token),
    role,
    team: team?.trim() || null,
    invited_by_name: ctx.actor.name,
    created_at: ctx.now,
    expires_at: new Date(ctx.now.getTime() + DAYS * 86_400_000),
  };
  const row = await ctx.db
    .insertInto('invitations')
    .values({ workspace_id: ctx.workspace.id, id: newId(), email, ...fresh })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'email']).doUpdateSet(fresh))
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, { action: 'member.invited', entity: 'invitation', entityId: row.id, detail: { role } });
  const link = `${premises().config.publicUrl}/invitation/${token}`;
  const mailed = await mailInvitation(ctx, email, link);
  return { invitation: present(row), link, mailed };
}

async function mailInvitation(ctx: Ctx, to: string, link: string): Promise<boolean> {
  const { mail } = premises();
  if (!mail.configured) return false;
  const values = { link, workspace: ctx.workspace.name, name: ctx.actor.name };
  const text = translate(ctx.locale, 'workspaces:mail.invitation.text', values);
  return mail.send({ to, subject: translate(ctx.locale, 'workspaces:mail.invitation.subject', values), text });
}

export async function listInvitations(ctx: Ctx): Promise<{ items: InvitationView[] }> {
  const rows = await ctx.db
    .selectFrom('invitations')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('expires_at', '>', ctx.now)
    .orderBy('created_at', 'desc')
    .execute();
  return { items: rows.map(present) };
}

export async function withdrawInvitation(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await ctx.db.deleteFrom('invitations').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id).execute();
  return { ok: true };
}

export async function readInvitation(ctx: Ctx, { token }: { token: string }) {
  const found = await invitationOf(ctx, token);
  const known = await ctx.db.selectFrom('users').select('id').where('email', '=', found.email).executeTakeFirst();
  return {
    workspace: found.workspace,
    email: found.email,
    invitedBy: found.invited_by_name,
    role: found.role as Role,
    known: known !== undefined,
  };
}

/** Somebody new chooses name and password; somebody known shows theirs. Both are signed in then. */
export async function acceptInvitation(ctx: Ctx, input: AcceptInput): Promise<SessionView> {
  const found = await invitationOf(ctx, input.token);
  await countAttempt({ key: `sign-in ${found.email}`, attempts: 10, seconds: 900 });
  const user = await ctx.db
    .selectFrom('users')
    .select(['id', 'password_hash'])
    .where('email', '=', found.email)
    .executeTakeFirst();
  if (user && !(await passwordFits(user.password_hash, input.password)))
    throw refuse('PASSWORD_WRONG', { path: 'password' });
  const userId = user?.id ?? (await newUser(ctx, found.email, input));
  await ctx.db
    .deleteFrom('invitations')
    .where('workspace_id', '=', found.workspace_id)
    .where('id', '=', found.id)
    .execute();
  await insertMember(ctx, found.workspace_id, userId, found.role, found.team);
  await beginSession(ctx, userId);
  await tellRightsChanged(ctx);
  return sessionOf(ctx, userId, found.workspace_id);
}

async function newUser(ctx: Ctx, email: string, input: AcceptInput): Promise<string> {
  if (input.password.length < 10) throw refuse('PASSWORD_WEAK', { path: 'password' });
  checkPassword(input.password, email);
  const passwordHash = await hashPassword(input.password);
  const name = input.name ?? email.split('@')[0] ?? email;
  return insertUser(ctx, { name, email, language: input.language ?? ctx.locale, passwordHash });
}

async function invitationOf(ctx: Ctx, token: string) {
  await countAttempt({ key: `invitation from ${ctx.request.ip}`, attempts: 60, seconds: 3600 });
  const found = await ctx.db
    .selectFrom('invitations')
    .innerJoin('workspaces', 'workspaces.id', 'invitations.workspace_id')
    .selectAll('invitations')
    .select('workspaces.name as workspace')
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  if (!found) throw refuse('LINK_EXPIRED');
  return found;
}

interface Row {
  id: string;
  email: string;
  role: string;
  team: string | null;
  invited_by_name: string;
  expires_at: Date;
}

function present({ id, email, role, team, invited_by_name: invitedBy, expires_at: expiresAt }: Row): InvitationView {
  return { id, email, role: role as Role, team, invitedBy, expiresAt: expiresAt.toISOString() };
}
