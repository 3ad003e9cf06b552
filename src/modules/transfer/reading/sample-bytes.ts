import { open, type FileHandle } from 'node:fs/promises';

const HEAD = 256 * 1024;
const PIECE = 32 * 1024;
const PIECES = 8;

export interface ByteSample {
  /** Beginning of the file. */
  head: Buffer;
  /** Whole lines from the beginning and, in a large file, from places spread over it: evidence for the encoding. */
  spread: Buffer;
}

export async function sampleBytes(path: string): Promise<ByteSample> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = await readAt(file, 0, Math.min(HEAD, size));
    if (size <= HEAD) return { head, spread: head };
    const pieces = await Promise.all(
      Array.from({ length: PIECES }, (_, index) => {
        const from = HEAD + Math.floor(((size - HEAD - PIECE) * index) / (PIECES - 1));
        return readAt(file, Math.max(HEAD, from), PIECE);
      }),
    );
    const spread = Buffer.concat([wholeLines(head, true), ...pieces.map((piece) => wholeLines(piece, false))]);
    return { head, spread: hasHighBytes(spread) ? spread : Buffer.concat([spread, await firstHighBytes(file)]) };
  } finally {
    await file.close();
  }
}

// A file may be plain ASCII but for a few names; those alone tell the encoding.
async function firstHighBytes(file: FileHandle): Promise<Buffer> {
  const size = 1024 * 1024;
  for (let at = HEAD; ; at += size) {
    const bytes = await readAt(file, at, size + PIECE);
    if (bytes.length === 0) return bytes;
    const found = bytes.findIndex((byte) => byte > 0x7f);
    if (found < 0) continue;
    const lineStart = bytes.lastIndexOf(0x0a, found) + 1;
    return wholeLines(bytes.subarray(lineStart, found + PIECE), true);
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

// LF is never part of a longer character in the encodings we read, save UTF-16, which the head decides.
function wholeLines(bytes: Buffer, startsWithLine: boolean): Buffer {
  const from = startsWithLine ? 0 : bytes.indexOf(0x0a) + 1;
  const to = bytes.lastIndexOf(0x0a) + 1;
  return to > from ? bytes.subarray(from, to) : Buffer.alloc(0);
}

function hasHighBytes(bytes: Buffer): boolean {
  return bytes.some((byte) => byte > 0x7f);
}
