import { sql } from 'kysely';
import { scopeOf } from '../../kernel/access.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { rightsErrors } from './rights-contract.ts';
import { tellRightsChanged } from './session.ts';

const refuse = refusals(rightsErrors);

/** Teams and branches alike: rows with a name, and members in them. */
export const TEAMS = { table: 'teams', members: 'team_members', group: 'team_id' } as const;
export const BRANCHES = { table: 'branches', members: 'branch_members', group: 'branch_id' } as const;
type Kind = typeof TEAMS | typeof BRANCHES;

export interface Group {
  id: string;
  name: string;
  memberIds: string[];
}

export async function groupsOf<More extends object = object>(ctx: Ctx, kind: Kind): Promise<(Group & More)[]> {
  const { rows } = await sql<Group & More>`
    select g.*, array(
      select m.member_id from ${sql.table(kind.members)} m
      where m.workspace_id = g.workspace_id and m.${sql.ref(kind.group)} = g.id order by m.member_id) as "memberIds"
    from ${sql.table(kind.table)} g where g.workspace_id = ${ctx.workspace.id} order by g.name, g.id`.execute(ctx.db);
  return rows;
}

/** Who is in the group from now on; audited with who was. */
export async function putMembers(ctx: Ctx, kind: Kind, id: string, memberIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(memberIds)];
  await admitMembers(ctx, wanted);
  const before = await membersIn(ctx, kind, id);
  const joined = wanted.filter((member) => !before.includes(member));
  if (joined.length > 0) await admitGroups(ctx, kind, [id]);
  await sql`
    delete from ${sql.table(kind.members)}
    where workspace_id = ${ctx.workspace.id} and ${sql.ref(kind.group)} = ${id}
      and not member_id = any (${wanted}::uuid[])`.execute(ctx.db);
  await insertPairs(ctx, kind, [id], joined);
  await recordAudit(ctx, {
    action: kind === TEAMS ? 'team.members' : 'branch.members',
    entity: kind === TEAMS ? 'team' : 'branch',
    entityId: id,
    detail: { old: before, new: wanted },
  });
  await tellRightsChanged(ctx);
}

/** The groups that one member is in from now on. */
export async function putGroups(ctx: Ctx, kind: Kind, memberId: string, groupIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(groupIds)];
  await admitGroupIds(ctx, kind, wanted);
  const { rows } = await sql<{ id: string }>`
    delete from ${sql.table(kind.members)} where workspace_id = ${ctx.workspace.id} and member_id = ${memberId}
      and not ${sql.ref(kind.group)} = any (${wanted}::uuid[]) returning ${sql.ref(kind.group)} as id`.execute(ctx.db);
  const kept = await groupIdsOf(ctx, kind, memberId);
  await admitGroups(
    ctx,
    kind,
    wanted.filter((id) => !kept.includes(id)),
  );
  await insertPairs(ctx, kind, wanted, [memberId]);
  await recordAudit(ctx, {
    action: kind === TEAMS ? 'member.teams' : 'member.branches',
    entity: 'member',
    entityId: memberId,
    detail: { old: [...kept, ...rows.map(({ id }) => id)], new: wanted },
  });
}

/** Refuses ids of groups that are not there, and those that the actor may not put anybody into. */
export async function admitGroupIds(ctx: Ctx, kind: Kind, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(kind.table)}
    where workspace_id = ${ctx.workspace.id} and id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  if (rows.length < new Set(ids).size) throw refuse(kind === TEAMS ? 'TEAM_NOT_FOUND' : 'BRANCH_NOT_FOUND');
}

/** Who does not see everybody's customers widens nobody's view beyond their own teams and branches. */
export async function admitGroups(ctx: Ctx, kind: Kind, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || scopeOf(ctx.actor, 'customers.read') === 'all') return;
  const own = ctx.actor.memberId === null ? [] : await groupIdsOf(ctx, kind, ctx.actor.memberId);
  const strange = ids.filter((id) => !own.includes(id));
  if (strange.length > 0) throw refuse('ROLE_TOO_HIGH', { rights: [kind.table] });
}

export async function insertPairs(
  ctx: Ctx,
  kind: Kind,
  groupIds: readonly string[],
  memberIds: readonly string[],
): Promise<void> {
  if (groupIds.length === 0 || memberIds.length === 0) return;
  const since = kind === BRANCHES ? { column: sql`, since`, value: sql`, ${ctx.now}::timestamptz` } : null;
  await sql`
    insert into ${sql.table(kind.members)} (workspace_id, ${sql.ref(kind.group)}, member_id ${since?.column ?? sql``})
    select ${ctx.workspace.id}, g.id, m.id ${since?.value ?? sql``}
    from unnest(${[...groupIds]}::uuid[]) as g (id) cross join unnest(${[...memberIds]}::uuid[]) as m (id)
    on conflict do nothing`.execute(ctx.db);
}

async function groupIdsOf(ctx: Ctx, kind: Kind, memberId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select ${sql.ref(kind.group)} as id from ${sql.table(kind.members)}
    where workspace_id = ${ctx.workspace.id} and member_id = ${memberId} order by 1`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

async function membersIn(ctx: Ctx, kind: Kind, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select member_id as id from ${sql.table(kind.members)}
    where workspace_id = ${ctx.workspace.id} and ${sql.ref(kind.group)} = ${id} order by 1`.execute(ctx.db);
  return rows.map((row) => row.id);
}

async function admitMembers(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await ctx.db
    .selectFrom('memberships')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', [...ids])
    .execute();
  if (rows.length < ids.length) throw refuse('MEMBER_NOT_FOUND');
}
