import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import { may, stranger, systemActor, type Actor } from '../../../kernel/access.ts';
import { id } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CustomerBulkChanges } from '../../../kernel/db/tables.ts';
import { Refusal, refusals } from '../../../kernel/errors.ts';
import { longJob, type LongWork } from '../../../kernel/jobs/jobs.ts';
import { closeChangeSet } from '../../transfer/index.ts';
import { actorOfAuthor } from '../../workspaces/index.ts';
import { conditionsFor, type Resolved } from './chosen.ts';
import { bulkErrors, type BulkChange } from './contract.ts';
import { planOf } from './plan.ts';
import { nextIds } from './rows.ts';

const refuse = refusals(bulkErrors);

export const bulkJob = longJob('customers.bulk', z.object({ id }), runBulk);

type Row = Selectable<CustomerBulkChanges>;

/**
 * Batch by batch, each one transaction. After a crash it begins anew and passes by whoever is as wished already; it acts
 * with the rights that whoever asked for it has now.
 */
async function runBulk(work: LongWork, { id: bulkId }: { id: string }): Promise<void> {
  let after: string | null = null;
  try {
    do {
      work.signal.throwIfAborted();
      after = await work.step((ctx) => nextBatch(ctx, bulkId, after));
    } while (after !== null);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await work.step((ctx) => finish(ctx, bulkId, error));
    return;
  }
  await work.step((ctx) => finish(ctx, bulkId, null));
}

/** Answers the last id of the batch; null when all are done. */
async function nextBatch(system: Ctx, bulkId: string, after: string | null): Promise<string | null> {
  const row = await lockedRow(system, bulkId);
  if (!row || (row.state !== 'queued' && row.state !== 'running') || row.change_set_id === null) return null;
  await sql`set local statement_timeout = '10min'`.execute(system.db);
  const ctx: Ctx = { ...system, actor: await authorOf(system, row) };
  if (!may(ctx.actor, 'customers.edit')) throw refuse('BULK_STARTER_GONE', { name: row.created_by_name });
  const plan = await planOf(ctx, row.change as unknown as BulkChange);
  const conditions = await conditionsFor(ctx, row.target as unknown as Resolved);
  const ids = await nextIds(ctx, plan, conditions, after, plan.batch);
  const changed = await plan.apply(ctx, ids, row.change_set_id);
  await ctx.db
    .updateTable('customer_bulk_changes')
    .set({ state: 'running', changed: row.changed + changed })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', bulkId)
    .execute();
  return ids.length < plan.batch ? null : (ids.at(-1) ?? null);
}

async function authorOf(ctx: Ctx, row: Row): Promise<Actor> {
  if (row.created_by === null) return systemActor;
  return (await actorOfAuthor(ctx, row.created_by)) ?? stranger;
}

async function finish(ctx: Ctx, bulkId: string, error: Refusal | null): Promise<void> {
  const row = await lockedRow(ctx, bulkId);
  if (!row || row.state === 'done' || row.state === 'failed') return;
  if (row.change_set_id) await closeChangeSet(ctx, row.change_set_id);
  await ctx.db
    .updateTable('customer_bulk_changes')
    .set({
      state: error ? 'failed' : 'done',
      failure: error && JSON.stringify({ code: error.code, params: error.data ?? {} }),
      finished_at: ctx.now,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', bulkId)
    .execute();
}

function lockedRow(ctx: Ctx, bulkId: string): Promise<Row | undefined> {
  return ctx.db
    .selectFrom('customer_bulk_changes')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', bulkId)
    .forUpdate()
    .executeTakeFirst();
}
