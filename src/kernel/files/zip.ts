import { crc32, createDeflateRaw } from 'node:zlib';

export type ZipPart = readonly [name: string, content: string | AsyncIterable<string | Buffer>];

/** A zip as a stream, whose entries are compressed while they are made (APPNOTE 6.3); no entry above 4 GB. */
export async function* zipBytes(parts: Iterable<ZipPart> | AsyncIterable<ZipPart>): AsyncGenerator<Buffer> {
  const entries: Entry[] = [];
  let offset = 0;
  for await (const [name, text] of parts) {
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

async function* zipEntry(entry: Entry, text: string | AsyncIterable<string | Buffer>): AsyncGenerator<Buffer> {
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
  text: AsyncIterable<string | Buffer>,
): Promise<void> {
  for await (const part of text) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
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
