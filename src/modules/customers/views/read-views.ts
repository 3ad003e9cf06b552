import { sql, type RawBuilder, type Selectable, type SqlBool } from 'kysely';
import { may } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CustomerViews } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { memberNames } from '../../workspaces/index.ts';
import { foundCustomers } from '../list.ts';
import { viewErrors, type View, type ViewSettings } from './contract.ts';
import { fittingSettings } from './settings.ts';

const refuse = refusals(viewErrors);

export type ViewRow = Selectable<CustomerViews>;

/** One's own views and those that are shared, by name. */
export async function listViews(ctx: Ctx): Promise<{ items: View[]; start: string | null }> {
  const items = await presentViews(ctx, await seenViews(ctx).orderBy('name').orderBy('id').execute());
  return { items, start: items.find(({ startFor }) => startFor.includes(ctx.actor.role))?.id ?? null };
}

export async function presentView(ctx: Ctx, row: ViewRow): Promise<View> {
  const [view] = await presentViews(ctx, [row]);
  if (!view) throw refuse('VIEW_NOT_FOUND');
  return view;
}

/** The view, held for a change; removed ones only where `removed` asks for them. */
export async function viewToChange(ctx: Ctx, id: string, removed = false): Promise<ViewRow> {
  const row = await viewSeen(ctx, id, removed);
  if (!mayChange(ctx, row)) throw refuse('VIEW_NOT_YOURS');
  return row;
}

export async function viewSeen(ctx: Ctx, id: string, removed = false): Promise<ViewRow> {
  const row = await seenViews(ctx, removed).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw refuse('VIEW_NOT_FOUND');
  return row;
}

/** Whom the view shows now, as conditions beside `visibleCustomers`; null where there is no such view for the actor. */
export async function viewConditions(ctx: Ctx, id: string): Promise<RawBuilder<SqlBool>[] | null> {
  const row = await seenViews(ctx).where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { q, filter } = row.settings as unknown as ViewSettings;
  return foundCustomers(ctx, { q, filter: filter && JSON.stringify(filter) });
}

function seenViews(ctx: Ctx, removed = false) {
  return ctx.db
    .selectFrom('customer_views')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where(removed ? sql<SqlBool>`true` : sql<SqlBool>`removed_at is null`)
    .where((eb) => eb.or([eb('shared', '=', true), eb('member_id', '=', ctx.actor.memberId)]));
}

/** What is shared is changed by those who may share. */
function mayChange(ctx: Ctx, { shared, member_id: owner }: ViewRow): boolean {
  return shared ? may(ctx.actor, 'views.share') : owner === ctx.actor.memberId;
}

async function presentViews(ctx: Ctx, rows: readonly ViewRow[]): Promise<View[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const fitting = await fittingSettings(ctx);
  const names = await memberNames(
    ctx,
    rows.flatMap((row) => row.member_id ?? []),
  );
  const pinned = new Set((await pinsAmong(ctx, ids)).map((pin) => pin.view_id));
  const starts = await startsAmong(ctx, ids);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    own: row.member_id !== null && row.member_id === ctx.actor.memberId,
    shared: row.shared,
    pinned: pinned.has(row.id),
    by: (row.member_id && names.get(row.member_id)) ?? null,
    mayChange: mayChange(ctx, row),
    startFor: starts.filter((start) => start.view_id === row.id).map(({ role }) => role),
    ...fitting(row.settings as unknown as ViewSettings),
    version: row.version,
  }));
}

function pinsAmong(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('customer_view_pins')
    .select('view_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', '=', ctx.actor.memberId)
    .where(sql<SqlBool>`view_id = any (${[...ids]}::uuid[])`)
    .execute();
}

function startsAmong(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('customer_view_starts')
    .select(['view_id', 'role'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<SqlBool>`view_id = any (${[...ids]}::uuid[])`)
    .orderBy('role')
    .execute();
}
