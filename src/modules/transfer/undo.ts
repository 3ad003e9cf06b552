import { sql } from 'kysely';
import { may, type Permission } from '../../kernel/access.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { transferErrors, type UndoResult } from './contract.ts';
import { leavingTogether } from './demo-files.ts';
import { undosInOrder, type KeptRow } from './kinds.ts';

const refuse = refusals(transferErrors);

/** Rows named in an answer; beyond, only their count is. */
const NAMED_ROWS = 200;

interface StoredResult {
  reversed: Record<string, number>;
  kept: Bucket;
  failed: Bucket;
}

interface Bucket {
  count: number;
  rows: (KeptRow & { entity: string })[];
}

/** Takes back a change set, and with one half of the demo shop the other. */
export async function undoChangeSet(ctx: Ctx, { id }: { id: string }): Promise<UndoResult> {
  const results: UndoResult[] = [];
  for (const one of await leavingTogether(ctx, id)) results.push(await undoOne(ctx, one));
  return results.reduce((all, more) => joined(id, all, more));
}

function joined(changeSet: string, one: UndoResult, other: UndoResult): UndoResult {
  const reversed = { ...one.counts.reversed };
  for (const [entity, count] of Object.entries(other.counts.reversed)) {
    reversed[entity] = (reversed[entity] ?? 0) + count;
  }
  return {
    changeSet,
    reversed: one.reversed + other.reversed,
    kept: [...one.kept, ...other.kept],
    failed: [...one.failed, ...other.failed],
    counts: { reversed, kept: one.counts.kept + other.counts.kept, failed: one.counts.failed + other.counts.failed },
  };
}

/**
 * Takes back what a change set did, in one transaction: all of it that nobody touched since. What stays is named with
 * the reason. Undoing again answers the first result.
 */
async function undoOne(ctx: Ctx, id: string): Promise<UndoResult> {
  const set = await ctx.db
    .selectFrom('change_sets')
    .select(['id', 'kind', 'title', 'state', 'undo_needs', 'undo_result'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!set) throw refuse('CHANGE_SET_NOT_FOUND');
  if (ctx.actor.kind !== 'system' && !may(ctx.actor, set.undo_needs as Permission))
    throw refuse('CHANGE_SET_NOT_YOURS');
  if (set.state === 'undone') return presentResult(ctx, id, set.undo_result as unknown as StoredResult);
  if (set.state === 'open') throw refuse('CHANGE_SET_OPEN');
  const result = await reverse(ctx, id);
  await ctx.db
    .updateTable('change_sets')
    .set({ state: 'undone', undone_at: ctx.now, undo_result: JSON.stringify(result) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await ctx.db
    .updateTable('imports')
    .set({ state: 'undone' })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', id)
    .execute();
  await recordAudit(ctx, {
    action: 'change_set.undone',
    entity: 'change_set',
    entityId: id,
    detail: { kind: set.kind, reversed: result.reversed, kept: result.kept.count, failed: result.failed.count },
  });
  return presentResult(ctx, id, result);
}

/** What an undo came to; null where there was none. */
export async function resultOfUndo(ctx: Ctx, id: string): Promise<UndoResult | null> {
  const set = await ctx.db
    .selectFrom('change_sets')
    .select('undo_result')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return set?.undo_result ? presentResult(ctx, id, set.undo_result as unknown as StoredResult) : null;
}

async function reverse(ctx: Ctx, id: string): Promise<StoredResult> {
  // A million rows take longer to delete than any request may otherwise run.
  await sql`set local statement_timeout = 0`.execute(ctx.db);
  const result: StoredResult = { reversed: {}, kept: { count: 0, rows: [] }, failed: { count: 0, rows: [] } };
  for (const { entity, undo } of undosInOrder()) {
    const undone = await undo(ctx, id);
    if (undone.reversed > 0) result.reversed[entity] = undone.reversed;
    collect(result.kept, entity, undone.kept);
    collect(result.failed, entity, undone.failed);
  }
  return result;
}

function collect(bucket: Bucket, entity: string, rows: KeptRow[]): void {
  bucket.count += rows.length;
  for (const row of rows.slice(0, NAMED_ROWS - bucket.rows.length)) bucket.rows.push({ ...row, entity });
}

function presentResult(ctx: Ctx, changeSet: string, { reversed, kept, failed }: StoredResult): UndoResult {
  const named = (bucket: Bucket) =>
    bucket.rows.map(({ entity, id, what, why }) => ({ entity, id, what, why: translate(ctx.locale, why) }));
  const total = Object.values(reversed).reduce((sum, count) => sum + count, 0);
  return {
    changeSet,
    reversed: total,
    kept: named(kept),
    failed: named(failed),
    counts: { reversed, kept: kept.count, failed: failed.count },
  };
}
