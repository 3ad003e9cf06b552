import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import { tell } from '../../../kernel/live.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { reminderErrors, type NotificationView } from './contract.ts';
import { LIVE_TOPIC } from './notify.ts';
import { sentencesOf } from './sentences.ts';

const refuse = refusals(reminderErrors);

interface Asked {
  limit: number;
  cursor?: string | undefined;
  unread: boolean;
}

export async function listNotifications(ctx: Ctx, { limit, cursor, unread }: Asked) {
  const [before] = decodeCursor(cursor, 1) ?? [];
  if (before !== undefined && !isId(String(before))) throw refuseCommon('BAD_INPUT', { path: 'cursor', problem: '' });
  let query = ownOnes(ctx, unread).selectAll();
  if (before !== undefined) query = query.where(sql<SqlBool>`id < ${String(before)}::uuid`);
  const [rows, count] = await Promise.all([
    query
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute(),
    counted(ctx, unread),
  ]);
  const page = rows.slice(0, limit);
  const ids = page.map((row) => row.id);
  const [texts, troubled] = await Promise.all([sentencesOf(ctx, page), troubledWays(ctx, ids)]);
  const last = page.at(-1);
  return {
    items: page.map((row, n): NotificationView => ({
      id: row.id,
      kind: row.kind,
      text: texts[n] ?? row.kind,
      link: row.link,
      at: row.at.toISOString(),
      read: row.read_at !== null,
      troubled: troubled.get(row.id) ?? [],
    })),
    nextCursor: last && rows.length > limit ? encodeCursor([last.id]) : null,
    count: countOf(count),
  };
}

export async function countUnread(ctx: Ctx): Promise<{ value: number; exact: boolean }> {
  return countOf(await counted(ctx, true));
}

export async function markRead(ctx: Ctx, { id, read }: { id: string; read: boolean }): Promise<{ ok: true }> {
  const marked = await ctx.db
    .updateTable('notifications')
    .set({ read_at: read ? ctx.now : null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', '=', ctx.actor.memberId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!marked) throw refuse('NOTIFICATION_NOT_FOUND');
  await tellOwn(ctx);
  return { ok: true };
}

export async function markAllRead(ctx: Ctx): Promise<{ read: number }> {
  const marked = await ctx.db
    .updateTable('notifications')
    .set({ read_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', '=', ctx.actor.memberId)
    .where('read_at', 'is', null)
    .executeTakeFirst();
  await tellOwn(ctx);
  return { read: Number(marked.numUpdatedRows) };
}

/** The bell of one's other windows. */
async function tellOwn(ctx: Ctx): Promise<void> {
  const payload = { memberIds: [ctx.actor.memberId] };
  await tell(ctx.db, { workspaceId: ctx.workspace.id, topic: LIVE_TOPIC, payload });
}

function ownOnes(ctx: Ctx, unread: boolean) {
  const own = ctx.db
    .selectFrom('notifications')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', '=', ctx.actor.memberId);
  return unread ? own.where('read_at', 'is', null) : own;
}

async function counted(ctx: Ctx, unread: boolean): Promise<number> {
  const row = await ctx.db
    .selectFrom(
      ownOnes(ctx, unread)
        .select('id')
        .limit(COUNT_LIMIT + 1)
        .as('some'),
    )
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

async function troubledWays(ctx: Ctx, ids: string[]): Promise<Map<string, ('mail' | 'push')[]>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('notification_deliveries')
    .select(['notification_id', 'way'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('notification_id', 'in', ids)
    .where('state', 'in', ['failed', 'unknown'])
    .execute();
  const ways = new Map<string, ('mail' | 'push')[]>();
  for (const { notification_id: id, way } of rows) {
    const name = way === 'mail' ? 'mail' : 'push';
    ways.set(id, [...new Set([...(ways.get(id) ?? []), name] as const)]);
  }
  return ways;
}
