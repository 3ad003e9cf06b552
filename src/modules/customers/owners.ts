import type { Permission } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { memberNames } from '../workspaces/index.ts';
import { customerErrors } from './contract.ts';
import { withinReach } from './reach.ts';

const refuse = refusals(customerErrors);

/** Refuses an owner whom the actor may not name, or who is nobody here. */
export async function admitOwner(ctx: Ctx, ownerId: string | null, permission: Permission): Promise<void> {
  if (!withinReach(ctx, ownerId, permission)) throw refuse('CUSTOMER_NOT_YOURS_TO_GIVE');
  if (ownerId === null || ownerId === ctx.actor.memberId) return;
  const known = await memberNames(ctx, [ownerId]);
  if (!known.has(ownerId)) throw refuse('CUSTOMER_OWNER_UNKNOWN', { path: 'ownerId' });
}
