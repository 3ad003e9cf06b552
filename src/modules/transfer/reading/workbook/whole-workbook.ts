import { readFile, stat } from 'node:fs/promises';
import { read, set_cptable, utils, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { decode } from '../decode-text.ts';
import { FileUnreadable } from '../file-unreadable.ts';
import { BATCH_ROWS, MAX_COLUMNS, type TableRow } from '../table.ts';
import { LIMITS } from './limits.ts';
import { formatOfCode, numberText } from './number-formats.ts';
import type { OpenWorkbook, RowBatch, WorkbookTask } from './task.ts';

/** Old binary workbooks, and the HTML and XML that tills name `.xls`: small formats, read whole. */
export async function openWhole(task: WorkbookTask): Promise<OpenWorkbook> {
  const { size } = await stat(task.path);
  if (size > LIMITS.wholeFile) throw new FileUnreadable('FILE_TOO_LARGE');
  const book = parsed(await readFile(task.path), task);
  const names = visibleFirst(book);
  const name = task.sheet ?? names[0] ?? '';
  const sheet = book.Sheets[name];
  if (!sheet) throw new FileUnreadable('FILE_NOT_A_TABLE', { sheet: name });
  const sheets = names.map((sheetName) => ({ name: sheetName, rows: rowCount(book.Sheets[sheetName]) }));
  return {
    description: { format: task.kind === 'html' ? 'html' : 'xls', sheets, sheet: name, totalBytes: size },
    batches: () => batches(sheet, isFrom1904(book), size),
  };
}

function parsed(bytes: Buffer, { kind, encoding }: WorkbookTask): WorkBook {
  if (kind === 'ole') refuseOtherContainers(bytes);
  set_cptable(codepages);
  const shared = { dense: true, cellNF: true, cellText: false, cellHTML: false, cellFormula: false } as const;
  try {
    if (kind === 'ole') return read(bytes, { ...shared, type: 'buffer' });
    // `raw` keeps the text of HTML cells: 00123 must not become 123.
    const text = decode(bytes, encoding ?? 'utf-8');
    return read(kind === 'html' ? withClosedCells(text) : text, { ...shared, type: 'string', raw: true });
  } catch (error) {
    throw readFailure(error, kind);
  }
}

// Tills leave out the end tags of cells, as old HTML allowed; the reader needs them.
function withClosedCells(html: string): string {
  const openCell = /<t[dh]\b[^>]*>(?:(?!<\/?t[dhr]\b|<\/table)[^])*(?=<t[dhr]\b|<\/tr|<\/table)/gi;
  return html.replace(openCell, (cell) => `${cell}</td>`);
}

// Names inside the container are UTF-16: a protected new workbook hides in an old container, as do Word documents.
function refuseOtherContainers(bytes: Buffer): void {
  const holds = (name: string) => bytes.includes(Buffer.from(name, 'utf16le'));
  if (holds('EncryptedPackage')) throw new FileUnreadable('FILE_ENCRYPTED');
  if (bytes[0] === 0xd0 && !holds('Workbook') && !holds('WORKBOOK') && !holds('Book')) {
    throw new FileUnreadable('FILE_TYPE_UNKNOWN', { found: 'OLE' });
  }
}

function readFailure(error: unknown, kind: WorkbookTask['kind']): FileUnreadable {
  const message = error instanceof Error ? error.message : '';
  if (/password|encrypt/i.test(message)) return new FileUnreadable('FILE_ENCRYPTED', {}, error);
  return new FileUnreadable(kind === 'html' ? 'FILE_NOT_A_TABLE' : 'FILE_DAMAGED', {}, error);
}

function visibleFirst(book: WorkBook): string[] {
  const hidden = (name: string) => Boolean(book.Workbook?.Sheets?.[book.SheetNames.indexOf(name)]?.Hidden);
  return [...book.SheetNames.filter((name) => !hidden(name)), ...book.SheetNames.filter(hidden)];
}

function isFrom1904(book: WorkBook): boolean {
  return book.Workbook?.WBProps?.date1904 ?? false;
}

function rowCount(sheet: WorkSheet | undefined): number {
  const reference = sheet?.['!ref'];
  return reference ? utils.decode_range(reference).e.r + 1 : 0;
}

function* batches(sheet: WorkSheet, from1904: boolean, size: number): Generator<RowBatch> {
  const dense: (CellObject | undefined)[][] = sheet['!data'] ?? [];
  for (let from = 0; from < dense.length; from += BATCH_ROWS) {
    const to = Math.min(from + BATCH_ROWS, dense.length);
    const rows: TableRow[] = [];
    for (let index = from; index < to; index++) {
      const cells = Array.from(dense[index] ?? [], (cell) => (cell ? cellText(cell, from1904) : ''));
      if (cells.some((cell) => cell !== '')) rows.push({ line: index + 1, cells: narrow(cells) });
    }
    if (rows.length > 0) yield { rows, bytes: Math.round((size * to) / dense.length) };
  }
}

function cellText(cell: CellObject, from1904: boolean): string {
  if (cell.t === 'n' && typeof cell.v === 'number')
    return numberText(cell.v, formatOfCode(String(cell.z ?? '')), from1904);
  if (cell.t === 'b') return cell.v ? 'TRUE' : 'FALSE';
  if (cell.t === 'e') return cell.w ?? '#ERROR!';
  if (cell.v instanceof Date) return cell.v.toISOString().slice(0, 19).replace('T', ' ');
  return cell.v === undefined ? '' : String(cell.v);
}

function narrow(cells: string[]): string[] {
  const columns = cells.findLastIndex((cell) => cell !== '') + 1;
  if (columns > MAX_COLUMNS) throw new FileUnreadable('FILE_TOO_MANY_COLUMNS', { columns, max: MAX_COLUMNS });
  return cells.slice(0, columns);
}
