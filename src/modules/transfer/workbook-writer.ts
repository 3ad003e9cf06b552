import { crc32, createDeflateRaw } from 'node:zlib';
import { harmlessCell } from './rules/harmless-cell.ts';
import type { SheetContent } from './export-file.ts';

/** An XLSX workbook of one sheet as a stream: a zip whose entries are compressed while they are made (ECMA-376, APPNOTE 6.3). */
export async function* workbookBytes(content: SheetContent): AsyncGenerator<Buffer> {
  const entries: Entry[] = [];
  let offset = 0;
  for (const [name, text] of [
    ...Object.entries(fixedParts),
    ['xl/worksheets/sheet1.xml', sheetXml(content)] as const,
  ]) {
    const entry = { name: Buffer.from(name), crc: 0, packed: 0, plain: 0, offset };
    for await (const bytes of zipEntry(entry, text)) {
      offset += bytes.length;
      yield bytes;
    }
    entries.push(entry);
  }
  const directory = Buffer.concat(entries.map(directoryEntry));
  yield directory;
  yield endOfDirectory(entries.length, directory.length, offset);
}

interface Entry {
  name: Buffer;
  crc: number;
  packed: number;
  plain: number;
  offset: number;
}

async function* zipEntry(entry: Entry, text: string | AsyncIterable<string>): AsyncGenerator<Buffer> {
  yield localHeader(entry);
  const deflate = createDeflateRaw({ level: 6 });
  const feeding = feed(entry, deflate, typeof text === 'string' ? once(text) : text);
  feeding.catch((error: unknown) => deflate.destroy(error as Error));
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    entry.packed += chunk.length;
    yield chunk;
  }
  await feeding;
  const after = Buffer.alloc(16);
  after.writeUInt32LE(0x08074b50, 0);
  after.writeUInt32LE(entry.crc, 4);
  after.writeUInt32LE(entry.packed, 8);
  after.writeUInt32LE(entry.plain, 12);
  yield after;
}

async function feed(
  entry: Entry,
  deflate: ReturnType<typeof createDeflateRaw>,
  text: AsyncIterable<string>,
): Promise<void> {
  for await (const part of text) {
    const bytes = Buffer.from(part);
    entry.crc = crc32(bytes, entry.crc);
    entry.plain += bytes.length;
    if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once('drain', resolve));
  }
  deflate.end();
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

const BY_DESCRIPTOR_AND_UTF8 = 0x0808;

function localHeader({ name }: Entry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(BY_DESCRIPTOR_AND_UTF8, 6);
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(0x21, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function directoryEntry({ name, crc, packed, plain, offset }: Entry): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(BY_DESCRIPTOR_AND_UTF8, 8);
  header.writeUInt16LE(8, 10);
  header.writeUInt16LE(0x21, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(plain, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
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
