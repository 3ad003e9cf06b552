import type { Ctx } from '../../kernel/context.ts';

export interface MemberContact {
  id: string;
  name: string;
  email: string;
  /** What the person chose; the business's language unless said. */
  language: string | null;
}

/** How to reach colleagues; those who left, and those of the demo shop, have no entry. */
export async function memberContacts(ctx: Ctx, ids: readonly string[]): Promise<MemberContact[]> {
  if (ids.length === 0) return [];
  return ctx.db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select(['memberships.id', 'users.name', 'users.email', 'users.language'])
    .where('memberships.workspace_id', '=', ctx.workspace.id)
    .where('memberships.id', 'in', [...new Set(ids)])
    .where('memberships.deactivated_at', 'is', null)
    .where('memberships.demo', '=', false)
    .where((eb) => eb.or([eb('memberships.ends_at', 'is', null), eb('memberships.ends_at', '>', ctx.now)]))
    .execute();
}
