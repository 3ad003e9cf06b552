import { sql } from 'kysely';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { BRANCHES, groupsOf, putMembers, type Group } from './groups.ts';
import { rightsErrors, type BranchView } from './rights-contract.ts';
import { sameName } from './teams.ts';

const refuse = refusals(rightsErrors);

type Row = Group & { closed_at: Date | null };

export async function listBranches(ctx: Ctx): Promise<{ items: BranchView[] }> {
  return { items: (await groupsOf<Row>(ctx, BRANCHES)).map(present) };
}

export async function openBranch(
  ctx: Ctx,
  { name, memberIds = [] }: { name: string; memberIds?: string[] | undefined },
): Promise<BranchView> {
  const row = await ctx.db
    .insertInto('branches')
    .values({ workspace_id: ctx.workspace.id, id: newId(), name, created_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw refuse('BRANCH_NAME_TAKEN', { path: 'name' });
  await recordAudit(ctx, { action: 'branch.opened', entity: 'branch', entityId: row.id, detail: { name } });
  if (memberIds.length > 0) await putMembers(ctx, BRANCHES, row.id, memberIds);
  return { id: row.id, name, memberIds: [...new Set(memberIds)], closed: false };
}

interface Change {
  id: string;
  name?: string | undefined;
  memberIds?: string[] | undefined;
  closed?: boolean | undefined;
}

/** A closed branch keeps its customers; it only is not offered any more. */
export async function changeBranch(ctx: Ctx, { id, name, memberIds, closed }: Change): Promise<BranchView> {
  const all = await groupsOf<Row>(ctx, BRANCHES);
  const before = all.find((one) => one.id === id);
  if (!before) throw refuse('BRANCH_NOT_FOUND');
  if (name && all.some((one) => one.id !== id && sameName(one.name, name)))
    throw refuse('BRANCH_NAME_TAKEN', { path: 'name' });
  if (name !== undefined || closed !== undefined) {
    await ctx.db
      .updateTable('branches')
      .set({
        ...(name ? { name } : {}),
        ...(closed === undefined ? {} : { closed_at: closed ? (before.closed_at ?? ctx.now) : null }),
      })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .execute();
    const old = { name: before.name, closed: before.closed_at !== null };
    await recordAudit(ctx, {
      action: 'branch.changed',
      entity: 'branch',
      entityId: id,
      detail: { old, new: { name: name ?? old.name, closed: closed ?? old.closed } },
    });
  }
  if (memberIds) await putMembers(ctx, BRANCHES, id, memberIds);
  const after = (await groupsOf<Row>(ctx, BRANCHES)).find((one) => one.id === id);
  return present(after as Row);
}

export async function branchNames(ctx: Ctx): Promise<Map<string, string>> {
  return new Map((await groupsOf(ctx, BRANCHES)).map(({ id, name }) => [id, name]));
}

/** Where a new customer belongs: the store that is named, else the owner's branch, else that of who records. */
export async function branchChooser(
  ctx: Ctx,
): Promise<(facts: { store?: string | null | undefined; ownerId?: string | null | undefined }) => string | null> {
  const { rows } = await sql<{ id: string; name: string; member_id: string | null }>`
    select b.id, b.name, m.member_id from branches b
    left join branch_members m on m.workspace_id = b.workspace_id and m.branch_id = b.id
    where b.workspace_id = ${ctx.workspace.id} and b.closed_at is null order by m.since, b.id`.execute(ctx.db);
  const byName = new Map(rows.map(({ id, name }) => [name.toLowerCase(), id]));
  const byMember = new Map<string, string>();
  for (const { id, member_id: member } of rows) if (member && !byMember.has(member)) byMember.set(member, id);
  const own = ctx.actor.memberId === null ? undefined : byMember.get(ctx.actor.memberId);
  return ({ store, ownerId }) => {
    const named = store ? byName.get(store.trim().toLowerCase()) : undefined;
    return named ?? (ownerId ? byMember.get(ownerId) : undefined) ?? own ?? null;
  };
}

function present({ id, name, memberIds, closed_at }: Row): BranchView {
  return { id, name, memberIds, closed: closed_at !== null };
}
