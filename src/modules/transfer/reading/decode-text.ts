import { createReadStream } from 'node:fs';
import iconv from 'iconv-lite';
import type { Encoding } from './table.ts';

export interface TextStream {
  path: string;
  encoding: Encoding;
  progress: (bytes: number) => void;
}

/** The file as text, piece by piece. What cannot be decoded becomes U+FFFD. */
export async function* decodedText({ path, encoding, progress }: TextStream): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(iconvName(encoding), { stripBOM: true });
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    bytes += (chunk as Buffer).length;
    progress(bytes);
    const text = decoder.write(chunk as Buffer);
    if (text !== '') yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

export function decode(bytes: Buffer, encoding: Encoding): string {
  return iconv.decode(bytes, iconvName(encoding), { stripBOM: true });
}

function iconvName(encoding: Encoding): 'utf8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5' | 'windows1252' {
  if (encoding === 'utf-8') return 'utf8';
  if (encoding === 'windows-1252') return 'windows1252';
  return encoding;
}
