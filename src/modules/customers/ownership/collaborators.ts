import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { addDays, startOfDay } from '../../../maths/calendar.ts';
import { memberNames, members } from '../../workspaces/index.ts';
import { customerSeen, customerToChange } from '../reach.ts';
import { ownershipErrors, type CollaborationAccess, type Collaborator } from './contract.ts';

const refuse = refusals(ownershipErrors);

export async function listCollaborators(ctx: Ctx, { id }: { id: string }): Promise<{ items: Collaborator[] }> {
  const card = await customerSeen(ctx, id);
  return { items: await collaboratorsOf(ctx, card.id) };
}

interface Wanted {
  id: string;
  memberId: string;
  access: CollaborationAccess;
  until?: string | null | undefined;
}

/** Saying it again brings access and end up to date. */
export async function collaborate(ctx: Ctx, { id, memberId, access, until }: Wanted) {
  const card = await customerToChange(ctx, id, 'customers.edit');
  if (!(await members(ctx)).some((one) => one.id === memberId))
    throw refuse('COLLABORATOR_UNKNOWN', { path: 'memberId' });
  if (card.owner_id === memberId) throw refuse('COLLABORATOR_IS_OWNER', { path: 'memberId' });
  if (until && until < ctx.today) throw refuse('COLLABORATION_ENDS_FIRST', { path: 'until' });
  const row = {
    access,
    since: ctx.now,
    until: until ? startOfDay(ctx.workspace.zone, addDays(until, 1)) : null,
    by_name: ctx.actor.name,
  };
  await ctx.db
    .insertInto('customer_collaborators')
    .values({ workspace_id: ctx.workspace.id, customer_id: card.id, member_id: memberId, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'customer_id', 'member_id']).doUpdateSet(row))
    .execute();
  await recordAudit(ctx, {
    action: 'customer.shared',
    entity: 'customer',
    entityId: card.id,
    detail: { memberId, access, until: until ?? null },
  });
  return { items: await collaboratorsOf(ctx, card.id) };
}

export async function endCollaboration(
  ctx: Ctx,
  { id, memberId }: { id: string; memberId: string },
): Promise<{ ok: true }> {
  const card = await customerToChange(ctx, id, 'customers.edit');
  const { numDeletedRows } = await ctx.db
    .deleteFrom('customer_collaborators')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', card.id)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  if (numDeletedRows > 0n)
    await recordAudit(ctx, {
      action: 'customer.unshared',
      entity: 'customer',
      entityId: card.id,
      detail: { memberId },
    });
  return { ok: true };
}

/** Those whose time has not come. */
async function collaboratorsOf(ctx: Ctx, customerId: string): Promise<Collaborator[]> {
  const rows = await ctx.db
    .selectFrom('customer_collaborators')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', ctx.now)]))
    .orderBy('since')
    .orderBy('member_id')
    .execute();
  const names = await memberNames(
    ctx,
    rows.map((row) => row.member_id),
  );
  return rows.map((row) => ({
    member: { id: row.member_id, name: names.get(row.member_id) ?? '' },
    access: row.access as CollaborationAccess,
    since: row.since.toISOString(),
    until: row.until?.toISOString() ?? null,
    by: row.by_name,
  }));
}
