import { sql } from 'kysely';
import { systemActor, type Actor } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { Refusal } from '../../kernel/errors.ts';
import type { LongWork } from '../../kernel/jobs/jobs.ts';
import { actorOfAuthor } from '../workspaces/index.ts';
import { enterBatch } from './between-batches.ts';
import { closeChangeSet } from './change-sets.ts';
import { tellDemoShopLoaded } from './demo-files.ts';
import type { Choice, Counts, Understanding } from './contract.ts';
import { rowsOfFile, type FileRow } from './file-rows.ts';
import { kindHere } from './kind-here.ts';
import { lockedRow, noCounts, rowOf, tellProgress } from './imports.ts';
import type { ImportKind, ImportRow, ImportRun, RowProblem, RowResult } from './kinds.ts';

/**
 * Works through a file batch by batch. A batch, its counts and the line it ends on are one transaction, so that after
 * any crash the import goes on exactly where it stopped.
 */
export async function runImport(work: LongWork, { id }: { id: string }): Promise<void> {
  const begun = await work.step((ctx) => begin(ctx, id));
  if (!begun) return;
  const { path, kind, choice, understanding, run } = await prepared(work, begun);
  let share = 0;
  try {
    for await (const batch of rowsOfFile(
      path,
      kind,
      choice,
      understanding,
      Number(begun.last_line),
      (read) => (share = read),
    )) {
      work.signal.throwIfAborted();
      const goesOn = await work.step((ctx) => writeBatch(ctx, id, kind, run, batch, share));
      if (!goesOn) break;
    }
  } catch (error) {
    // A file that cannot be read is an outcome; everything else is an accident, after which the job runs again.
    if (!(error instanceof Refusal)) throw error;
    await work.step((ctx) => markFailed(ctx, id, error));
  }
  await work.step((ctx) => finish(ctx, id, kind, run));
}

/** The same with nothing written: what a start would do. */
export async function runRehearsal(work: LongWork, { id }: { id: string }): Promise<void> {
  const row = await work.step((ctx) => rowOf(ctx, id));
  if (row.state !== 'preview' || !row.rehearsal) return;
  const { path, kind, choice, understanding, run } = await prepared(work, row);
  let progress = 0;
  const counts = { ...noCounts };
  const faults: { line: number; cells: string[]; problems: RowProblem[] }[] = [];
  const keep = (ctx: Ctx, state: 'running' | 'done' | 'failed') =>
    keepRehearsal(ctx, id, { state, counts, progress, faults });
  try {
    for await (const batch of rowsOfFile(path, kind, choice, understanding, 0, (read) => (progress = read))) {
      work.signal.throwIfAborted();
      await work.step(async (ctx) => {
        const outcome = await outcomeOf(ctx, kind, run, batch, 'rehearse');
        add(counts, outcome.counts);
        faults.push(...outcome.faulty.slice(0, SHOWN_FAULTS - faults.length));
        await keep(ctx, 'running');
      });
    }
    progress = 1;
    await work.step((ctx) => keep(ctx, 'done'));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await work.step((ctx) => keep(ctx, 'failed'));
  }
}

const SHOWN_FAULTS = 100;

type Row = Awaited<ReturnType<typeof rowOf>>;

async function prepared(work: LongWork, row: Row) {
  const choice = row.choice as Choice;
  const run: ImportRun = {
    importId: row.id,
    changeSetId: row.change_set_id ?? row.id,
    settings: {
      ...(choice.currency ? { currency: choice.currency } : {}),
      ...(choice.namesakes ? { namesakes: choice.namesakes } : {}),
    },
    by: await work.step((ctx) => senderOf(ctx, row)),
    memory: new Map(),
  };
  const path = work.house.files.path(work.workspaceId, row.file_id);
  const kind = await work.step((ctx) => kindHere(ctx, row.kind));
  return { path, kind, choice, understanding: row.understanding as Understanding, run };
}

/** The command line sends as the system, as does who is not known any more; who has left since may do nothing. */
async function senderOf(ctx: Ctx, row: Row): Promise<Actor> {
  if (row.created_by === null) return systemActor;
  return (await actorOfAuthor(ctx, row.created_by)) ?? systemActor;
}

async function begin(ctx: Ctx, id: string): Promise<Row | null> {
  const row = await lockedRow(ctx, id);
  if (row.state !== 'queued' && row.state !== 'running') return null;
  await ctx.db
    .updateTable('imports')
    .set({ state: 'running', progressed_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await tellProgress(ctx, id);
  return row;
}

/** Answers whether to go on: not after somebody stopped the import, nor when another worker has taken it over. */
async function writeBatch(
  ctx: Ctx,
  id: string,
  kind: ImportKind,
  run: ImportRun,
  batch: readonly FileRow[],
  share: number,
): Promise<boolean> {
  await enterBatch(ctx);
  const row = await lockedRow(ctx, id);
  const first = batch[0]?.line ?? 0;
  const last = batch.at(-1)?.line ?? 0;
  if (row.state !== 'running' || row.failure || BigInt(first) <= row.last_line) return false;
  await sql`set local statement_timeout = '10min'`.execute(ctx.db);
  const { counts, faulty } = await outcomeOf(ctx, kind, run, batch, 'apply');
  if (faulty.length > 0) {
    await sql`
      insert into import_errors (workspace_id, import_id, line, cells, problems)
      select ${ctx.workspace.id}, ${id}, line, array(select jsonb_array_elements_text(cells)), problems
      from jsonb_to_recordset(${JSON.stringify(faulty)}::jsonb) as f (line int8, cells jsonb, problems jsonb)
      on conflict do nothing`.execute(ctx.db);
  }
  await sql`
    update imports set last_line = ${last}, rows = rows + ${counts.rows}, created = created + ${counts.created},
      updated = updated + ${counts.updated}, skipped = skipped + ${counts.skipped}, failed = failed + ${counts.failed},
      bytes_read = floor(total_bytes * ${Math.min(share, 0.99)}::float8),
      rows_per_second = ${speedAfter(row, counts.rows, ctx.now)}, progressed_at = ${ctx.now}
    where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  await tellProgress(ctx, id);
  return true;
}

/** Rows per second since the batch before; a third of it is what was measured last, so that one slow batch does not jump. */
function speedAfter(row: Row, rows: number, now: Date): number | null {
  const seconds = row.progressed_at ? (now.getTime() - row.progressed_at.getTime()) / 1_000 : 0;
  if (seconds <= 0) return row.rows_per_second;
  const measured = rows / seconds;
  return row.rows_per_second === null ? measured : row.rows_per_second + (measured - row.rows_per_second) / 3;
}

async function finish(ctx: Ctx, id: string, kind: ImportKind, run: ImportRun): Promise<void> {
  const row = await lockedRow(ctx, id);
  if (row.state !== 'running') return;
  await kind.finish?.(ctx, run);
  await closeChangeSet(ctx, run.changeSetId);
  await ctx.db
    .updateTable('imports')
    .set({ state: row.failure ? 'failed' : 'done', finished_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  if (!row.failure) await tellDemoShopLoaded(ctx, row.file_name);
  await tellProgress(ctx, id);
}

async function markFailed(ctx: Ctx, id: string, { code, data }: Refusal): Promise<void> {
  await ctx.db
    .updateTable('imports')
    .set({ failure: JSON.stringify({ code, params: data ?? {} }) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
}

async function keepRehearsal(ctx: Ctx, id: string, rehearsal: object): Promise<void> {
  await ctx.db
    .updateTable('imports')
    .set({ rehearsal: JSON.stringify(rehearsal) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await tellProgress(ctx, id);
}

interface Outcome {
  counts: Counts;
  faulty: { line: number; cells: string[]; problems: RowProblem[] }[];
}

async function outcomeOf(
  ctx: Ctx,
  kind: ImportKind,
  run: ImportRun,
  batch: readonly FileRow[],
  mode: 'apply' | 'rehearse',
): Promise<Outcome> {
  const { good, held } = sorted(kind, batch);
  const results =
    good.length > 0
      ? await kind[mode](
          ctx,
          run,
          good.map(({ row }) => row),
        )
      : [];
  const counts = { ...noCounts, rows: batch.length };
  const faulty: Outcome['faulty'] = [...held];
  results.forEach((result: RowResult, n) => {
    const at = good[n];
    if (typeof result === 'string') counts[result] += 1;
    else if (at) faulty.push({ line: at.line, cells: result.unkept ? [] : at.cells, problems: [result] });
  });
  counts.failed = faulty.length;
  faulty.sort((a, b) => a.line - b.line);
  return { counts, faulty };
}

/** Rows whose cells could be read, without those of a group in which another row could not: they wait together. */
function sorted(kind: ImportKind, batch: readonly FileRow[]) {
  const good: { line: number; cells: string[]; row: ImportRow }[] = [];
  const held: Outcome['faulty'] = [];
  const groupOf = ({ values }: ImportRow) =>
    kind.groupBy ? (values as Record<string, unknown>)[kind.groupBy] : undefined;
  for (const one of batch) {
    if ('row' in one) good.push(one);
    else held.push({ line: one.line, cells: one.cells, problems: one.problems });
  }
  const broken = new Set<unknown>(
    batch.flatMap((one) => ('group' in one && one.group !== undefined ? [one.group] : [])),
  );
  if (broken.size === 0) return { good, held };
  const waiting = good.filter(({ row }) => broken.has(groupOf(row)));
  held.push(...waiting.map(({ line, cells }) => ({ line, cells, problems: [{ code: 'GROUP_HELD_BACK' }] })));
  return { good: good.filter(({ row }) => !broken.has(groupOf(row))), held };
}

function add(to: Counts, more: Counts): void {
  for (const key of Object.keys(more) as (keyof Counts)[]) to[key] += more[key];
}
