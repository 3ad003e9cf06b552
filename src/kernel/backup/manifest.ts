import { z } from 'zod';
import { partCounter, readArchive, type PartFacts } from './archive.ts';
import { BackupDamaged } from './errors.ts';

/** The first part of an archive: what the rest can be read with. */
const head = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Names of the migrations the database had, in order. */
  migrations: z.array(z.string()).min(1),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Tells whether another installation has the same SECRET_KEY; nothing can be derived from it. */
  keyMark: z.string(),
});
export type Head = z.infer<typeof head>;

/** The last part: the facts of every part before it. */
const manifest = z.object({
  parts: z.record(z.string(), z.object({ bytes: z.int(), rows: z.int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof manifest>;

export const HEAD = 'regulars.json';
export const MANIFEST = 'manifest.json';
export const KEY = 'secret.key';
export const JOBS = 'jobs.copy';
const TABLES = 'tables/';
const FILES = 'files/';

export const tablePart = (name: string) => `${TABLES}${name}.copy`;
export const filePart = (workspaceId: string, id: string) => `${FILES}${workspaceId}/${id}`;

/** Workspace and file of a part that is a file. */
export function fileOf(part: string): { workspaceId: string; id: string } | undefined {
  const [folder, workspaceId, id, more] = part.split('/');
  return folder === 'files' && workspaceId && id && more === undefined ? { workspaceId, id } : undefined;
}

export interface CheckedArchive {
  path: string;
  head: Head;
  manifest: Manifest;
}

/** Reads the whole archive and compares every part with the manifest. Throws `BackupDamaged`; touches nothing. */
export async function checkArchive(path: string): Promise<CheckedArchive> {
  const counters = new Map<string, ReturnType<typeof partCounter>>();
  const texts = new Map<string, Buffer>();
  for await (const { part, bytes } of readArchive(path)) {
    if (part === HEAD || part === MANIFEST) texts.set(part, Buffer.concat([texts.get(part) ?? Buffer.of(), bytes]));
    const counter = counters.get(part) ?? partCounter();
    counter.take(bytes);
    counters.set(part, counter);
  }
  const read = { head: parse(head, texts.get(HEAD)), manifest: parse(manifest, texts.get(MANIFEST)) };
  if (!read.head || !read.manifest) throw new BackupDamaged(path);
  counters.delete(MANIFEST);
  const found = Object.fromEntries([...counters].map(([part, counter]) => [part, counter.facts()]));
  if (!equal(found, read.manifest.parts)) throw new BackupDamaged(path);
  return { path, head: read.head, manifest: read.manifest };
}

function parse<T>(shape: z.ZodType<T>, text: Buffer | undefined): T | undefined {
  try {
    return shape.parse(JSON.parse(text?.toString('utf8') ?? ''));
  } catch {
    return undefined;
  }
}

function equal(found: Record<string, PartFacts>, wanted: Record<string, PartFacts>): boolean {
  const names = Object.keys(found);
  if (names.length !== Object.keys(wanted).length) return false;
  return names.every((name) => {
    const [one, other] = [found[name], wanted[name]];
    return one?.sha256 === other?.sha256 && one?.rows === other?.rows && one?.bytes === other?.bytes;
  });
}
