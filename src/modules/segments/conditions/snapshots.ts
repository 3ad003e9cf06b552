import { expressionBuilder, sql, type RawBuilder, type Selectable } from 'kysely';
import { scopeOf } from '../../../kernel/access.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB, SegmentSnapshots } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { visibleCustomers } from '../../customers/index.ts';
import { askableBy, compile } from './compile.ts';
import { segmentErrors, type Share, type SnapshotView } from './contract.ts';
import { compareSets, membersOf } from './overlap.ts';
import { admitTree, lockSegments, type Segment } from './stored.ts';
import { segmentSeen, wholeSegment } from './view.ts';

const refuse = refusals(segmentErrors);
const MOST_SNAPSHOTS = 50;

export async function listSnapshots(ctx: Ctx, { id }: { id: string }): Promise<{ items: SnapshotView[] }> {
  const { segment } = await segmentSeen(ctx, id);
  const rows = await ctx.db
    .selectFrom('segment_snapshots')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('segment_id', '=', id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const seen = await mayBeSeen(ctx, rows);
  const counts = await customersSeen(ctx, seen);
  return { items: seen.map((row) => present(segment, row, counts.get(row.id) ?? 0)) };
}

export async function takeSnapshot(
  ctx: Ctx,
  { id, name }: { id: string; name?: string | null | undefined },
): Promise<SnapshotView> {
  await lockSegments(ctx);
  const segment = await wholeSegment(ctx, id);
  const { taken } = await ctx.db
    .selectFrom('segment_snapshots')
    .select(sql<number>`count(*)::int`.as('taken'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('segment_id', '=', id)
    .executeTakeFirstOrThrow();
  if (taken >= MOST_SNAPSHOTS) throw refuse('SEGMENT_TOO_MANY_SNAPSHOTS', { most: MOST_SNAPSHOTS });
  const snapshotId = newId();
  const row = await ctx.db
    .insertInto('segment_snapshots')
    .values({
      workspace_id: ctx.workspace.id,
      id: snapshotId,
      segment_id: id,
      name: name || null,
      condition: JSON.stringify(segment.tree),
      customers: sql<number>`(select count(*)::int from (${membersOf(ctx, id)}) m)`,
      day: ctx.today,
      at: ctx.now,
      by_name: ctx.actor.name,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await sql`
    insert into segment_snapshot_members (workspace_id, snapshot_id, customer_id)
    select ${ctx.workspace.id}, ${snapshotId}, customer_id from (${membersOf(ctx, id)}) m`.execute(ctx.db);
  await recordAudit(ctx, { action: 'segment.snapshot_taken', entity: 'segment', entityId: id });
  return present(segment, row, row.customers);
}

interface Compared extends SnapshotView {
  stayed: Share;
  left: Share;
  entered: Share;
  gone: number;
}

/** Then and now. Whoever sees a part of the customers compares that part. */
export async function compareSnapshot(
  ctx: Ctx,
  { id, snapshotId }: { id: string; snapshotId: string },
): Promise<Compared> {
  const segment = await wholeSegment(ctx, id);
  const row = await snapshotSeen(ctx, id, snapshotId);
  const then = sql`
    select customer_id from segment_snapshot_members
    where workspace_id = ${ctx.workspace.id} and snapshot_id = ${snapshotId}`;
  const { both, onlyA, onlyB } = await compareSets(ctx, then, membersOf(ctx, id));
  const counts = await customersSeen(ctx, [row]);
  const gone = seesAll(ctx) ? await goneOf(ctx, then) : 0;
  return { ...present(segment, row, counts.get(row.id) ?? 0), stayed: both, left: onlyA, entered: onlyB, gone };
}

export async function removeSnapshot(
  ctx: Ctx,
  { id, snapshotId }: { id: string; snapshotId: string },
): Promise<{ ok: true }> {
  await segmentSeen(ctx, id);
  await snapshotSeen(ctx, id, snapshotId);
  await ctx.db
    .deleteFrom('segment_snapshots')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', snapshotId)
    .execute();
  await recordAudit(ctx, { action: 'segment.snapshot_removed', entity: 'segment', entityId: id });
  return { ok: true };
}

type Row = Selectable<SegmentSnapshots>;

function seesAll(ctx: Ctx): boolean {
  return scopeOf(ctx.actor, 'customers.read') === 'all';
}

/** How many each holds; to whoever sees a part of the customers, of that part. */
async function customersSeen(ctx: Ctx, rows: readonly Row[]): Promise<Map<string, number>> {
  if (seesAll(ctx)) return new Map(rows.map(({ id, customers }) => [id, customers]));
  const counted = await sql<{ id: string; customers: number }>`
    select m.snapshot_id as id, count(*)::int as customers from segment_snapshot_members m
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id
    where m.workspace_id = ${ctx.workspace.id} and m.snapshot_id = any (${rows.map(({ id }) => id)}::uuid[])
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
    group by 1`.execute(ctx.db);
  return new Map(counted.rows.map(({ id, customers }) => [id, customers]));
}

async function goneOf(ctx: Ctx, then: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ gone: number }>`
    select count(*)::int as gone from (${then}) t where not exists (
      select 1 from customers c where c.workspace_id = ${ctx.workspace.id} and c.id = t.customer_id
        and c.binned_at is null)`.execute(ctx.db);
  return rows[0]?.gone ?? 0;
}

async function snapshotSeen(ctx: Ctx, id: string, snapshotId: string): Promise<Row> {
  const row = await ctx.db
    .selectFrom('segment_snapshots')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('segment_id', '=', id)
    .where('id', '=', snapshotId)
    .executeTakeFirst();
  const [seen] = row ? await mayBeSeen(ctx, [row]) : [];
  if (!seen) throw refuse('SEGMENT_SNAPSHOT_NOT_FOUND');
  return seen;
}

/** A segment that asked for less once keeps what it found then from those who may not ask for it. */
async function mayBeSeen(ctx: Ctx, rows: readonly Row[]): Promise<Row[]> {
  if (ctx.actor.kind === 'system' || rows.length === 0) return [...rows];
  const askable = await askableBy(ctx);
  return rows.filter(({ condition }) => !('problem' in compile(ctx, askable, admitTree(condition))));
}

function present({ tree }: Segment, row: Row, customers: number): SnapshotView {
  return {
    id: row.id,
    name: row.name,
    day: row.day,
    at: row.at.toISOString(),
    by: row.by_name,
    customers,
    otherConditions: JSON.stringify(admitTree(row.condition)) !== JSON.stringify(tree),
  };
}
