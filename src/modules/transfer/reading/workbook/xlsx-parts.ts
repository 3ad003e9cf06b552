import { FileUnreadable } from '../file-unreadable.ts';
import { LIMITS } from './limits.ts';
import { builtInFormat, formatOfCode, type NumberFormat } from './number-formats.ts';
import { readWholeXml } from './xml.ts';
import type { OpenZip } from './zip.ts';

export interface SheetPart {
  name: string;
  hidden: boolean;
  path: string;
}

export interface WorkbookParts {
  sheets: SheetPart[];
  from1904: boolean;
  stylesPath?: string;
  stringsPath?: string;
}

interface Relation {
  type: string;
  target: string;
}

/** Where the sheets of a workbook lie; hidden ones last. */
export async function workbookParts(zip: OpenZip): Promise<WorkbookParts> {
  const main = [...(await relations(zip, '')).values()].find(({ type }) => type.endsWith('/officeDocument'));
  const path = main?.target ?? 'xl/workbook.xml';
  if (!zip.has(path) || !/\.xml$/i.test(path) || path.startsWith('word/') || path.startsWith('ppt/')) {
    throw new FileUnreadable('FILE_TYPE_UNKNOWN', { found: 'ZIP' });
  }
  const related = await relations(zip, path);
  const found: { name: string; state: string; id: string }[] = [];
  let from1904 = false;
  await readSmallPart(zip, path, (name, attributes) => {
    if (name === 'sheet')
      found.push({ name: attributes['name'] ?? '', state: attributes['state'] ?? '', id: relationId(attributes) });
    if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
  });
  const sheets = found.flatMap(({ name, state, id }) => {
    const relation = related.get(id);
    if (!relation?.type.endsWith('/worksheet') || !zip.has(relation.target)) return [];
    return [{ name, hidden: /hidden/i.test(state), path: relation.target }];
  });
  if (sheets.length === 0) throw new FileUnreadable('FILE_NOT_A_TABLE');
  const ofType = (type: string) => [...related.values()].find((relation) => relation.type.endsWith(type))?.target;
  return {
    sheets: [...sheets.filter((sheet) => !sheet.hidden), ...sheets.filter((sheet) => sheet.hidden)],
    from1904,
    stylesPath: ofType('/styles'),
    stringsPath: ofType('/sharedStrings'),
  };
}

/** The number format of each cell style, by its index. */
export async function cellFormats(zip: OpenZip, path: string | undefined): Promise<NumberFormat[]> {
  if (!path || !zip.has(path)) return [];
  const custom = new Map<string, NumberFormat>();
  const formats: NumberFormat[] = [];
  let inCellStyles = false;
  await readSmallPart(
    zip,
    path,
    (name, attributes) => {
      const id = attributes['numFmtId'] ?? '0';
      if (name === 'numFmt') custom.set(id, formatOfCode(attributes['formatCode'] ?? ''));
      if (name === 'cellXfs') inCellStyles = true;
      if (name === 'xf' && inCellStyles) formats.push(custom.get(id) ?? builtInFormat(Number(id)));
    },
    (name) => {
      if (name === 'cellXfs') inCellStyles = false;
    },
  );
  return formats;
}

/** The strings that cells refer to by number. */
export async function sharedStrings(zip: OpenZip, path: string | undefined): Promise<string[]> {
  if (!path || !zip.has(path)) return [];
  if (zip.size(path) > LIMITS.sharedStringsXml) throw new FileUnreadable('FILE_TOO_LARGE');
  const strings: string[] = [];
  let text = '';
  let listening = false;
  let phonetic = false;
  await readWholeXml(await zip.read(path), {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic = true;
      listening = name === 't' && !phonetic;
    },
    text(piece) {
      if (listening) text += piece;
    },
    close(name) {
      if (name === 't') listening = false;
      if (name === 'rPh') phonetic = false;
      if (name !== 'si') return;
      if (strings.push(unescaped(text)) > LIMITS.sharedStrings) throw new FileUnreadable('FILE_TOO_LARGE');
    },
  });
  return strings;
}

/** Excel writes characters that XML cannot hold as `_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

async function relations(zip: OpenZip, ofPart: string): Promise<Map<string, Relation>> {
  const slash = ofPart.lastIndexOf('/') + 1;
  const folder = ofPart.slice(0, slash);
  const path = `${folder}_rels/${ofPart.slice(slash)}.rels`;
  const found = new Map<string, Relation>();
  if (!zip.has(path)) return found;
  await readSmallPart(zip, path, (name, attributes) => {
    if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return;
    const target = new URL(attributes['Target'] ?? '', `zip:///${folder}`).pathname.slice(1);
    found.set(attributes['Id'] ?? '', { type: attributes['Type'] ?? '', target: decodeURIComponent(target) });
  });
  return found;
}

async function readSmallPart(
  zip: OpenZip,
  path: string,
  open: (name: string, attributes: Record<string, string>) => void,
  close?: (name: string) => void,
): Promise<void> {
  if (zip.size(path) > LIMITS.smallPartXml) throw new FileUnreadable('FILE_TOO_LARGE');
  await readWholeXml(await zip.read(path), close ? { open, close } : { open });
}

function relationId(attributes: Record<string, string>): string {
  const key = Object.keys(attributes).find((name) => name.endsWith(':id'));
  return key ? (attributes[key] ?? '') : '';
}
