import type { Encoding } from '../rules/encodings.ts';

export { ENCODINGS, type Encoding } from '../rules/encodings.ts';

export const SEPARATORS = [',', ';', '\t', '|'] as const;
/** `' '` is any run of blanks; `''` stands for columns of fixed widths. */
export type Separator = (typeof SEPARATORS)[number] | ' ' | '';

export type TableFormat = 'csv' | 'tsv' | 'txt' | 'fixed' | 'xlsx' | 'xls' | 'html';

/** What a person decided in the preview; whatever is left out is found out. */
export interface TableChoice {
  encoding?: Encoding;
  separator?: Separator;
  sheet?: string;
  header?: boolean;
  /** Widths in display columns: a Chinese character takes two, as in the files of old tills. */
  fixedWidths?: number[];
}

export type RowProblem = 'TOO_FEW_CELLS' | 'TOO_MANY_CELLS' | 'QUOTE_NOT_CLOSED' | 'CHARACTERS_LOST';

export interface TableRow {
  /** Line of the file where the row begins, or row number of the sheet; from 1. */
  line: number;
  cells: string[];
  problem?: RowProblem;
}

export interface TableWarning {
  code: 'ENCODING_UNCERTAIN' | 'HEADER_UNCERTAIN' | 'ROWS_ABOVE_HEADER' | RowProblem;
  params: Record<string, string | number>;
}

export interface EncodingCandidate {
  encoding: Encoding;
  preview: string[];
}

export interface Sheet {
  name: string;
  rows?: number;
}

export interface OpenTable {
  format: TableFormat;
  /** Absent for workbooks, which carry their own. */
  encoding?: Encoding;
  separator?: Separator;
  fixedWidths?: number[];
  /** Hidden sheets come last; empty for text. */
  sheets: Sheet[];
  sheet?: string;
  hasHeader: boolean;
  /** One entry per column; all `''` where the file has no header. */
  header: string[];
  sample: string[][];
  warnings: TableWarning[];
  /** More than one encoding fits: the person must be asked. The likeliest, first, is the one in use. */
  ambiguous?: EncodingCandidate[];
  /** Data rows in batches; the next batch is read when it is asked for. `from`: only rows whose `line` is at least this. */
  rows(from?: number): AsyncIterable<TableRow[]>;
  /** How far `rows` has come, in the unit of `totalBytes`. */
  bytesRead(): number;
  totalBytes: number;
}

/** What each kind of file gives before anything is known of its header. */
export interface RowSource {
  format: TableFormat;
  encoding?: Encoding;
  separator?: Separator;
  fixedWidths?: number[];
  sheets: Sheet[];
  sheet?: string;
  ambiguous?: EncodingCandidate[];
  totalBytes: number;
  /** Rows of the file, title and header too, blank ones left out. Rows before `from` may be given or not. */
  read(progress: (bytes: number) => void, from: number): AsyncIterable<TableRow[]>;
}

export const MAX_COLUMNS = 2000;
export const BATCH_ROWS = 1000;
