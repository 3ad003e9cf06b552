import type { Sheet } from '../table.ts';
import { FileUnreadable } from '../file-unreadable.ts';
import type { OpenWorkbook, WorkbookTask } from './task.ts';
import { cellFormats, sharedStrings, workbookParts, type SheetPart } from './xlsx-parts.ts';
import { sheetRows } from './sheet-rows.ts';
import { openZip, type OpenZip } from './zip.ts';

const SHEETS_SIZED = 50;

/** A workbook of the present format, read as a stream. */
export async function openXlsx(task: WorkbookTask): Promise<OpenWorkbook> {
  const zip = await openZip(task.path);
  const parts = await workbookParts(zip);
  const part = task.sheet === undefined ? parts.sheets[0] : parts.sheets.find((sheet) => sheet.name === task.sheet);
  if (!part) throw new FileUnreadable('FILE_NOT_A_TABLE', { sheet: task.sheet ?? '' });
  const sheets = task.want === 'description' ? await sizedSheets(zip, parts.sheets) : [];
  return {
    description: { format: 'xlsx', sheets, sheet: part.name, totalBytes: zip.size(part.path) },
    async *batches() {
      const formats = await cellFormats(zip, parts.stylesPath);
      const strings = await sharedStrings(zip, parts.stringsPath);
      yield* sheetRows(zip, part.path, { strings, formats, from1904: parts.from1904, from: task.from ?? 0 });
    },
  };
}

async function sizedSheets(zip: OpenZip, parts: SheetPart[]): Promise<Sheet[]> {
  const sheets: Sheet[] = [];
  for (const { name, path } of parts) {
    const rows = sheets.length < SHEETS_SIZED ? await claimedRows(zip, path) : undefined;
    sheets.push(rows === undefined ? { name } : { name, rows });
  }
  return sheets;
}

// The size that a sheet claims stands before its rows; programs that stream leave it out.
async function claimedRows(zip: OpenZip, path: string): Promise<number | undefined> {
  const stream = await zip.read(path);
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.length > 8192 || text.includes('<sheetData')) break;
  }
  const found = /<(?:\w+:)?dimension ref="[A-Z]+\d+(?::[A-Z]+(\d+))?"/.exec(text);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
