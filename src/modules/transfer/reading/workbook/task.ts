import type { FileFacts, FileUnreadableCode } from '../file-unreadable.ts';
import type { Encoding, Sheet, TableFormat, TableRow } from '../table.ts';

export type WorkbookKind = 'zip' | 'ole' | 'html' | 'xml-workbook';

/** What the worker thread is asked: a description of the workbook, or the rows of a sheet, batch by batch. */
export interface WorkbookTask {
  want: 'description' | 'rows';
  path: string;
  kind: WorkbookKind;
  encoding?: Encoding;
  sheet?: string;
  /** The first line whose row is wanted. */
  from?: number;
}

export interface WorkbookDescription {
  format: TableFormat;
  sheets: Sheet[];
  sheet: string;
  totalBytes: number;
}

export type WorkbookAnswer =
  | { kind: 'description'; description: WorkbookDescription }
  | { kind: 'rows'; rows: TableRow[]; bytes: number }
  | { kind: 'end' }
  | { kind: 'failed'; code: FileUnreadableCode; params: FileFacts };

export interface RowBatch {
  rows: TableRow[];
  /** How far the reading has come, in the unit of `totalBytes`. */
  bytes: number;
}

export interface OpenWorkbook {
  description: WorkbookDescription;
  batches(): AsyncIterable<RowBatch> | Iterable<RowBatch>;
}
