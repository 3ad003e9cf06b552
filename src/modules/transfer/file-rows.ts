import { createHash } from 'node:crypto';
import type { Choice, Understanding } from './contract.ts';
import type { ImportKind, ImportRow, RowProblem } from './kinds.ts';
import { openFile } from './understand.ts';
import { decimalSignOf } from './rules/amounts.ts';
import { readCell, type CellReader, type ReadHints } from './rules/read-cell.ts';

/** A row as the kind takes it, or as the error file keeps it. */
export type FileRow = { line: number; cells: string[] } & ({ row: ImportRow } | FaultyCells);

/** `group`: the order it belongs to, where that cell at least could be read. */
interface FaultyCells {
  problems: RowProblem[];
  group?: unknown;
}

const BATCH_ROWS = 4_000;
/** An order of more lines than this is cut in two; its later lines join it all the same. */
const LONGEST_GROUP = 20_000;

/**
 * The file's rows in batches that never part neighbours of one group. Rows up to `after` are read again, because their
 * like may come later and must be told apart, but not given. While a batch is being written the next one is read.
 */
export async function* rowsOfFile(
  path: string,
  kind: ImportKind,
  choice: Choice,
  understanding: Understanding,
  after: number,
  progress: (share: number) => void,
): AsyncGenerator<FileRow[]> {
  const batches = readBatches(path, kind, choice, understanding, after);
  const begin = () => {
    const reading = batches.next();
    // What goes wrong is told when the batch is asked for, not before.
    reading.catch(() => undefined);
    return reading;
  };
  let next = begin();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = begin();
      progress(value.share);
      yield value.rows;
    }
  } finally {
    await next.catch(() => undefined);
    await batches.return(undefined);
  }
}

/** `share`: of the file's bytes that had been read by then. */
async function* readBatches(
  path: string,
  kind: ImportKind,
  choice: Choice,
  understanding: Understanding,
  after: number,
): AsyncGenerator<{ rows: FileRow[]; share: number }, undefined> {
  const table = await openFile(path, choice);
  const plan = planOf(kind, choice, understanding);
  const seen = new Map<string, number>();
  let waiting: FileRow[] = [];
  for await (const batch of table.rows()) {
    for (const { line, cells, problem } of batch) {
      const read = problem ? { problems: [{ code: problem }] } : readRow(plan, line, cells, seen);
      if (line > after) waiting.push({ line, cells, ...read });
    }
    const share = table.totalBytes > 0 ? Math.min(1, table.bytesRead() / table.totalBytes) : 1;
    while (waiting.length >= BATCH_ROWS) {
      const cut = cutAt(waiting, plan.groupBy);
      if (cut === 0) break;
      yield { rows: waiting.slice(0, cut), share };
      waiting = waiting.slice(cut);
    }
  }
  if (waiting.length > 0) yield { rows: waiting, share: 1 };
}

interface Plan {
  columns: { place: number; meaning: string; reader: CellReader; hints: ReadHints }[];
  groupBy: string | undefined;
}

function planOf(kind: ImportKind, choice: Choice, { columns, dateOrder }: Understanding): Plan {
  return {
    groupBy: kind.groupBy,
    columns: columns.flatMap(({ number, meaning, samples }) => {
      const reader = meaning === null ? undefined : kind.columns[meaning];
      if (meaning === null || !reader) return [];
      const order = dateOrder === 'ambiguous' ? undefined : (dateOrder ?? undefined);
      return [
        {
          place: number - 1,
          meaning,
          reader,
          hints: { dateOrder: order, decimal: choice.decimal ?? decimalSignOf(samples) },
        },
      ];
    }),
  };
}

function readRow(
  plan: Plan,
  line: number,
  cells: string[],
  seen: Map<string, number>,
): { row: ImportRow } | FaultyCells {
  const values: Record<string, unknown> = {};
  const problems: RowProblem[] = [];
  for (const { place, meaning, reader, hints } of plan.columns) {
    const read = readCell[reader](cells[place] ?? '', hints);
    if (read.ok) values[meaning] = joined(values[meaning], read.value);
    else if (read.code !== 'CELL_EMPTY') problems.push({ code: read.code, params: read.params, meaning });
  }
  const numbered = plan.groupBy !== undefined && values[plan.groupBy] !== undefined;
  const identity = numbered ? '' : identityOf(plan, cells, seen);
  if (problems.length > 0) return { problems, group: plan.groupBy && values[plan.groupBy] };
  return { row: { line, values, identity } as ImportRow };
}

/** Several columns of one meaning: texts and tags are joined, else the first that says something counts. */
function joined(before: unknown, value: unknown): unknown {
  if (before === undefined) return value;
  if (Array.isArray(before) && Array.isArray(value)) return [...new Set([...before, ...value])];
  return typeof before === 'string' && typeof value === 'string' && before !== value ? `${before} ${value}` : before;
}

function identityOf(plan: Plan, cells: string[], seen: Map<string, number>): string {
  const text = plan.columns.map(({ place, meaning }) => `${meaning} ${(cells[place] ?? '').trim()}`).join('\n');
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 20);
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}.${count}`;
}

function cutAt(rows: readonly FileRow[], groupBy: string | undefined): number {
  if (!groupBy) return Math.min(rows.length, BATCH_ROWS);
  const groupOf = (at: number) => {
    const row = rows[at];
    if (!row) return undefined;
    return ('row' in row ? (row.row.values as Record<string, unknown>)[groupBy] : row.group) ?? row.line;
  };
  for (let at = Math.min(BATCH_ROWS, rows.length - 1); at < rows.length; at += 1) {
    const here = groupOf(at);
    if (here !== undefined && here !== groupOf(at - 1)) return at;
  }
  return rows.length > LONGEST_GROUP ? LONGEST_GROUP : 0;
}
