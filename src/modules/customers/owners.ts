import type { Permission } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { branchNames, memberNames } from '../workspaces/index.ts';
import { customerErrors } from './contract.ts';
import { reachesOwner, type CustomerRow } from './reach.ts';

const refuse = refusals(customerErrors);

interface Place {
  ownerId: string | null;
  branchId: string | null;
}

/** Refuses an owner or a branch whom the actor may not name, or who is nobody here. */
export async function admitOwner(ctx: Ctx, place: Place, permission: Permission): Promise<void> {
  const { ownerId, branchId } = place;
  if (!reachesOwner(ctx, place, permission)) throw refuse('CUSTOMER_NOT_YOURS_TO_GIVE');
  if (branchId !== null && !(await branchNames(ctx)).has(branchId))
    throw refuse('CUSTOMER_BRANCH_UNKNOWN', { path: 'branchId' });
  if (ownerId === null || ownerId === ctx.actor.memberId) return;
  const known = await memberNames(ctx, [ownerId]);
  if (!known.has(ownerId)) throw refuse('CUSTOMER_OWNER_UNKNOWN', { path: 'ownerId' });
}

/** A customer given on must stay within the giver's reach, or it could be pushed out of everybody's sight. */
export async function admitMove(ctx: Ctx, before: CustomerRow, given: Partial<Record<keyof Place, string | null>>) {
  const { ownerId = before.owner_id, branchId = before.branch_id } = given;
  if (ownerId === before.owner_id && branchId === before.branch_id) return;
  await admitOwner(ctx, { ownerId, branchId }, 'customers.edit');
}
