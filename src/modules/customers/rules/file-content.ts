/** What files of a kind begin with; a kind without an entry is text. `at`: where, 0 unless said. */
const STARTS: Readonly<Record<string, readonly { at?: number; bytes: string }[]>> = {
  'application/pdf': [{ bytes: '%PDF-' }],
  'image/jpeg': [{ bytes: '\xff\xd8\xff' }],
  'image/png': [{ bytes: '\x89PNG\r\n\x1a\n' }],
  'image/gif': [{ bytes: 'GIF8' }],
  'image/webp': [{ at: 8, bytes: 'WEBP' }],
  'image/heic': [{ at: 4, bytes: 'ftyp' }],
  'application/zip': [{ bytes: 'PK' }],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': [{ bytes: 'PK' }],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': [{ bytes: 'PK' }],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': [{ bytes: 'PK' }],
  'application/msword': [{ bytes: '\xd0\xcf\x11\xe0' }],
  // Some tills write a table in the newer form under the older name.
  'application/vnd.ms-excel': [{ bytes: '\xd0\xcf\x11\xe0' }, { bytes: 'PK' }],
  'application/vnd.ms-powerpoint': [{ bytes: '\xd0\xcf\x11\xe0' }],
  'application/vnd.ms-works': [{ bytes: '\xd0\xcf\x11\xe0' }, { bytes: 'PK' }],
  'application/rtf': [{ bytes: '{\\rtf' }],
  'audio/mpeg': [{ bytes: 'ID3' }, { bytes: '\xff\xfb' }, { bytes: '\xff\xf3' }, { bytes: '\xff\xf2' }],
  'audio/mp4': [{ at: 4, bytes: 'ftyp' }],
  'audio/amr': [{ bytes: '#!AMR' }],
  'audio/wav': [{ bytes: 'RIFF' }],
  'video/mp4': [{ at: 4, bytes: 'ftyp' }],
  'video/quicktime': [
    { at: 4, bytes: 'ftyp' },
    { at: 4, bytes: 'moov' },
    { at: 4, bytes: 'wide' },
    { at: 4, bytes: 'mdat' },
  ],
};

/** So many bytes say what a file is. */
export const HEAD = 4096;

/** Whether a file is what the ending of its name says, told from its first bytes. */
export function contentFits(mediaType: string, head: Uint8Array): boolean {
  const starts = STARTS[mediaType];
  // Text in any encoding of the trade; UTF-16 alone has zeros, and says so first.
  if (!starts)
    return !head.includes(0) || (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return starts.some(({ at = 0, bytes }) => [...bytes].every((sign, n) => head[at + n] === sign.charCodeAt(0)));
}

/** Pictures are made anew before they are kept. */
export function isPicture(mediaType: string): boolean {
  return mediaType.startsWith('image/');
}
