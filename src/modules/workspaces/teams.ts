import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { groupsOf, putMembers, TEAMS, type Group } from './groups.ts';
import { rightsErrors, type TeamView } from './rights-contract.ts';
import { tellRightsChanged } from './session.ts';

const refuse = refusals(rightsErrors);

export async function listTeams(ctx: Ctx): Promise<{ items: TeamView[] }> {
  return { items: (await groupsOf(ctx, TEAMS)).map(present) };
}

export async function makeTeam(
  ctx: Ctx,
  { name, memberIds = [] }: { name: string; memberIds?: string[] | undefined },
): Promise<TeamView> {
  const row = await ctx.db
    .insertInto('teams')
    .values({ workspace_id: ctx.workspace.id, id: newId(), name, created_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw refuse('TEAM_NAME_TAKEN', { path: 'name' });
  await recordAudit(ctx, { action: 'team.created', entity: 'team', entityId: row.id, detail: { name } });
  if (memberIds.length > 0) await putMembers(ctx, TEAMS, row.id, memberIds);
  return { id: row.id, name, memberIds: [...new Set(memberIds)] };
}

export async function changeTeam(
  ctx: Ctx,
  { id, name, memberIds }: { id: string; name?: string | undefined; memberIds?: string[] | undefined },
): Promise<TeamView> {
  const before = await teamOf(ctx, id);
  if (name && name !== before.name) {
    const taken = (await groupsOf(ctx, TEAMS)).some((one) => one.id !== id && sameName(one.name, name));
    if (taken) throw refuse('TEAM_NAME_TAKEN', { path: 'name' });
    await ctx.db
      .updateTable('teams')
      .set({ name })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .execute();
    await recordAudit(ctx, {
      action: 'team.renamed',
      entity: 'team',
      entityId: id,
      detail: { old: before.name, new: name },
    });
  }
  if (memberIds) await putMembers(ctx, TEAMS, id, memberIds);
  return teamOf(ctx, id);
}

export async function removeTeam(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const { name, memberIds } = await teamOf(ctx, id);
  await ctx.db.deleteFrom('teams').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id).execute();
  await recordAudit(ctx, { action: 'team.removed', entity: 'team', entityId: id, detail: { name, memberIds } });
  await tellRightsChanged(ctx);
  return { ok: true };
}

export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

async function teamOf(ctx: Ctx, id: string): Promise<TeamView> {
  const found = (await groupsOf(ctx, TEAMS)).find((one) => one.id === id);
  if (!found) throw refuse('TEAM_NOT_FOUND');
  return present(found);
}

function present({ id, name, memberIds }: Group): TeamView {
  return { id, name, memberIds };
}
