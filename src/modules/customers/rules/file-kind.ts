/** What may be put on a card, by the ending of its name. Programs and pages that a browser would run are not among it. */
export const FILE_KINDS: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  txt: 'text/plain',
  csv: 'text/csv',
  md: 'text/markdown',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  wps: 'application/vnd.ms-works',
  et: 'application/vnd.ms-excel',
  rtf: 'application/rtf',
  zip: 'application/zip',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  amr: 'audio/amr',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  eml: 'message/rfc822',
  vcf: 'text/vcard',
};

/** Bytes; what a phone's photograph or a scanned contract takes, several times over. */
export const LARGEST_FILE = 25 * 1024 * 1024;

/** The media type to serve a file with; `undefined` for kinds that are not taken. */
export function mediaTypeOf(fileName: string): string | undefined {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(fileName.trim())?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(FILE_KINDS, ending) ? FILE_KINDS[ending] : undefined;
}

/** The last part of the path, without what file systems and headers cannot bear. */
export function tidyFileName(fileName: string): string {
  const last = fileName.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Bidi_Control}"]/gu, '')
    .trim();
  return plain.length > 200 ? plain.slice(0, 160) + plain.slice(-40) : plain;
}
