import { sql, type SqlBool } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { roleNames } from '../../workspaces/index.ts';
import { viewErrors, type View } from './contract.ts';
import { presentView, viewSeen, viewToChange } from './read-views.ts';

const refuse = refusals(viewErrors);

/** Whether the view stands as a tab above one's own list. */
export async function pinView(ctx: Ctx, { id, pinned }: { id: string; pinned: boolean }): Promise<View> {
  const row = await viewSeen(ctx, id);
  const { memberId } = ctx.actor;
  if (memberId === null) throw refuseCommon('NOT_ALLOWED');
  const place = { workspace_id: ctx.workspace.id, member_id: memberId, view_id: id };
  if (pinned) {
    await ctx.db
      .insertInto('customer_view_pins')
      .values({ ...place, pinned_at: ctx.now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  } else {
    await ctx.db
      .deleteFrom('customer_view_pins')
      .where('workspace_id', '=', place.workspace_id)
      .where('member_id', '=', place.member_id)
      .where('view_id', '=', place.view_id)
      .execute();
  }
  return presentView(ctx, row);
}

/** Shows a view to everybody, and lets the lists of these roles begin with it; a role begins with one view only. */
export async function shareView(
  ctx: Ctx,
  { id, shared, startFor }: { id: string; shared: boolean; startFor: string[] },
): Promise<View> {
  const before = await viewToChange(ctx, id);
  const nameOf = await roleNames(ctx);
  const unknown = startFor.find((role) => nameOf(role) === '');
  if (unknown !== undefined) throw refuse('VIEW_ROLE_UNKNOWN', { path: 'startFor' });
  // Nobody's view that nobody else sees would be lost: it becomes that of whoever keeps it.
  const memberId = before.member_id ?? (shared ? null : ctx.actor.memberId);
  if (!shared && memberId === null) throw refuse('VIEW_NOT_YOURS');
  const row = await ctx.db
    .updateTable('customer_views')
    .set({ shared, member_id: memberId, version: before.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await setStarts(ctx, id, shared ? [...new Set(startFor)] : []);
  await recordAudit(ctx, { action: 'view.shared', entity: 'view', entityId: id, detail: { shared } });
  return presentView(ctx, row);
}

async function setStarts(ctx: Ctx, viewId: string, roles: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('customer_view_starts')
    .where('workspace_id', '=', ctx.workspace.id)
    .where((eb) => eb.or([eb('view_id', '=', viewId), sql<SqlBool>`role = any (${[...roles]}::text[])`]))
    .execute();
  if (roles.length === 0) return;
  await ctx.db
    .insertInto('customer_view_starts')
    .values(roles.map((role) => ({ workspace_id: ctx.workspace.id, role, view_id: viewId })))
    .execute();
}
