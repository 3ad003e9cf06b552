import type { Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { FileUnreadable } from '../file-unreadable.ts';
import { LIMITS } from './limits.ts';

export interface OpenZip {
  has(name: string): boolean;
  /** Size of a part when unpacked; a part that turns out longer than it claims is refused while it is read. */
  size(name: string): number;
  read(name: string): Promise<Readable>;
}

/** A zip file whose contents page has been checked against the limits before anything is unpacked. */
export async function openZip(path: string): Promise<OpenZip> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(damaged);
  const entries = await checkedEntries(zip).catch(damaged);
  const entryOf = (name: string): Entry => {
    const entry = entries.get(name.toLowerCase());
    if (!entry) throw new FileUnreadable('FILE_DAMAGED', { part: name });
    return entry;
  };
  return {
    has: (name) => entries.has(name.toLowerCase()),
    size: (name) => entryOf(name).uncompressedSize,
    read: (name) => zip.openReadStreamPromise(entryOf(name)).catch(damaged),
  };
}

/** What a failure while unpacking means. */
export function unpackFailure(error: unknown): FileUnreadable {
  if (error instanceof FileUnreadable) return error;
  const longer = error instanceof Error && error.message.startsWith('too many bytes');
  return new FileUnreadable(longer ? 'FILE_ZIP_BOMB' : 'FILE_DAMAGED', {}, error);
}

function damaged(error: unknown): never {
  throw unpackFailure(error);
}

async function checkedEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    if (entries.size >= LIMITS.entries || unpacked > LIMITS.uncompressed || shrinksTooMuch(entry)) {
      throw new FileUnreadable('FILE_ZIP_BOMB');
    }
    if (entry.isEncrypted()) throw new FileUnreadable('FILE_ENCRYPTED');
    entries.set(entry.fileName.toLowerCase(), entry);
  }
  return entries;
}

function shrinksTooMuch({ uncompressedSize, compressedSize }: Entry): boolean {
  return uncompressedSize > LIMITS.ratioFrom && uncompressedSize > compressedSize * LIMITS.ratio;
}
