import { cellKind } from './cell-kinds.ts';
import { isKnownHeader } from './header-words.ts';
import summaryWords from './summary-words.json' with { type: 'json' };

export interface FoundHeader {
  /** Index of the first data row among the given rows. */
  dataFrom: number;
  hasHeader: boolean;
  header: string[];
  /** Neither the words nor the cells below decide whether the first row is a header. */
  uncertain: boolean;
}

const LOOK_AT = 10;

/** Finds the header below title rows; two header rows, the upper with merged cells, become one. */
export function findHeader(rows: string[][], wanted?: boolean): FoundHeader {
  const width = usualWidth(rows);
  if (wanted === false) return withoutHeader(width, titleRows(rows, width));
  const scored = rows
    .slice(0, LOOK_AT)
    .map((row, index) => ({ index, score: headerScore(row, rows.slice(index + 1), width) }));
  const best = scored.reduce((left, right) => (right.score > left.score ? right : left), { index: 0, score: -1 });
  if (wanted !== true && best.score <= 0) return withoutHeader(width, titleRows(rows, width));
  const index = best.score > 0 ? best.index : titleRows(rows, width);
  return { ...joinedHeader(rows, index, width), hasHeader: true, uncertain: wanted === undefined && best.score < 1 };
}

/** Rows that a report adds below its data, such as a total. */
export function isSummaryRow(cells: string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return filled.length > 0 && filled.length < cells.length && SUMMARY.test(filled[0] ?? '');
}

const SUMMARY = new RegExp(`^(?:${summaryWords.join('|')})\\s*[:\uff1a]?$`, 'i');

// Three rows of four are no wider: a few ragged rows do not widen the table.
function usualWidth(rows: string[][]): number {
  const widths = rows.map(filledWidth).sort((a, b) => a - b);
  return widths[Math.floor(widths.length * 0.75)] ?? 0;
}

function filledWidth(row: string[]): number {
  return row.findLastIndex((cell) => cell.trim() !== '') + 1;
}

function filledCells(row: string[]): string[] {
  return row.filter((cell) => cell.trim() !== '');
}

function titleRows(rows: string[][], width: number): number {
  const first = rows.findIndex((row) => filledCells(row).length > Math.max(1, width / 3));
  return width < 3 || first < 0 ? 0 : first;
}

// Below 0: no header. From 1 on: certain. The first of two equal rows wins.
function headerScore(row: string[], below: string[][], width: number): number {
  const cells = filledCells(row);
  if (cells.length === 0 || cells.length < Math.min(width, 2) || cells.length < width * 0.4) return -1;
  const known = cells.filter(isKnownHeader).length / cells.length;
  const kinds = cells.map(cellKind);
  const values = kinds.filter((kind) => kind !== 'text' && kind !== 'code').length;
  if (known < 0.5 && values > cells.length * 0.1) return -1;
  if (cells.some((cell) => cell.length > 60)) return -1;
  const contrast = row.filter((cell, column) => cell.trim() !== '' && differsFromBelow(cell, column, below)).length;
  const distinct = new Set(cells.map((cell) => cell.trim())).size / cells.length;
  const filled = Math.min(1, cells.length / width);
  const evidence = known * 2 + contrast / cells.length;
  return evidence === 0
    ? 0.1 * distinct * filled
    : (evidence + (known > 0 || contrast > 0 ? 1 : 0)) * distinct * filled;
}

function differsFromBelow(cell: string, column: number, below: string[][]): boolean {
  const kinds = below
    .slice(0, 50)
    .map((row) => cellKind(row[column] ?? ''))
    .filter((kind) => kind !== 'empty');
  const values = kinds.filter((kind) => kind !== 'text').length;
  return kinds.length > 0 && cellKind(cell) === 'text' && values > kinds.length * 0.7;
}

function joinedHeader(rows: string[][], index: number, width: number): { dataFrom: number; header: string[] } {
  const row = padded(rows[index] ?? [], width);
  const above = index > 0 ? padded(rows[index - 1] ?? [], width) : [];
  const below = padded(rows[index + 1] ?? [], width);
  if (fillsGaps(row, below)) return { dataFrom: index + 2, header: joined(row, below) };
  if (filledCells(above).length > 1 && fillsGaps(above, row))
    return { dataFrom: index + 1, header: joined(above, row) };
  return { dataFrom: index + 1, header: row };
}

// The lower row names what lies under the merged cells of the upper one, and holds words only.
function fillsGaps(upper: string[], lower: string[]): boolean {
  const gaps = upper.flatMap((cell, column) => (cell === '' ? [column] : []));
  if (gaps.length === 0 || filledCells(lower).some((cell) => !isWord(cell))) return false;
  const alone = upper.filter((cell, column) => cell !== '' && lower[column] === '').length;
  const named = gaps.filter((column) => lower[column] !== '').length;
  return named === gaps.length && alone + filledCells(lower).length === upper.length;
}

function isWord(cell: string): boolean {
  return cellKind(cell) === 'text' || isKnownHeader(cell);
}

function joined(upper: string[], lower: string[]): string[] {
  let group = '';
  const named = lower.map((cell, column) => {
    if (upper[column] !== '') group = upper[column] ?? '';
    return { group, name: cell || (upper[column] ?? '') };
  });
  const count = (name: string) => named.filter((other) => other.name === name).length;
  return named.map(({ group, name }) => (count(name) > 1 && group !== name ? `${group} ${name}` : name));
}

function withoutHeader(width: number, dataFrom: number): FoundHeader {
  return { dataFrom, hasHeader: false, header: Array.from({ length: width }, () => ''), uncertain: false };
}

function padded(row: string[], width: number): string[] {
  return Array.from({ length: Math.max(width, filledWidth(row)) }, (_, column) => (row[column] ?? '').trim());
}
