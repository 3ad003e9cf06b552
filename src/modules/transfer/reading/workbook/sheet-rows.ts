import { BATCH_ROWS, MAX_COLUMNS, type TableRow } from '../table.ts';
import { FileUnreadable } from '../file-unreadable.ts';
import { numberText, type NumberFormat } from './number-formats.ts';
import type { RowBatch } from './task.ts';
import { readXml } from './xml.ts';
import { unescaped } from './xlsx-parts.ts';
import type { OpenZip } from './zip.ts';

export interface SheetContext {
  strings: string[];
  formats: NumberFormat[];
  from1904: boolean;
  /** Rows before this line are passed over. */
  from: number;
}

/** Rows of a sheet as they come out of the zip. */
export async function* sheetRows(zip: OpenZip, path: string, context: SheetContext): AsyncGenerator<RowBatch> {
  const reader = rowReader(context);
  let bytes = 0;
  for await (const read of readXml(await zip.read(path), reader)) {
    bytes += read;
    while (reader.rows.length >= BATCH_ROWS) yield { rows: reader.rows.splice(0, BATCH_ROWS), bytes };
  }
  if (reader.rows.length > 0) yield { rows: reader.rows, bytes };
}

interface OpenCell {
  column: number;
  type: string;
  style: number;
  text: string;
}

function rowReader(context: SheetContext) {
  const rows: TableRow[] = [];
  let row: TableRow = { line: 0, cells: [] };
  let cell: OpenCell | undefined;
  let column = -1;
  let listening = false;
  let phonetic = false;
  return {
    rows,
    open(name: string, attributes: Record<string, string>): void {
      if (name === 'row') {
        row = { line: Number(attributes['r'] ?? row.line + 1), cells: [] };
        column = -1;
      } else if (name === 'c') {
        if (row.line < context.from) return;
        column = attributes['r'] ? columnOf(attributes['r']) : column + 1;
        cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? -1), text: '' };
      } else if (name === 'rPh') phonetic = true;
      listening = name === 'v' || (name === 't' && !phonetic);
    },
    text(piece: string): void {
      if (listening && cell) cell.text += piece;
    },
    close(name: string): void {
      if (name === 'v' || name === 't') listening = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'c' && cell) {
        put(row, cell.column, cellText(cell, context));
        cell = undefined;
      } else if (name === 'row' && row.cells.some((text) => text !== '')) rows.push(row);
    },
  };
}

function put(row: TableRow, column: number, text: string): void {
  if (text === '') return;
  if (column >= MAX_COLUMNS)
    throw new FileUnreadable('FILE_TOO_MANY_COLUMNS', { columns: column + 1, max: MAX_COLUMNS });
  while (row.cells.length < column) row.cells.push('');
  row.cells[column] = text;
}

function cellText({ type, style, text }: OpenCell, { strings, formats, from1904 }: SheetContext): string {
  if (text === '') return '';
  if (type === 's') return strings[Number(text)] ?? '';
  if (type === 'str' || type === 'inlineStr') return unescaped(text);
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE';
  if (type === 'd') return text.replace('T', ' ').replace(/ 00:00:00(?:\.0+)?$/, '');
  const value = Number(text);
  return type === 'n' && Number.isFinite(value) ? numberText(value, formats[style] ?? 'plain', from1904) : text;
}

// AB12 is column 27, counted from 0.
function columnOf(reference: string): number {
  let column = 0;
  for (const char of reference) {
    const letter = char.charCodeAt(0) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}
