import { FileUnreadable } from './file-unreadable.ts';
import type { RowSource, TableChoice } from './table.ts';

export type WorkbookKind = 'zip' | 'ole' | 'html' | 'xml-workbook';

export async function workbookSource(_path: string, kind: WorkbookKind, _choice: TableChoice): Promise<RowSource> {
  throw new FileUnreadable('FILE_TYPE_UNKNOWN', { found: kind });
}
