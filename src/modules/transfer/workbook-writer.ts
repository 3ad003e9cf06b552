import { zipBytes } from '../../kernel/files/zip.ts';
import { harmlessCell } from '../../kernel/files/harmless-cell.ts';
import type { SheetContent } from './export-file.ts';

/** An XLSX workbook of one sheet as a stream (ECMA-376). */
export function workbookBytes(content: SheetContent): AsyncGenerator<Buffer> {
  return zipBytes([...Object.entries(fixedParts), ['xl/worksheets/sheet1.xml', sheetXml(content)]]);
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const office = 'http://schemas.openxmlformats.org';

const fixedParts: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `${xml}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  '_rels/.rels': `${xml}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${xml}<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="Regulars" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};

async function* sheetXml({ titles, numbers, pages }: SheetContent): AsyncGenerator<string> {
  yield `${xml}<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>`;
  yield rowXml(titles, []);
  for await (const page of pages) yield page.map((row) => rowXml(row, numbers)).join('');
  yield '</sheetData></worksheet>';
}

function rowXml(cells: readonly (string | null)[], numbers: readonly boolean[]): string {
  const written = cells.map((cell, n) => {
    if (cell === null || cell === '') return '<c/>';
    if (numbers[n] && /^-?\d{1,15}(\.\d+)?$/.test(cell)) return `<c><v>${cell}</v></c>`;
    return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(harmlessCell(cell))}</t></is></c>`;
  });
  return `<row>${written.join('')}</row>`;
}

function escaped(text: string): string {
  return [...text]
    .filter(isWritable)
    .join('')
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** XML 1.0 cannot hold most control characters, nor halves of pairs. */
function isWritable(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code !== 0xfffe && code !== 0xffff && !(code >= 0xd800 && code <= 0xdfff);
}
