import { sql } from 'kysely';
import { stranger, type Actor, type Deputyship, type FieldRights, type Grants } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Db } from '../../kernel/db/database.ts';
import { builtInRights, isBuiltIn, type RoleRights } from './rules/roles.ts';

/** What somebody may do in a workspace, and whose rows count as theirs. */
export type Standing = Pick<Actor, 'teamMemberIds' | 'branchIds' | 'deputyFor' | 'grants' | 'fields'>;

interface Row {
  grants: Grants | null;
  fields: FieldRights | null;
  team: string[];
  branches: string[];
  deputy_for: { memberId: string; from: string; until: string }[] | null;
}

/** Absences that begin while a doorkeeper still remembers are told beforehand; the instants decide when they count. */
export async function standingOf(
  db: Db,
  { workspaceId, memberId, role }: { workspaceId: string; memberId: string; role: string },
  at: Date,
): Promise<Standing> {
  const { rows } = await sql<Row>`
    select own.grants, own.fields,
      array(
        select distinct mate.member_id from team_members mine
        join team_members mate on mate.workspace_id = mine.workspace_id and mate.team_id = mine.team_id
        where mine.workspace_id = ${workspaceId} and mine.member_id = ${memberId}) as team,
      array(
        select branch_id from branch_members
        where workspace_id = ${workspaceId} and member_id = ${memberId} order by since, branch_id) as branches,
      (select json_agg(json_build_object('memberId', member_id, 'from', starts_at, 'until', ends_at)) from absences
        where workspace_id = ${workspaceId} and deputy_id = ${memberId} and ends_at > ${at}) as deputy_for
    from (select 1) one left join roles own
      on own.workspace_id = ${workspaceId} and own.id = ${isBuiltIn(role) ? null : role}::uuid`.execute(db);
  const row = rows[0] as Row;
  return {
    ...(isBuiltIn(role) ? builtInRights(role) : ownRights(row)),
    teamMemberIds: [...new Set([memberId, ...row.team])],
    branchIds: row.branches,
    deputyFor: (row.deputy_for ?? []).map(deputyship),
  };
}

/** Of a built-in role or one of the shop's own; of one that is gone, nothing. */
export async function rightsOfRole(db: Db, workspaceId: string, role: string): Promise<RoleRights> {
  if (isBuiltIn(role)) return builtInRights(role);
  const own = await db
    .selectFrom('roles')
    .select(['grants', 'fields'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', role)
    .executeTakeFirst();
  return ownRights(own);
}

/** Whether the shop wants a second step of who has this role. */
export async function secondStepRequired(db: Db, workspaceId: string, role: string): Promise<boolean> {
  const row = await db
    .selectFrom('second_step_roles')
    .select('role')
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', role)
    .executeTakeFirst();
  return row !== undefined;
}

/** A colleague as the doorkeeper would let them in now; `undefined` for who is nobody here or has left. */
export async function actorOfMember(ctx: Ctx, memberId: string): Promise<Actor | undefined> {
  const row = await ctx.db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select(['memberships.role', 'users.id as user_id', 'users.name'])
    .where('memberships.workspace_id', '=', ctx.workspace.id)
    .where('memberships.id', '=', memberId)
    .where('memberships.deactivated_at', 'is', null)
    .where((eb) => eb.or([eb('memberships.ends_at', 'is', null), eb('memberships.ends_at', '>', ctx.now)]))
    .executeTakeFirst();
  if (!row) return undefined;
  const { role, name, user_id: userId } = row;
  const standing = await standingOf(ctx.db, { workspaceId: ctx.workspace.id, memberId, role }, ctx.now);
  return { kind: 'user', userId, memberId, keyId: null, name, role, ...standing };
}

/** Who a row says it was made by, with today's rights: none for who has left; `undefined` for who is not known. */
export async function actorOfAuthor(ctx: Ctx, id: string): Promise<Actor | undefined> {
  const member = await ctx.db
    .selectFrom('memberships')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('user_id', '=', id)
    .executeTakeFirst();
  if (member) return (await actorOfMember(ctx, member.id)) ?? stranger;
  const key = await ctx.db
    .selectFrom('api_keys')
    .select(['name', 'role'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!key) return undefined;
  const rights = await rightsOfRole(ctx.db, ctx.workspace.id, key.role);
  return { kind: 'key', userId: null, memberId: null, keyId: id, ...key, teamMemberIds: [], ...rights };
}

function ownRights(own: { grants: unknown; fields: unknown } | undefined): RoleRights {
  return { grants: (own?.grants ?? {}) as Grants, fields: (own?.fields ?? {}) as FieldRights };
}

function deputyship({ memberId, from, until }: { memberId: string; from: string; until: string }): Deputyship {
  return { memberId, from: new Date(from), until: new Date(until) };
}
