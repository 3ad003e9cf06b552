import { stat } from 'node:fs/promises';
import { findHeader } from '../rules/header-row.ts';
import { restoreCell } from '../../../kernel/files/harmless-cell.ts';
import { FileUnreadable } from './file-unreadable.ts';
import { kindByBytes, kindOfText } from './file-kind.ts';
import { sampleBytes } from './sample-bytes.ts';
import { decodeHead, textSource } from './text-source.ts';
import {
  MAX_COLUMNS,
  type OpenTable,
  type RowSource,
  type TableChoice,
  type TableRow,
  type TableWarning,
} from './table.ts';
import { workbookSource } from './workbook-source.ts';

const SAMPLE_ROWS = 50;
const PEEK_ROWS = SAMPLE_ROWS + 20;

/** Understands a table file by its content: kind, encoding, separator, sheet and header. Rows are read when asked for. */
export async function openTable(path: string, choice: TableChoice = {}): Promise<OpenTable> {
  const { source, first } = await filledSource(path, choice);
  refuseWideOrNoTable(first, source);
  const found = findHeader(
    first.map((row) => row.cells),
    choice.header,
  );
  const width = found.header.length;
  const dataLine = first[found.dataFrom]?.line ?? (first.at(-1)?.line ?? 0) + 1;
  const sample = first.slice(found.dataFrom, found.dataFrom + SAMPLE_ROWS).map((row) => fitted(row, width, source));
  let bytes = 0;
  return {
    format: source.format,
    encoding: source.encoding,
    separator: source.separator,
    fixedWidths: source.fixedWidths,
    sheets: source.sheets,
    sheet: source.sheet,
    hasHeader: found.hasHeader,
    header: found.header,
    sample: sample.map((row) => row.cells),
    warnings: warningsOf(source, found, sample),
    ambiguous: source.ambiguous,
    rows: (from = 0) => dataRows(source, Math.max(from, dataLine), width, (read) => (bytes = read)),
    bytesRead: () => bytes,
    totalBytes: source.totalBytes,
  };
}

// Whoever names no sheet wants the first that holds anything.
async function filledSource(path: string, choice: TableChoice): Promise<{ source: RowSource; first: TableRow[] }> {
  const source = await sourceOf(path, choice);
  const first = await firstRows(source);
  if (first.length > 0) return { source, first };
  const others = choice.sheet === undefined ? source.sheets.filter(({ name }) => name !== source.sheet) : [];
  for (const { name } of others) {
    const other = await sourceOf(path, { ...choice, sheet: name });
    const rows = await firstRows(other);
    if (rows.length > 0) return { source: other, first: rows };
  }
  throw new FileUnreadable('FILE_EMPTY');
}

async function sourceOf(path: string, choice: TableChoice): Promise<RowSource> {
  const { size } = await stat(path);
  if (size === 0) throw new FileUnreadable('FILE_EMPTY');
  const bytes = await sampleBytes(path);
  const kind = kindByBytes(bytes.head);
  if (kind === 'zip' || kind === 'ole') return workbookSource(path, kind, choice);
  if (typeof kind === 'object') throw new FileUnreadable('FILE_TYPE_UNKNOWN', { found: kind.other });
  const head = decodeHead(bytes, choice.encoding);
  if (head.text.trim() === '') throw new FileUnreadable('FILE_EMPTY');
  const textKind = kindOfText(head.text);
  if (typeof textKind === 'object') throw new FileUnreadable('FILE_TYPE_UNKNOWN', { found: textKind.other });
  if (textKind === 'text') return textSource(path, size, head, choice);
  return workbookSource(path, textKind, { ...choice, encoding: head.encoding });
}

async function firstRows(source: RowSource): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const batch of source.read(() => undefined, 0)) {
    rows.push(...batch);
    if (rows.length >= PEEK_ROWS) break;
  }
  return rows.slice(0, PEEK_ROWS);
}

function refuseWideOrNoTable(rows: TableRow[], source: RowSource): void {
  const widths = rows.map((row) => row.cells.findLastIndex((cell) => cell !== '') + 1);
  const widest = Math.max(...widths);
  if (widest > MAX_COLUMNS) throw new FileUnreadable('FILE_TOO_MANY_COLUMNS', { columns: widest, max: MAX_COLUMNS });
  const letters = rows.reduce((sum, row) => sum + row.cells.join('').length, 0);
  // One column of long texts is prose; one column of numbers may be a list of telephones.
  if (widest === 1 && source.separator !== undefined && letters > rows.length * 100)
    throw new FileUnreadable('FILE_NOT_A_TABLE');
}

async function* dataRows(
  source: RowSource,
  from: number,
  width: number,
  progress: (bytes: number) => void,
): AsyncGenerator<TableRow[]> {
  for await (const batch of source.read(progress, from)) {
    const wanted = (batch[0]?.line ?? 0) >= from ? batch : batch.filter((row) => row.line >= from);
    if (wanted.length > 0) yield wanted.map((row) => fitted(row, width, source));
  }
}

/** As many cells as the header has. Text rows of another length are marked: what stands in which column is then unsure. */
function fitted(row: TableRow, width: number, source: RowSource): TableRow {
  const cells = Array.from({ length: width }, (_, column) => restoreCell(row.cells[column] ?? ''));
  if (row.problem) return { line: row.line, cells, problem: row.problem };
  if (source.separator === undefined || row.cells.length === width) return { line: row.line, cells };
  if (row.cells.length < width) return { line: row.line, cells, problem: 'TOO_FEW_CELLS' };
  const lost = row.cells.slice(width).some((cell) => cell.trim() !== '');
  return lost ? { line: row.line, cells, problem: 'TOO_MANY_CELLS' } : { line: row.line, cells };
}

function warningsOf(source: RowSource, found: ReturnType<typeof findHeader>, sample: TableRow[]): TableWarning[] {
  const warnings: TableWarning[] = [];
  if (source.ambiguous) warnings.push({ code: 'ENCODING_UNCERTAIN', params: { encoding: source.encoding ?? '' } });
  if (found.uncertain) warnings.push({ code: 'HEADER_UNCERTAIN', params: {} });
  const above = found.dataFrom - (found.hasHeader ? 1 : 0);
  if (above > 0) warnings.push({ code: 'ROWS_ABOVE_HEADER', params: { count: above } });
  const problems = Map.groupBy(
    sample.filter((row) => row.problem),
    (row) => row.problem,
  );
  for (const [code, rows] of problems) {
    if (code) warnings.push({ code, params: { count: rows.length, line: rows[0]?.line ?? 0 } });
  }
  return warnings;
}
