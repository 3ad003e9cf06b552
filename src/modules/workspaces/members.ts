import { sql } from 'kysely';
import { may } from '../../kernel/access.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { workspaceErrors, type ChangeMemberInput, type MemberView } from './contract.ts';
import { BRANCHES, putGroups, TEAMS } from './groups.ts';
import { admitRole, roleNames } from './own-roles.ts';
import { tellRightsChanged } from './session.ts';

const refuse = refusals(workspaceErrors);

export async function listMembers(ctx: Ctx): Promise<{ items: MemberView[] }> {
  const rows = await membersIn(ctx).orderBy('users.name').execute();
  const manages = may(ctx.actor, 'members.manage');
  const nameOf = await roleNames(ctx);
  return {
    items: rows
      .filter((row) => !hasGoneWithDemo(row) && (manages || isIn(ctx, row)))
      .map((row) => present(ctx, row, nameOf, manages)),
  };
}

/** Role, teams, branches, in or out and until when. A workspace never loses its last owner. */
export async function changeMember(ctx: Ctx, input: ChangeMemberInput): Promise<MemberView> {
  const { id, version, role, teamIds, branchIds, active, endsAt } = input;
  const before = await membersIn(ctx).where('memberships.id', '=', id).forUpdate('memberships').executeTakeFirst();
  if (!before) throw refuse('MEMBER_NOT_FOUND');
  const nameOf = await roleNames(ctx);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: present(ctx, before, nameOf, true) });
  await admitRole(ctx, before.role);
  if (role) await admitRole(ctx, role);
  const leaves = (role ?? 'owner') !== 'owner' || active === false || Boolean(endsAt);
  if (before.role === 'owner' && !before.demo && isIn(ctx, before) && leaves && (await ownerCount(ctx)) < 2)
    throw refuse('LAST_OWNER');
  await ctx.db
    .updateTable('memberships')
    .set({
      ...(role ? { role } : {}),
      ...(active === undefined ? {} : { deactivated_at: active ? null : ctx.now }),
      // Who is let in again is in, whatever end was set before.
      ...(endsAt === undefined ? (active === true ? { ends_at: null } : {}) : { ends_at: endsAt && new Date(endsAt) }),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  if (teamIds) await putGroups(ctx, TEAMS, id, teamIds);
  if (branchIds) await putGroups(ctx, BRANCHES, id, branchIds);
  await recordAudit(ctx, {
    action: 'member.changed',
    entity: 'member',
    entityId: id,
    detail: {
      old: { role: before.role, active: before.deactivated_at === null, endsAt: before.ends_at?.toISOString() ?? null },
      new: { role, active, endsAt },
    },
  });
  await tellRightsChanged(ctx);
  return present(ctx, await membersIn(ctx).where('memberships.id', '=', id).executeTakeFirstOrThrow(), nameOf, true);
}

export interface Colleague {
  /** Of the membership: what owns customers and tasks. */
  id: string;
  /** Of the person, who may belong to several workspaces. */
  userId: string;
  name: string;
  role: string;
  joinedAt: Date;
}

function colleague({ id, user_id: userId, name, role, created_at: joinedAt }: Row): Colleague {
  return { id, userId, name, role, joinedAt };
}

/** Colleagues who may own customers and be mentioned. */
export async function members(ctx: Ctx): Promise<Colleague[]> {
  const rows = await membersIn(ctx).where('memberships.deactivated_at', 'is', null).orderBy('users.name').execute();
  return rows.filter((row) => isIn(ctx, row)).map(colleague);
}

/** Everybody who is or was here. */
export async function allMembers(ctx: Ctx): Promise<Colleague[]> {
  const rows = await membersIn(ctx).execute();
  return rows.map(colleague);
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
      'memberships.user_id',
      'memberships.created_at',
      'memberships.deactivated_at',
      'memberships.ends_at',
      'memberships.demo',
      'memberships.version',
    ])
    .select(['users.name', 'users.email'])
    .select([groupIds(TEAMS).as('team_ids'), groupIds(BRANCHES).as('branch_ids')])
    .where('memberships.workspace_id', '=', ctx.workspace.id);
}

function groupIds({ members, group }: typeof TEAMS | typeof BRANCHES) {
  return sql<string[]>`array(
    select g.${sql.ref(group)} from ${sql.table(members)} g
    where g.workspace_id = memberships.workspace_id and g.member_id = memberships.id order by 1)`;
}

function hasGoneWithDemo({ demo, deactivated_at }: Row): boolean {
  return demo && deactivated_at !== null;
}

function isIn(ctx: Ctx, row: Pick<Row, 'deactivated_at' | 'ends_at'>): boolean {
  return row.deactivated_at === null && (row.ends_at === null || row.ends_at > ctx.now);
}

async function ownerCount(ctx: Ctx): Promise<number> {
  // Locked, so that two owners cannot put each other out at once.
  const rows = await ctx.db
    .selectFrom('memberships')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('role', '=', 'owner')
    .where('deactivated_at', 'is', null)
    // Nobody can come in as a colleague of the demo shop.
    .where('demo', '=', false)
    // One whose end is set does not count: then nobody would be left.
    .where('ends_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.length;
}

interface Row {
  id: string;
  user_id: string;
  created_at: Date;
  name: string;
  email: string;
  role: string;
  team_ids: string[];
  branch_ids: string[];
  deactivated_at: Date | null;
  ends_at: Date | null;
  demo: boolean;
  version: number;
}

function present(ctx: Ctx, row: Row, nameOf: (role: string) => string, withEmail: boolean): MemberView {
  const { id, name, email, role, demo, version } = row;
  const self = id === ctx.actor.memberId;
  return {
    id,
    name,
    email: (withEmail || self) && !demo ? email : null,
    role,
    roleName: nameOf(role),
    teamIds: row.team_ids,
    branchIds: row.branch_ids,
    endsAt: row.ends_at?.toISOString() ?? null,
    active: isIn(ctx, row),
    self,
    demo,
    version,
  };
}
