import { sql, type SqlBool } from 'kysely';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { todayErrors, type Notice } from './contract.ts';

const refuse = refusals(todayErrors);

export interface NoticeKind {
  readonly kind: string;
  /** Its words live there: `<module>:notices.<kind>`. */
  readonly module: string;
  /** Values for the sentence; the notice's `params` unless said. */
  readonly values?: (ctx: Ctx, params: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}

const kinds = new Map<string, NoticeKind>();

/** Called once at start by the `module.ts` of the module that raises the kind. */
export function registerNoticeKind(kind: NoticeKind): void {
  kinds.set(kind.kind, kind);
}

export interface NewNotice {
  kind: string;
  /** The episode: what a person settled is not raised again for the same one. */
  source: string;
  /** The owners of the business, or these memberships. */
  forMembers: 'owners' | readonly string[];
  params?: Record<string, unknown>;
  due?: string | null;
  /** A path inside the application. */
  link?: string | null;
}

/** Raising an episode again brings it up to date; what the module itself had settled comes back. */
export async function raiseNotice(ctx: Ctx, notice: NewNotice): Promise<void> {
  const row = {
    for_members: notice.forMembers === 'owners' ? null : [...notice.forMembers],
    params: JSON.stringify(notice.params ?? {}),
    due_on: notice.due ?? null,
    link: notice.link ?? null,
  };
  await ctx.db
    .insertInto('today_notices')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      kind: notice.kind,
      source: notice.source,
      raised_at: ctx.now,
      ...row,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'kind', 'source'])
        .doUpdateSet({ ...row, settled_at: null, settled_by: null, settled_by_name: null })
        .where('today_notices.settled_by', 'is distinct from', 'done'),
    )
    .execute();
}

/** It no longer holds. `by` says why, never a person's `done`. */
export async function settleNotice(
  ctx: Ctx,
  { kind, source, by }: { kind: string; source: string; by: string },
): Promise<void> {
  await ctx.db
    .updateTable('today_notices')
    .set({ settled_at: ctx.now, settled_by: by })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', kind)
    .where('source', '=', source)
    .where('settled_at', 'is', null)
    .execute();
}

const SHOWN = 20;

/** What the actor should see, what is due first at the top. */
export async function openNotices(ctx: Ctx): Promise<Notice[]> {
  const rows = await noticesFor(ctx)
    .selectAll()
    .where('settled_at', 'is', null)
    .orderBy('due_on', (order) => order.asc().nullsLast())
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    text: sentenceOf(ctx, row.kind, row.params as Record<string, unknown>),
    due: row.due_on,
    link: row.link,
    at: row.raised_at.toISOString(),
  }));
}

export async function noticeDone(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  return setSettled(ctx, id, { settled_at: ctx.now, settled_by: 'done', settled_by_name: ctx.actor.name });
}

export async function noticeBack(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  return setSettled(ctx, id, { settled_at: null, settled_by: null, settled_by_name: null });
}

interface Settled {
  settled_at: Date | null;
  settled_by: string | null;
  settled_by_name: string | null;
}

async function setSettled(ctx: Ctx, id: string, settled: Settled): Promise<{ id: string }> {
  const found = await noticesFor(ctx).select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  if (!found) throw refuse('TODAY_NOTICE_NOT_FOUND');
  await ctx.db
    .updateTable('today_notices')
    .set(settled)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, {
    action: settled.settled_at ? 'notice.settled' : 'notice.put_back',
    entity: 'notice',
    entityId: id,
  });
  return { id };
}

function noticesFor(ctx: Ctx) {
  const owner = ctx.actor.role === 'owner' || ctx.actor.kind === 'system';
  return ctx.db
    .selectFrom('today_notices')
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<SqlBool>`((for_members is null and ${owner}) or for_members @> array[${ctx.actor.memberId}]::uuid[])`);
}

function sentenceOf(ctx: Ctx, name: string, params: Record<string, unknown>): string {
  const kind = kinds.get(name);
  return kind ? translate(ctx.locale, `${kind.module}:notices.${name}`, kind.values?.(ctx, params) ?? params) : name;
}
