import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { recordAudit } from '../../kernel/audit.ts';
import { command } from '../../kernel/enter.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { errorSentence, translate } from '../../kernel/i18n/translate.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/live.ts';
import { decodeCursor, encodeCursor } from '../../kernel/paging.ts';
import { openChangeSet } from './change-sets.ts';
import {
  transferErrors,
  type Choice,
  type Counts,
  type FaultyRow,
  type ImportView,
  type Understanding,
} from './contract.ts';
import { kindHere, withNewColumns, withoutNewColumns } from './kind-here.ts';
import type { RowProblem } from './kinds.ts';
import { isClear, shownMeanings, understand } from './understand.ts';
import { resultOfUndo } from './undo.ts';
import { queueImport, queueRehearsal, workshop } from './workshop.ts';

const refuse = refusals(transferErrors);

export interface ArrivedImport {
  kind: string;
  fileId: string;
  fileName: string;
  bytes: number;
  choice: Choice;
  understanding: Understanding;
}

/** A file has arrived and been looked at. It starts by itself when `start` and nothing has to be asked. */
export async function addImport(ctx: Ctx, arrived: ArrivedImport, start: boolean): Promise<ImportView> {
  const id = newId();
  await ctx.db
    .insertInto('imports')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      kind: arrived.kind,
      file_id: arrived.fileId,
      file_name: arrived.fileName,
      state: 'preview',
      choice: JSON.stringify(arrived.choice),
      understanding: JSON.stringify(arrived.understanding),
      total_bytes: BigInt(arrived.bytes),
      created_by: ctx.actor.userId ?? ctx.actor.keyId,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .execute();
  return start && isClear(arrived.understanding) ? startImport(ctx, { id }) : readImport(ctx, { id });
}

export async function readImport(ctx: Ctx, { id }: { id: string }): Promise<ImportView> {
  const row = await rowOf(ctx, id);
  const undone = row.state === 'undone' && row.change_set_id;
  return { ...present(ctx, row), undo: undone ? await resultOfUndo(ctx, undone) : null };
}

export async function listImports(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  const rows = await ctx.db
    .selectFrom('imports')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .$if(at !== undefined, (qb) => qb.where(sql<boolean>`(created_at, id) < (${at}::timestamptz, ${id}::uuid)`))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => {
      const { understanding: _understanding, choice: _choice, rehearsal: _rehearsal, ...view } = present(ctx, row);
      return view;
    }),
    nextCursor: last && rows.length > limit ? encodeCursor([last.created_at.toISOString(), last.id]) : null,
  };
}

/**
 * Says how the file is to be read; it is looked at anew, with no transaction open, and then written in a short one. Where
 * somebody else has chosen meanwhile, again.
 */
export async function chooseForImport(ctx: Ctx, given: Choice & { id: string }): Promise<ImportView> {
  const { id, ...said } = given;
  const row = await rowOf(ctx, id);
  if (row.state !== 'preview') throw refuse('IMPORT_STARTED');
  const { house } = workshop();
  const kind = await kindHere(ctx, row.kind);
  const path = house.files.path(ctx.workspace.id, row.file_id);
  const before = row.choice as Choice;
  const mapping = said.mapping && withoutNewColumns(said.mapping);
  const choice = { ...before, ...said, ...(mapping ? { mapping } : {}) };
  const looked = await understand(path, kind, choice, ctx.locale);
  const entry = { workspace: ctx.workspace, actor: ctx.actor, locale: ctx.locale, request: ctx.request };
  const view = await command(house.database, entry, async (inside) => {
    const now = await lockedRow(inside, id);
    if (now.state !== 'preview') throw refuse('IMPORT_STARTED');
    if (!isDeepStrictEqual(now.choice, before)) return null;
    const made = said.mapping && (await withNewColumns(inside, kind, said.mapping, looked.columns));
    await writeChoice(
      inside,
      id,
      { ...choice, ...(made ? { mapping: made } : {}) },
      made ? await withMeanings(inside, row.kind, looked, made) : looked,
    );
    return readImport(inside, { id });
  });
  return view ?? chooseForImport(ctx, given);
}

async function writeChoice(ctx: Ctx, id: string, choice: Choice, understanding: Understanding): Promise<void> {
  await ctx.db
    .updateTable('imports')
    .set({ choice: JSON.stringify(choice), understanding: JSON.stringify(understanding), rehearsal: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
}

/** With the fields that were made for columns just now. */
async function withMeanings(
  ctx: Ctx,
  kindName: string,
  looked: Understanding,
  mapping: NonNullable<Choice['mapping']>,
): Promise<Understanding> {
  const kind = await kindHere(ctx, kindName);
  const columns = looked.columns.map((column) => {
    const meaning = mapping[column.name] ?? mapping[String(column.number)];
    return meaning ? { ...column, meaning, confidence: 1 } : column;
  });
  return { ...looked, columns, ...shownMeanings(kind) };
}

export async function rehearseImport(ctx: Ctx, { id }: { id: string }): Promise<ImportView> {
  const row = await startable(ctx, id);
  const rehearsal = { state: 'running', counts: noCounts, progress: 0, faults: [] };
  await ctx.db
    .updateTable('imports')
    .set({ rehearsal: JSON.stringify(rehearsal) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  await queueRehearsal(ctx, id);
  return readImport(ctx, { id });
}

export async function startImport(ctx: Ctx, { id }: { id: string }): Promise<ImportView> {
  const row = await startable(ctx, id);
  const changeSet = await openChangeSet(ctx, { kind: 'import', title: row.file_name, undoNeeds: 'imports.run' });
  await ctx.db
    .updateTable('imports')
    .set({ state: 'queued', change_set_id: changeSet, started_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'import.started', entity: 'import', entityId: id, detail: { kind: row.kind } });
  await queueImport(ctx, id);
  return readImport(ctx, { id });
}

/** What came in so far stays, as a change set that can be undone. */
export async function cancelImport(ctx: Ctx, { id }: { id: string }): Promise<ImportView> {
  const row = await lockedRow(ctx, id);
  if (row.state === 'queued' || row.state === 'running') {
    await ctx.db
      .updateTable('imports')
      .set({ failure: JSON.stringify({ code: 'IMPORT_CANCELLED', params: {} }) })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .execute();
  }
  return readImport(ctx, { id });
}

/** News of an import, for pages that watch it. */
export async function tellProgress(ctx: Ctx, id: string): Promise<void> {
  await tell(ctx.db, { workspaceId: ctx.workspace.id, topic: `import ${id}`, payload: null });
}

async function startable(ctx: Ctx, id: string) {
  const row = await lockedRow(ctx, id);
  if (row.state !== 'preview') throw refuse('IMPORT_STARTED');
  const { missing } = row.understanding as Understanding;
  const [group] = missing;
  if (group) {
    const names = group.map((meaning) => translate(ctx.locale, `transfer:meanings.${meaning}`));
    throw refuse('IMPORT_COLUMN_MISSING', { names: names.join(' / ') });
  }
  return row;
}

export async function rowOf(ctx: Ctx, id: string) {
  const row = await ctx.db
    .selectFrom('imports')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row || !mayLookInto(ctx, row)) throw refuse('IMPORT_NOT_FOUND');
  return row;
}

/** A file shows everything that stands in it: who sees less of a customer looks into files of their own only. */
function mayLookInto({ actor }: Ctx, row: { created_by: string | null }): boolean {
  const covered = Object.values(actor.fields ?? {}).some((reach) => reach === 'hide' || reach === 'mask');
  return !covered || actor.kind === 'system' || row.created_by === (actor.userId ?? actor.keyId);
}

export async function lockedRow(ctx: Ctx, id: string) {
  const row = await ctx.db
    .selectFrom('imports')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('IMPORT_NOT_FOUND');
  return row;
}

export const noCounts: Counts = { rows: 0, created: 0, updated: 0, skipped: 0, failed: 0 };

/** The sentence of a row's problem: the kind's own words first, then those of cells. */
export function problemSentence(ctx: Pick<Ctx, 'locale'>, kind: string, { code, params }: RowProblem): string {
  const own = `${kind}:rows.${code}`;
  const said = translate(ctx.locale, own, params ?? {});
  return said === own || said === `rows.${code}` ? translate(ctx.locale, `transfer:rows.${code}`, params ?? {}) : said;
}

interface StoredFault {
  line: number;
  cells: string[];
  problems: RowProblem[];
}

export function presentFault(ctx: Pick<Ctx, 'locale'>, kind: string, fault: StoredFault): FaultyRow {
  return {
    line: fault.line,
    cells: fault.cells,
    reasons: fault.problems.map((one) => problemSentence(ctx, kind, one)),
  };
}

type Row = Awaited<ReturnType<typeof rowOf>>;

function present(ctx: Ctx, row: Row): Omit<ImportView, 'undo'> {
  const { id, kind, rows, created, updated, skipped, failed } = row;
  const rehearsal = row.rehearsal as
    | (Omit<NonNullable<ImportView['rehearsal']>, 'faults'> & { faults: StoredFault[] })
    | null;
  const failure = row.failure as { code: string; params: Record<string, unknown> } | null;
  const over = ['done', 'undone'].includes(row.state);
  const progress = over ? 1 : row.total_bytes > 0n ? Math.min(1, Number(row.bytes_read) / Number(row.total_bytes)) : 0;
  return {
    id,
    kind,
    fileName: row.file_name,
    state: row.state as ImportView['state'],
    counts: { rows, created, updated, skipped, failed },
    progress,
    ...paceOf(row, progress),
    changeSet: row.change_set_id,
    choice: row.choice as Choice,
    understanding: row.understanding as Understanding,
    rehearsal: rehearsal && { ...rehearsal, faults: rehearsal.faults.map((fault) => presentFault(ctx, kind, fault)) },
    failure: failure && errorSentence(ctx.locale, failure.code, failure.params),
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

/** How fast it goes and how long it will take: the rows still to come are guessed from the part of the file that was read. */
function paceOf({ state, rows, rows_per_second: speed }: Row, progress: number) {
  if (state !== 'running' || !speed || progress === 0) return { rowsPerSecond: null, secondsLeft: null };
  return { rowsPerSecond: Math.round(speed), secondsLeft: Math.round((rows * (1 - progress)) / progress / speed) };
}
