import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { asSystem, command } from '../../kernel/enter.ts';
import type { House } from '../../kernel/house.ts';
import { newId } from '../../kernel/ids.ts';
import type { KeyView } from './contract.ts';
import { admitRole, roleNames } from './own-roles.ts';
import { tellRightsChanged } from './session.ts';
import { findWorkspace } from './setup.ts';
import { hashOf, newToken } from './tokens.ts';

export async function makeKey(
  ctx: Ctx,
  { name, role }: { name: string; role: string },
): Promise<{ key: string; item: KeyView }> {
  await admitRole(ctx, role);
  const key = `rk_${newToken()}`;
  const row = await ctx.db
    .insertInto('api_keys')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      key_hash: hashOf(key),
      hint: key.slice(0, 8),
      name,
      role,
      created_by_name: ctx.actor.name,
      made_by: ctx.actor.memberId,
      created_at: ctx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, { action: 'key.created', entity: 'key', entityId: row.id, detail: { name, role } });
  return { key, item: present(row, await roleNames(ctx)) };
}

export async function listKeys(ctx: Ctx): Promise<{ items: KeyView[] }> {
  const rows = await ctx.db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('created_at', 'desc')
    .execute();
  const nameOf = await roleNames(ctx);
  return { items: rows.map((row) => present(row, nameOf)) };
}

export async function revokeKey(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await ctx.db.deleteFrom('api_keys').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id).execute();
  await recordAudit(ctx, { action: 'key.revoked', entity: 'key', entityId: id });
  await tellRightsChanged(ctx);
  return { ok: true };
}

/** Those of a colleague that still open the door. */
export async function keysMadeBy(ctx: Ctx, memberId: string): Promise<{ id: string; name: string }[]> {
  return ctx.db
    .selectFrom('api_keys')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('made_by', '=', memberId)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', ctx.now)]))
    .orderBy('name')
    .execute();
}

/** From this moment on the keys that the colleague made open nothing any more. */
export async function endKeysMadeBy(ctx: Ctx, memberId: string, at: Date): Promise<void> {
  const rows = await ctx.db
    .updateTable('api_keys')
    .set({ ends_at: at })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('made_by', '=', memberId)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', at)]))
    .returning(['id', 'name'])
    .execute();
  for (const { id, name } of rows)
    await recordAudit(ctx, { action: 'key.ends', entity: 'key', entityId: id, detail: { name, at: at.toISOString() } });
  await tellRightsChanged(ctx);
}

/** For the command line. */
export async function createKey(
  house: House,
  { workspaceId, name, role }: { workspaceId: string; name: string; role: string },
): Promise<{ key: string }> {
  const workspace = await findWorkspace(house, workspaceId);
  const { key } = await command(house.database, asSystem(workspace), (ctx) => makeKey(ctx, { name, role }));
  return { key };
}

interface Row {
  id: string;
  name: string;
  role: string;
  hint: string;
  created_by_name: string;
  created_at: Date;
  last_used_at: Date | null;
  ends_at: Date | null;
}

function present(
  { id, name, role, hint, created_by_name: createdBy, created_at, last_used_at, ends_at }: Row,
  nameOf: (role: string) => string,
): KeyView {
  const lastUsedAt = last_used_at?.toISOString() ?? null;
  const createdAt = created_at.toISOString();
  return {
    id,
    name,
    role,
    roleName: nameOf(role),
    hint,
    createdBy,
    createdAt,
    lastUsedAt,
    endsAt: ends_at?.toISOString() ?? null,
  };
}
