import { may } from '../../kernel/access.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { workspaceErrors, type ChangeMemberInput, type MemberView } from './contract.ts';
import { mayGive, type Role } from './rules/roles.ts';
import { tellRightsChanged } from './session.ts';

const refuse = refusals(workspaceErrors);

export async function listMembers(ctx: Ctx): Promise<{ items: MemberView[] }> {
  const rows = await membersIn(ctx).orderBy('users.name').execute();
  const manages = may(ctx.actor, 'members.manage');
  return {
    items: rows.filter((row) => manages || row.deactivated_at === null).map((row) => present(ctx, row, manages)),
  };
}

/** Role, team, in or out. A workspace never loses its last owner. */
export async function changeMember(
  ctx: Ctx,
  { id, version, role, team, active }: ChangeMemberInput,
): Promise<MemberView> {
  const before = await membersIn(ctx).where('memberships.id', '=', id).forUpdate('memberships').executeTakeFirst();
  if (!before) throw refuse('MEMBER_NOT_FOUND');
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: present(ctx, before, true) });
  if (!mayGive(ctx.actor.role, before.role as Role) || (role && !mayGive(ctx.actor.role, role)))
    throw refuse('ROLE_TOO_HIGH');
  const leaves =
    before.role === 'owner' && before.deactivated_at === null && ((role ?? 'owner') !== 'owner' || active === false);
  if (leaves && (await ownerCount(ctx)) < 2) throw refuse('LAST_OWNER');
  await ctx.db
    .updateTable('memberships')
    .set({
      ...(role ? { role } : {}),
      ...(team === undefined ? {} : { team: team?.trim() || null }),
      ...(active === undefined ? {} : { deactivated_at: active ? null : ctx.now }),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'member.changed', entity: 'member', entityId: id, detail: { role, team, active } });
  await tellRightsChanged(ctx);
  return present(ctx, await membersIn(ctx).where('memberships.id', '=', id).executeTakeFirstOrThrow(), true);
}

/** Colleagues who may own customers and be mentioned. */
export async function members(ctx: Ctx): Promise<{ id: string; name: string; role: string }[]> {
  const rows = await membersIn(ctx).where('memberships.deactivated_at', 'is', null).orderBy('users.name').execute();
  return rows.map(({ id, name, role }) => ({ id, name, role }));
}

/** Names by membership, of those who left too. */
export async function memberNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await membersIn(ctx)
    .where('memberships.id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function membersIn(ctx: Ctx) {
  return ctx.db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select([
      'memberships.id',
      'memberships.role',
      'memberships.team',
      'memberships.deactivated_at',
      'memberships.version',
    ])
    .select(['users.name', 'users.email'])
    .where('memberships.workspace_id', '=', ctx.workspace.id);
}

async function ownerCount(ctx: Ctx): Promise<number> {
  // Locked, so that two owners cannot put each other out at once.
  const rows = await ctx.db
    .selectFrom('memberships')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('role', '=', 'owner')
    .where('deactivated_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.length;
}

interface Row {
  id: string;
  name: string;
  email: string;
  role: string;
  team: string | null;
  deactivated_at: Date | null;
  version: number;
}

function present(ctx: Ctx, row: Row, withEmail: boolean): MemberView {
  const { id, name, email, role, team, version } = row;
  const self = id === ctx.actor.memberId;
  const active = row.deactivated_at === null;
  return { id, name, email: withEmail || self ? email : null, role: role as Role, team, active, self, version };
}
