import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { extract, pack, type Pack } from 'tar-stream';
import { BackupDamaged, BackupImpossible } from './errors.ts';

/** What an archive holds of one part; `rows` counts line ends, which is the rows of a table in COPY's text form. */
export interface PartFacts {
  bytes: number;
  rows: number;
  sha256: string;
}

export interface Piece {
  part: string;
  bytes: Buffer;
}

export interface ArchiveWriter {
  /** Appends a part of any length in pieces of one mebibyte, so that memory stays bounded. */
  add(part: string, content: AsyncIterable<Buffer>): Promise<PartFacts>;
}

const PIECE = 1024 * 1024;
/** Level 1, no name, no time, and 255 for an unknown system, so that every byte of the file is known or under a sum. */
const GZIP_HEADER = Buffer.from('1f8b08000000000004ff', 'hex');

/** Writes a `.tar.gz` that only its owner may read. It appears under its name when it is whole and on the disk. */
export async function writeArchive(path: string, fill: (archive: ArchiveWriter) => Promise<void>): Promise<void> {
  await refuseExisting(path);
  const unfinished = `${path}.part`;
  const tar = pack();
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  const target = createWriteStream(unfinished, { mode: 0o600, flush: true });
  const written = pipeline(tar, gzip, withKnownHeader, target);
  try {
    await Promise.race([fill(writerOn(tar)), written]);
    tar.finalize();
    await written;
    await refuseExisting(path);
    await rename(unfinished, path);
  } catch (error) {
    tar.destroy();
    await written.catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The pieces in their order; a file that is cut, altered or something else is refused. */
export async function* readArchive(path: string): AsyncGenerator<Piece> {
  await checkHeader(path);
  const tar = extract();
  const source = createReadStream(path, { start: 0 });
  const reading = pipeline(source, createGunzip(), tar);
  reading.catch(() => undefined);
  try {
    for await (const entry of tar) {
      if (entry.header.size > PIECE) throw new BackupDamaged(path);
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      yield { part: entry.header.name.replace(/\.part\d+$/, ''), bytes: Buffer.concat(chunks) };
    }
    await reading;
  } catch (error) {
    throw isUnreadable(error) ? new BackupDamaged(path, { cause: error }) : error;
  } finally {
    source.destroy();
  }
}

/** Sums up parts as they pass. */
export function partCounter() {
  const hash = createHash('sha256');
  const facts = { bytes: 0, rows: 0 };
  return {
    take(bytes: Buffer): void {
      hash.update(bytes);
      facts.bytes += bytes.length;
      for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) facts.rows += 1;
    },
    facts: (): PartFacts => ({ ...facts, sha256: hash.digest('hex') }),
  };
}

function writerOn(tar: Pack): ArchiveWriter {
  return {
    async add(part, content) {
      const counter = partCounter();
      let number = 0;
      for await (const piece of pieces(content)) {
        counter.take(piece);
        number += 1;
        await addEntry(tar, number === 1 ? part : `${part}.part${number}`, piece);
      }
      return counter.facts();
    },
  };
}

/** At least one piece, an empty one for empty content. */
async function* pieces(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  let none = true;
  for await (const chunk of content) {
    waiting.push(chunk);
    size += chunk.length;
    while (size >= PIECE) {
      const all = Buffer.concat(waiting);
      yield all.subarray(0, PIECE);
      none = false;
      waiting = [all.subarray(PIECE)];
      size -= PIECE;
    }
  }
  if (size > 0 || none) yield Buffer.concat(waiting);
}

function addEntry(tar: Pack, name: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ name, mode: 0o600, type: 'file' }, bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function* withKnownHeader(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of source) {
    if (first) GZIP_HEADER.copy(chunk);
    first = false;
    yield chunk;
  }
}

async function checkHeader(path: string): Promise<void> {
  const file = await open(path).catch((error: unknown) => {
    throw new BackupImpossible(`${path} cannot be read (${(error as { code?: string }).code}).`);
  });
  try {
    const { buffer } = await file.read(Buffer.alloc(GZIP_HEADER.length), 0, GZIP_HEADER.length, 0);
    if (!buffer.equals(GZIP_HEADER)) throw new BackupDamaged(path);
  } finally {
    await file.close();
  }
}

async function refuseExisting(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) throw new BackupImpossible(`${path} is there already. Choose another name, or move it away first.`);
}

/** Errors of gunzip and tar about what they read; an error of the disk stays what it is. */
function isUnreadable(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (code ?? '').startsWith('Z_') || /tar|unexpected end|premature/i.test(message ?? '');
}
