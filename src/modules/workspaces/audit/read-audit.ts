import { sql } from 'kysely';
import { addDays, startOfDay } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import { decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import type { AuditEntryView, AuditFilter } from './contract.ts';

interface Row {
  id: string;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  entity: string;
  entity_id: string | null;
  request_id: string | null;
  detail: Record<string, unknown>;
  salt: Buffer | null;
  detail_digest: Buffer | null;
  digest: Buffer;
  seq: bigint | null;
  hash: Buffer | null;
}

export async function readAudit(
  ctx: Ctx,
  { limit, cursor, ...filter }: AuditFilter & { limit: number; cursor?: string | undefined },
) {
  const rows = await auditRows(ctx, filter, limit + 1, placeIn(cursor));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(present),
    nextCursor: last && rows.length > limit ? encodeCursor(placeOf(last)) : null,
  };
}

/** Newest first, after `before`. */
export async function auditRows(
  ctx: Ctx,
  { actorId, entity, entityId, from, until }: AuditFilter,
  limit: number,
  before: readonly (string | number | null)[] | null,
): Promise<Row[]> {
  const { zone } = ctx.workspace;
  const { rows } = await sql<Row>`
    select e.id, e.at, e.actor_kind, e.actor_id, e.actor_name, e.action, e.entity, e.entity_id, e.request_id, e.detail,
      e.salt, e.detail_digest, e.digest, s.seq, s.hash
    from audit_entries e
    left join audit_seals s on s.workspace_id = e.workspace_id and s.entry_id = e.id
    where e.workspace_id = ${ctx.workspace.id}
      ${
        actorId
          ? sql`and e.actor_id = coalesce((
              select user_id from memberships where workspace_id = ${ctx.workspace.id} and id = ${actorId}), ${actorId})`
          : sql``
      }
      ${entity ? sql`and e.entity = ${entity}` : sql``}
      ${entityId ? sql`and e.entity_id = ${entityId}` : sql``}
      ${from ? sql`and e.at >= ${startOfDay(zone, from)}` : sql``}
      ${until ? sql`and e.at < ${startOfDay(zone, addDays(until, 1))}` : sql``}
      ${before ? sql`and (e.at, e.id) < (${String(before[0])}::timestamptz, ${String(before[1])}::uuid)` : sql``}
    order by e.at desc, e.id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

function placeIn(cursor: string | undefined) {
  const place = decodeCursor(cursor, 2);
  const [at, id] = place ?? [];
  if (place && (Number.isNaN(Date.parse(String(at))) || !isId(String(id))))
    throw refuse('BAD_INPUT', { path: 'cursor', problem: '' });
  return place;
}

export function placeOf({ at, id }: Pick<Row, 'at' | 'id'>): [string, string] {
  return [at.toISOString(), id];
}

export async function readChain(ctx: Ctx): Promise<{ sealed: number; waiting: number; seal: string | null }> {
  const head = await ctx.db
    .selectFrom('audit_heads')
    .select(['seq', 'hash'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  const waiting = await ctx.db
    .selectFrom('audit_unsealed')
    .select('entry_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .limit(10_000)
    .execute();
  const sealed = Number(head?.seq ?? 0);
  return { sealed, waiting: waiting.length, seal: sealed > 0 && head ? head.hash.toString('hex') : null };
}

function present(row: Row): AuditEntryView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor_name,
    actorId: row.actor_id,
    actorKind: row.actor_kind,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    detail: row.detail,
    seq: row.seq === null ? null : Number(row.seq),
  };
}
