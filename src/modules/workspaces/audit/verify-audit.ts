import { sql } from 'kysely';
import { detailDigestOf, digestOf, headStampOf, same, sealOf, stampOf } from '../../../kernel/audit-chain.ts';
import type { Ctx } from '../../../kernel/context.ts';

const PAGE = 5_000;

/** `seq` null: an entry that has no place in the chain and does not wait for one. */
export interface AuditDifference {
  seq: number | null;
  entryId: string | null;
  problem: 'changed' | 'removed' | 'inserted' | 'cut';
}

interface Entry {
  id: string | null;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  entity: string;
  entity_id: string | null;
  request_id: string | null;
  detail: unknown;
  salt: Buffer | null;
  detail_digest: Buffer | null;
  digest: Buffer;
  stamp: Buffer | null;
}

type Sealed = Entry & { seq: bigint; hash: Buffer; entry_id: string };

/** Entries that were changed, taken away or put in behind the program's back. None, unless somebody did. */
export async function verifyAudit(ctx: Ctx): Promise<AuditDifference[]> {
  const head = await headOf(ctx);
  const bare = new Map<string, number>();
  const differences: AuditDifference[] = [];
  let after = 0;
  let hash: Buffer | null = Buffer.alloc(0);
  for (;;) {
    const rows = await sealedAfter(ctx, after, head.seq);
    for (const row of rows) {
      const seq = Number(row.seq);
      for (let gone = after + 1; gone < seq; gone += 1)
        differences.push({ seq: gone, entryId: null, problem: 'removed' });
      // After a gap nobody knows what the next seal followed.
      const known: Buffer | null = seq === after + 1 ? hash : null;
      const problem = problemOf(ctx, row, known, seq <= head.unstamped);
      if (problem) differences.push({ seq, entryId: row.entry_id, problem });
      else if (row.salt === null && seq > head.unstamped) bare.set(row.entry_id, seq);
      after = seq;
      hash = row.hash;
    }
    if (rows.length < PAGE) break;
  }
  if (after !== head.seq || !same(hash, head.hash) || !head.fits)
    differences.push({ seq: after + 1, entryId: null, problem: 'cut' });
  differences.push(...(await looseEntries(ctx)));
  const redacted = await redactedEntries(ctx, bare);
  for (const [entryId, seq] of bare) {
    if (!redacted.has(entryId)) differences.push({ seq, entryId, problem: 'changed' });
  }
  return differences;
}

async function headOf(ctx: Ctx): Promise<{ seq: number; hash: Buffer; unstamped: number; fits: boolean }> {
  const row = await ctx.db
    .selectFrom('audit_heads')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  if (!row) {
    const { rows } = await sql`
      select from audit_seals where workspace_id = ${ctx.workspace.id} limit 1`.execute(ctx.db);
    return { seq: 0, hash: Buffer.alloc(0), unstamped: 0, fits: rows.length === 0 };
  }
  const head = { seq: Number(row.seq), hash: row.hash, unstamped: Number(row.unstamped) };
  const untouched = row.stamp === null && head.seq === head.unstamped;
  return { ...head, fits: untouched || same(row.stamp, headStampOf({ workspaceId: ctx.workspace.id, ...head })) };
}

async function sealedAfter(ctx: Ctx, after: number, until: number): Promise<Sealed[]> {
  const { rows } = await sql<Sealed>`
    select s.seq, s.hash, s.entry_id, e.* from audit_seals s
    left join audit_entries e on e.workspace_id = s.workspace_id and e.id = s.entry_id
    where s.workspace_id = ${ctx.workspace.id} and s.seq > ${after} and s.seq <= ${until}
    order by s.seq limit ${PAGE}`.execute(ctx.db);
  return rows;
}

function problemOf(ctx: Ctx, row: Sealed, before: Buffer | null, old: boolean): 'changed' | 'removed' | null {
  if (row.id === null) return 'removed';
  const fits = before === null || same(row.hash, sealOf(before, row.digest));
  return fits && holds(ctx, row, old) ? null : 'changed';
}

/** The entry says what its digests bind, and the digest is ours. */
function holds(ctx: Ctx, row: Entry, old: boolean): boolean {
  const digest = digestOf({
    workspaceId: ctx.workspace.id,
    id: row.id ?? '',
    at: row.at,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorName: row.actor_name,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    requestId: row.request_id,
    detailDigest: row.detail_digest,
  });
  const stamped = old ? row.stamp === null : same(row.stamp, stampOf(row.digest));
  return same(row.digest, digest) && stamped && detailHolds(row, old);
}

function detailHolds({ salt, detail, detail_digest: bound }: Entry, old: boolean): boolean {
  if (salt) return same(bound, detailDigestOf(salt, detail));
  return old || Object.keys(detail as object).length === 0;
}

/** Without a seal: those that wait for one must be ours, and there are no others. */
async function looseEntries(ctx: Ctx): Promise<AuditDifference[]> {
  const { rows } = await sql<Entry & { id: string; waits: boolean }>`
    select e.*, u.entry_id is not null as waits from audit_entries e
    left join audit_unsealed u on u.workspace_id = e.workspace_id and u.entry_id = e.id
    where e.workspace_id = ${ctx.workspace.id} and not exists (
      select from audit_seals s where s.workspace_id = e.workspace_id and s.entry_id = e.id)`.execute(ctx.db);
  return rows
    .filter((row) => !row.waits || !holds(ctx, row, false))
    .map(({ id }) => ({ seq: null, entryId: id, problem: 'inserted' as const }));
}

/** Which of the emptied details the log says were emptied for a person who was erased. */
async function redactedEntries(ctx: Ctx, bare: ReadonlyMap<string, number>): Promise<Set<string>> {
  if (bare.size === 0) return new Set();
  const { rows } = await sql<Entry>`
    select * from audit_entries
    where workspace_id = ${ctx.workspace.id} and entity = 'audit' and action = 'audit.redacted'`.execute(ctx.db);
  const named = rows
    .filter((row) => holds(ctx, row, false))
    .flatMap(({ detail }) => (detail as { entries?: string[] }).entries ?? []);
  return new Set(named);
}
