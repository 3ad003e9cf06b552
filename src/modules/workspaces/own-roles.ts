import { sql, type Selectable } from 'kysely';
import type { FieldRights, Grants, Scope } from '../../kernel/access.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Roles } from '../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { rightsErrors, type RoleView } from './rights-contract.ts';
import { guardedFields, rightNamed } from './rules/catalogue.ts';
import { beyond, builtInRights, isBuiltIn, roles, tidyGrants, type Role, type RoleRights } from './rules/roles.ts';
import { tellRightsChanged } from './session.ts';
import { rightsOfRole } from './standing.ts';

const refuse = refusals(rightsErrors);
type Row = Selectable<Roles>;

export async function listRoles(ctx: Ctx): Promise<{ items: RoleView[] }> {
  const own = await ctx.db
    .selectFrom('roles')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('name')
    .execute();
  const used = await usedRoles(ctx);
  const strict = await strictRoles(ctx);
  return {
    items: [
      ...roles.map((role) => presentBuiltIn(ctx, role, used.get(role) ?? 0, strict.has(role))),
      ...own.map((row) => present(ctx, row, used.get(row.id) ?? 0, strict.has(row.id))),
    ],
  };
}

/** One that exists; `admitRole` says whether it does. */
export async function roleViewOf(ctx: Ctx, role: string): Promise<RoleView> {
  const { items } = await listRoles(ctx);
  return items.find((one) => one.role === role) as RoleView;
}

async function strictRoles(ctx: Ctx): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('second_step_roles')
    .select('role')
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  return new Set(rows.map(({ role }) => role));
}

interface Given {
  grants?: Readonly<Record<string, Scope>> | undefined;
  fields?: FieldRights | undefined;
}

export async function makeRole(ctx: Ctx, { name, base, ...given }: { name: string; base: Role } & Given) {
  const rights = checkedRights(ctx, builtInRights(base), given);
  const row = await ctx.db
    .insertInto('roles')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      name,
      base,
      grants: JSON.stringify(rights.grants),
      fields: JSON.stringify(rights.fields),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw refuse('ROLE_NAME_TAKEN', { path: 'name' });
  await recordAudit(ctx, {
    action: 'role.created',
    entity: 'role',
    entityId: row.id,
    detail: { name, base, ...rights },
  });
  return present(ctx, row, 0, false);
}

/** Whoever changes a role must have had all of it, before and after: else a role could be emptied or overfilled. */
export async function changeRole(
  ctx: Ctx,
  { id, version, name, ...given }: { id: string; version?: number | undefined; name?: string | undefined } & Given,
): Promise<RoleView> {
  const before = await lockedRole(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  const used = (await usedRoles(ctx)).get(id) ?? 0;
  const strict = (await strictRoles(ctx)).has(id);
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: present(ctx, before, used, strict) });
  const old = { grants: before.grants as Grants, fields: before.fields as FieldRights };
  refuseBeyond(ctx, old);
  const rights = checkedRights(ctx, old, given);
  const row = await nameGuard(() =>
    ctx.db
      .updateTable('roles')
      .set({
        ...(name ? { name } : {}),
        grants: JSON.stringify(rights.grants),
        fields: JSON.stringify(rights.fields),
        updated_at: ctx.now,
        version: before.version + 1,
      })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
  await recordAudit(ctx, {
    action: 'role.changed',
    entity: 'role',
    entityId: id,
    detail: { old: { name: before.name, ...old }, new: { name: row.name, ...rights } },
  });
  await tellRightsChanged(ctx);
  return present(ctx, row, used, strict);
}

export async function removeRole(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const row = await lockedRole(ctx, id);
  refuseBeyond(ctx, { grants: row.grants as Grants, fields: row.fields as FieldRights });
  const used = (await usedRoles(ctx)).get(id) ?? 0;
  if (used > 0) throw refuse('ROLE_IN_USE', { used });
  await ctx.db.deleteFrom('roles').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id).execute();
  await ctx.db
    .deleteFrom('second_step_roles')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('role', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'role.removed', entity: 'role', entityId: id, detail: { name: row.name } });
  await tellRightsChanged(ctx);
  return { ok: true };
}

/** Refuses a role that does not exist here or that goes beyond the actor's own rights. */
export async function admitRole(ctx: Ctx, role: string, path = 'role'): Promise<void> {
  if (!isBuiltIn(role) && !(await roleExists(ctx, role))) throw refuse('ROLE_NOT_FOUND', { path });
  refuseBeyond(ctx, await rightsOfRole(ctx.db, ctx.workspace.id, role), path);
}

function refuseBeyond(ctx: Ctx, rights: RoleRights, path?: string): void {
  const too = beyond(ctx.actor, rights);
  if (too.length > 0) throw refuse('ROLE_TOO_HIGH', { rights: too, ...(path ? { path } : {}) });
}

/** Locked, so that a role is not removed while somebody is given it. */
async function roleExists(ctx: Ctx, role: string): Promise<boolean> {
  if (!isId(role)) return false;
  const row = await ctx.db
    .selectFrom('roles')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', role)
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}

/** Names by role, of built-in ones in the caller's language. */
export async function roleNames(ctx: Ctx): Promise<(role: string) => string> {
  const rows = await ctx.db
    .selectFrom('roles')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  const own = new Map(rows.map(({ id, name }) => [id, name]));
  return (role) => own.get(role) ?? builtInName(ctx, role);
}

function builtInName(ctx: Ctx, role: string): string {
  return isBuiltIn(role) ? translate(ctx.locale, `workspaces:roles.${role}`) : '';
}

async function lockedRole(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.db
    .selectFrom('roles')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('ROLE_NOT_FOUND');
  return row;
}

async function nameGuard<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'roles_name')
      throw refuse('ROLE_NAME_TAKEN', { path: 'name' });
    throw error;
  }
}

function checkedRights(ctx: Ctx, before: RoleRights, { grants, fields }: Given): RoleRights {
  const unknown =
    Object.keys(grants ?? {}).find((right) => !rightNamed(right)) ??
    Object.keys(fields ?? {}).find((name) => !isField(name));
  if (unknown !== undefined) throw refuse('ROLE_RIGHT_UNKNOWN', { path: grants ? 'grants' : 'fields', right: unknown });
  const rights = { grants: grants ? tidyGrants(grants) : before.grants, fields: fields ?? before.fields };
  refuseBeyond(ctx, rights);
  return rights;
}

function isField(name: string): boolean {
  return (guardedFields as readonly string[]).includes(name) || /^customers\.custom\.[^\s.][^\0]{0,80}$/.test(name);
}

async function usedRoles(ctx: Ctx): Promise<Map<string, number>> {
  const { rows } = await sql<{ role: string; used: number }>`
    select role, count(*)::int as used from (
      select role from memberships where workspace_id = ${ctx.workspace.id}
      union all select role from api_keys where workspace_id = ${ctx.workspace.id}
      union all select role from invitations where workspace_id = ${ctx.workspace.id} and expires_at > ${ctx.now}
    ) given group by role`.execute(ctx.db);
  return new Map(rows.map(({ role, used }) => [role, used]));
}

function presentBuiltIn(ctx: Ctx, role: Role, used: number, secondStep: boolean): RoleView {
  const rights = builtInRights(role);
  return {
    role,
    builtIn: true,
    name: builtInName(ctx, role),
    about: translate(ctx.locale, `workspaces:roleAbout.${role}`),
    base: role,
    grants: rights.grants as RoleView['grants'],
    fields: rights.fields,
    used,
    givable: beyond(ctx.actor, rights).length === 0,
    secondStep,
    version: 1,
  };
}

function present(ctx: Ctx, row: Row, used: number, secondStep: boolean): RoleView {
  const rights = { grants: row.grants as Grants, fields: row.fields as FieldRights };
  return {
    role: row.id,
    builtIn: false,
    name: row.name,
    about: translate(ctx.locale, 'workspaces:roleAbout.own', { role: builtInName(ctx, row.base) }),
    base: row.base as Role,
    grants: rights.grants as RoleView['grants'],
    fields: rights.fields,
    used,
    givable: beyond(ctx.actor, rights).length === 0,
    secondStep,
    version: row.version,
  };
}
