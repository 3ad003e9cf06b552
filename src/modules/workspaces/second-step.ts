import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { RoleView } from './contract.ts';
import { admitRole, roleViewOf } from './own-roles.ts';
import { tellRightsChanged } from './session.ts';
import { secondStepRequired } from './standing.ts';

/** Whoever has the role and signs in by a password alone sets up a second step first, and does nothing else until then. */
export async function requireSecondStep(
  ctx: Ctx,
  { role, required }: { role: string; required: boolean },
): Promise<RoleView> {
  await admitRole(ctx, role);
  const before = await secondStepRequired(ctx.db, ctx.workspace.id, role);
  if (before !== required) {
    const place = { workspace_id: ctx.workspace.id, role };
    if (required) {
      await ctx.db
        .insertInto('second_step_roles')
        .values(place)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    } else {
      await ctx.db
        .deleteFrom('second_step_roles')
        .where('workspace_id', '=', place.workspace_id)
        .where('role', '=', role)
        .execute();
    }
    await recordAudit(ctx, { action: 'role.second_step', entity: 'role', detail: { role, required } });
    await tellRightsChanged(ctx);
  }
  return roleViewOf(ctx, role);
}
