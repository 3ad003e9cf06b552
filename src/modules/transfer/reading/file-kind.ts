export type FileKind = 'text' | 'html' | 'xml-workbook' | 'zip' | 'ole' | { other: string };

const MAGIC: [start: number[], kind: FileKind][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'zip'],
  [[0x50, 0x4b, 0x05, 0x06], 'zip'],
  [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'ole'],
  // Workbooks from before 1993 have no container around them.
  [[0x09, 0x00, 0x04, 0x00], 'ole'],
  [[0x09, 0x02, 0x06, 0x00], 'ole'],
  [[0x09, 0x04, 0x06, 0x00], 'ole'],
  [[0x25, 0x50, 0x44, 0x46], { other: 'PDF' }],
  [[0x89, 0x50, 0x4e, 0x47], { other: 'PNG' }],
  [[0xff, 0xd8, 0xff], { other: 'JPEG' }],
  [[0x47, 0x49, 0x46, 0x38], { other: 'GIF' }],
  [[0x1f, 0x8b], { other: 'GZIP' }],
  [[0x52, 0x61, 0x72, 0x21], { other: 'RAR' }],
  [[0x37, 0x7a, 0xbc, 0xaf], { other: '7Z' }],
];

/** What a file is by its content; its name may say anything. Text is not yet known to be a table. */
export function kindByBytes(head: Buffer): FileKind {
  const found = MAGIC.find(([start]) => start.every((byte, at) => head[at] === byte));
  return found ? found[1] : 'text';
}

export function kindOfText(text: string): 'html' | 'xml-workbook' | 'text' | { other: string } {
  const start = text.slice(0, 64 * 1024).trimStart();
  if (/<\?mso-application|<(?:ss:)?Workbook[\s>]/i.test(start.slice(0, 4096))) return 'xml-workbook';
  if (/^<(?:!doctype html|html|head|body|meta|table|style|div|\?xml[^>]*>\s*<(?:!doctype html|html))/i.test(start))
    return 'html';
  if (/^<\?xml/i.test(start)) return { other: 'XML' };
  return /^[[{]\s*["{[]/.test(start) ? { other: 'JSON' } : 'text';
}
