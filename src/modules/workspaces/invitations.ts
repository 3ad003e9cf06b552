import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { enterWorkspace } from '../../kernel/db/database.ts';
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
import { admitGroupIds, admitGroups, BRANCHES, insertPairs, TEAMS } from './groups.ts';
import { countAttempt } from './limits.ts';
import { admitRole, roleNames } from './own-roles.ts';
import { admitPassword, hashPassword, passwordFits } from './passwords.ts';
import { premises } from './premises.ts';
import { beginSession, sessionOf, tellRightsChanged } from './session.ts';
import { insertMember, insertUser } from './setup.ts';
import { hashOf, newToken } from './tokens.ts';

const refuse = refusals(workspaceErrors);
const DAYS = 7;
/** How long an invitation that nobody took is still shown, to be sent anew. */
const SHOWN_DAYS = 30;

/** The link is answered too, for shops without mail. Inviting again replaces the older link. */
export async function invite(ctx: Ctx, { email, role, teamIds, branchIds }: NewInvitationInput) {
  await admitRole(ctx, role);
  await admitGroupIds(ctx, TEAMS, teamIds);
  await admitGroups(ctx, TEAMS, teamIds);
  await admitGroupIds(ctx, BRANCHES, branchIds);
  await admitGroups(ctx, BRANCHES, branchIds);
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
    team_ids: teamIds,
    branch_ids: branchIds,
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
  return sendLink(ctx, row, token);
}

/** A new link for another week; the old one opens nothing any more. Nobody sends on what they may not give. */
export async function resendInvitation(ctx: Ctx, { id }: { id: string }) {
  const before = await ctx.db
    .selectFrom('invitations')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw refuse('INVITATION_NOT_FOUND');
  await admitRole(ctx, before.role);
  await admitGroups(ctx, TEAMS, await known(ctx, 'teams', before.team_ids));
  await admitGroups(ctx, BRANCHES, await known(ctx, 'branches', before.branch_ids));
  const token = newToken();
  const row = await ctx.db
    .updateTable('invitations')
    .set({
      token_hash: hashOf(token),
      invited_by_name: ctx.actor.name,
      expires_at: new Date(ctx.now.getTime() + DAYS * 86_400_000),
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, { action: 'member.invited', entity: 'invitation', entityId: id, detail: { role: row.role } });
  return sendLink(ctx, row, token);
}

async function sendLink(ctx: Ctx, row: Row, token: string) {
  const link = `${premises().config.publicUrl}/invitation/${token}`;
  const mailed = await mailInvitation(ctx, row.email, link);
  return { invitation: present(ctx, row, await roleNames(ctx)), link, mailed };
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
    .where('expires_at', '>', new Date(ctx.now.getTime() - SHOWN_DAYS * 86_400_000))
    .orderBy('created_at', 'desc')
    .execute();
  const nameOf = await roleNames(ctx);
  return { items: rows.map((row) => present(ctx, row, nameOf)) };
}

export async function withdrawInvitation(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const gone = await ctx.db
    .deleteFrom('invitations')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (gone.numDeletedRows) await recordAudit(ctx, { action: 'member.uninvited', entity: 'invitation', entityId: id });
  return { ok: true };
}

export async function readInvitation(ctx: Ctx, { token }: { token: string }) {
  const found = await invitationOf(ctx, token);
  const known = await ctx.db.selectFrom('users').select('id').where('email', '=', found.email).executeTakeFirst();
  return {
    workspace: found.workspace,
    email: found.email,
    invitedBy: found.invited_by_name,
    role: found.role,
    roleName: await roleNameIn(ctx, found.workspace_id, found.role),
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
  const userId = user?.id ?? (await newUser(ctx, found, input));
  await acceptFor(ctx, found, userId);
  await beginSession(ctx, userId, 'link');
  await tellRightsChanged(ctx);
  return sessionOf(ctx, userId, found.workspace_id);
}

/** One that still holds, for somebody whose address was shown in another way. */
export function invitationFor(ctx: Ctx, workspaceId: string, email: string) {
  return ctx.db
    .selectFrom('invitations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('email', '=', email)
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
}

/** The new member joins the teams and branches that the invitation names, as far as they are still there. */
export async function acceptFor(
  ctx: Ctx,
  found: { workspace_id: string; id: string; role: string; team_ids: string[]; branch_ids: string[] },
  userId: string,
): Promise<void> {
  await ctx.db
    .deleteFrom('invitations')
    .where('workspace_id', '=', found.workspace_id)
    .where('id', '=', found.id)
    .execute();
  const memberId = await insertMember(ctx, found.workspace_id, userId, found.role);
  await enterWorkspace(ctx.db, found.workspace_id);
  const inside = { ...ctx, workspace: { ...ctx.workspace, id: found.workspace_id } };
  await insertPairs(inside, TEAMS, await known(inside, 'teams', found.team_ids), [memberId]);
  await insertPairs(inside, BRANCHES, await known(inside, 'branches', found.branch_ids), [memberId]);
}

async function known(ctx: Ctx, table: 'teams' | 'branches', ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .selectFrom(table)
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(({ id }) => id);
}

/** Of a workspace in which the reader is nobody yet. */
async function roleNameIn(ctx: Ctx, workspaceId: string, role: string): Promise<string> {
  const db = premises().database.reader(workspaceId);
  return (await roleNames({ ...ctx, db, workspace: { ...ctx.workspace, id: workspaceId } }))(role);
}

async function newUser(
  ctx: Ctx,
  { email, workspace }: { email: string; workspace: string },
  input: AcceptInput,
): Promise<string> {
  const name = input.name ?? email.split('@')[0] ?? email;
  admitPassword(input.password, [name, email, workspace]);
  const passwordHash = await hashPassword(input.password);
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
  team_ids: string[];
  branch_ids: string[];
  invited_by_name: string;
  expires_at: Date;
}

function present(
  ctx: Ctx,
  { id, email, role, team_ids: teamIds, branch_ids: branchIds, invited_by_name: invitedBy, expires_at }: Row,
  nameOf: (role: string) => string,
): InvitationView {
  const expiresAt = expires_at.toISOString();
  return {
    id,
    email,
    role,
    roleName: nameOf(role),
    teamIds,
    branchIds,
    invitedBy,
    expiresAt,
    expired: expires_at <= ctx.now,
  };
}
