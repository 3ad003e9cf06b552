import { sql } from 'kysely';
import { may } from '../../../kernel/access.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { viewErrors, type View, type ViewSettings } from './contract.ts';
import { presentView, viewToChange } from './read-views.ts';
import { pinView } from './sharing.ts';
import { admitSettings } from './settings.ts';

const refuse = refusals(viewErrors);
const MOST_VIEWS = 100;

/** Somebody's own; what a program or the system keeps belongs to the business. */
export async function createView(
  ctx: Ctx,
  { name, settings, pinned }: { name: string; settings: ViewSettings; pinned: boolean },
  changeSetId: string | null = null,
): Promise<View> {
  const { memberId } = ctx.actor;
  if (memberId === null && !may(ctx.actor, 'views.share'))
    throw refuseCommon('NOT_ALLOWED', { permission: 'views.share' });
  await admitSettings(ctx, settings);
  await admitOneMore(ctx, memberId);
  const row = await ctx.db
    .insertInto('customer_views')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      name,
      member_id: memberId,
      shared: memberId === null,
      settings: JSON.stringify(settings),
      created_at: ctx.now,
      change_set_id: changeSetId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, { action: 'view.created', entity: 'view', entityId: row.id });
  return pinned && memberId !== null ? pinView(ctx, { id: row.id, pinned }) : presentView(ctx, row);
}

export async function changeView(
  ctx: Ctx,
  input: { id: string; name?: string | undefined; settings?: ViewSettings | undefined; version?: number | undefined },
): Promise<View> {
  const before = await viewToChange(ctx, input.id);
  const expected = input.version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await presentView(ctx, before) });
  if (input.settings) await admitSettings(ctx, input.settings);
  const row = await ctx.db
    .updateTable('customer_views')
    .set({
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.settings ? { settings: JSON.stringify(input.settings) } : {}),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, { action: 'view.changed', entity: 'view', entityId: row.id });
  return presentView(ctx, row);
}

/** Kept for a while, so that it can come back with its tabs. */
export async function removeView(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await viewToChange(ctx, id);
  await setRemoved(ctx, id, ctx.now);
  await recordAudit(ctx, { action: 'view.removed', entity: 'view', entityId: id });
  return { ok: true };
}

export async function restoreView(ctx: Ctx, { id }: { id: string }): Promise<View> {
  const before = await viewToChange(ctx, id, true);
  if (before.removed_at === null) return presentView(ctx, before);
  await admitOneMore(ctx, before.member_id);
  const row = await setRemoved(ctx, id, null);
  await recordAudit(ctx, { action: 'view.restored', entity: 'view', entityId: id });
  return presentView(ctx, row);
}

function setRemoved(ctx: Ctx, id: string, at: Date | null) {
  return ctx.db
    .updateTable('customer_views')
    .set({ removed_at: at })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function admitOneMore(ctx: Ctx, memberId: string | null): Promise<void> {
  const { count } = await ctx.db
    .selectFrom('customer_views')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('removed_at', 'is', null)
    .where('member_id', 'is not distinct from', memberId)
    .executeTakeFirstOrThrow();
  if (count >= MOST_VIEWS) throw refuse('VIEW_TOO_MANY', { most: MOST_VIEWS });
}
