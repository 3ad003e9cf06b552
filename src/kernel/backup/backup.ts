import { open, type FileHandle } from 'node:fs/promises';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { FileStore } from '../files/store.ts';
import { PENDING_JOBS } from '../jobs/queue.ts';
import { secretsFrom } from '../secrets.ts';
import { writeArchive, type ArchiveWriter, type PartFacts } from './archive.ts';
import { columnList, migrationsOf, qualified, sequencesOf, tablesOf, withOwner, type Table } from './contents.ts';
import { checkArchive, filePart, HEAD, JOBS, KEY, MANIFEST, tablePart, type Head } from './manifest.ts';

export interface BackupSource {
  settings: pg.PoolConfig;
  files: FileStore;
  secretKey: string;
  /** A key that the environment gives stays there; one of our own making goes into the archive. */
  keepKey: boolean;
}

export interface BackupFacts {
  file: string;
  tables: number;
  rows: number;
  files: number;
  /** Files that were deleted while the backup ran, or are not on this machine. */
  missing: number;
}

/** Writes everything into one archive, as it was at one moment, while work goes on; then reads it again to be sure. */
export async function makeBackup(source: BackupSource, path: string): Promise<BackupFacts> {
  let missing = 0;
  await writeArchive(path, async (archive) => {
    await withOwner(source.settings, async (client) => {
      await client.query('begin isolation level repeatable read read only');
      missing = await fill(archive, client, source);
      await client.query('commit');
    });
  });
  const { head, manifest } = await checkArchive(path);
  const rows = head.tables.map(({ name }) => manifest.parts[tablePart(name)]?.rows ?? 0);
  return {
    file: path,
    tables: head.tables.length,
    rows: rows.reduce((sum, count) => sum + count, 0),
    files: Object.keys(manifest.parts).filter((part) => part.startsWith('files/')).length,
    missing,
  };
}

async function fill(archive: ArchiveWriter, client: pg.Client, source: BackupSource): Promise<number> {
  const parts: Record<string, PartFacts> = {};
  const add = async (part: string, content: AsyncIterable<Buffer>) => {
    parts[part] = await archive.add(part, content);
  };
  const tables = await tablesOf(client);
  await add(HEAD, text(JSON.stringify(await headOf(client, tables, source))));
  const walls = await wallsToPass(client);
  for (const table of tables) await add(tablePart(table.name), rowsOf(client, table, walls));
  await add(JOBS, copyOut(client, PENDING_JOBS));
  const missing = await addFiles(source.files, await filesOf(client, walls, source.files), add);
  if (source.keepKey) await add(KEY, text(source.secretKey));
  await archive.add(MANIFEST, text(JSON.stringify({ parts })));
  return missing;
}

async function headOf(client: pg.Client, tables: Table[], source: BackupSource): Promise<Head> {
  return {
    format: 1,
    madeAt: new Date().toISOString(),
    migrations: await migrationsOf(client),
    tables: tables.map(({ name, columns }) => ({ name, columns })),
    sequences: await sequencesOf(client),
    keyMark: keyMarkOf(source.secretKey),
  };
}

export function keyMarkOf(secretKey: string): string {
  return secretsFrom(secretKey).sign('backup', 'key');
}

/**
 * The workspaces whose walls must be passed one by one, or null where none stands in the way: the wall binds the owner
 * too, unless that is a superuser, and a backup that sees no row would look like one of an empty shop.
 */
async function wallsToPass(client: pg.Client): Promise<string[] | null> {
  const { rows } = await client.query<{ free: boolean }>(
    'select rolsuper or rolbypassrls as free from pg_roles where rolname = current_user',
  );
  if (rows[0]?.free) return null;
  const workspaces = await client.query<{ id: string }>('select id from public.workspaces order by id');
  return workspaces.rows.map((row) => row.id);
}

async function* rowsOf(client: pg.Client, table: Table, walls: string[] | null): AsyncGenerator<Buffer> {
  for (const workspaceId of table.walled && walls ? walls : [null]) {
    if (workspaceId) await passWall(client, workspaceId);
    yield* copyOut(client, `select ${columnList(table.columns)} from ${qualified(table.name)}`);
  }
}

async function passWall(client: pg.Client, workspaceId: string): Promise<void> {
  await client.query(`select set_config('regulars.workspace_id', $1, true)`, [workspaceId]);
}

async function* copyOut(client: pg.Client, query: string): AsyncGenerator<Buffer> {
  for await (const chunk of client.query(copyTo(`copy (${query}) to stdout`))) yield chunk as Buffer;
}

interface FilePlace {
  workspaceId: string;
  id: string;
}

/** What the table of files names, and what lies beside it: modules keep files that only their own tables name. */
async function filesOf(client: pg.Client, walls: string[] | null, store: FileStore): Promise<FilePlace[]> {
  const found = new Map<string, FilePlace>();
  const note = (workspaceId: string, id: string) => found.set(filePart(workspaceId, id), { workspaceId, id });
  for (const wall of walls ?? [null]) {
    if (wall) await passWall(client, wall);
    const { rows } = await client.query<FilePlace>('select workspace_id as "workspaceId", id from public.files');
    for (const { workspaceId, id } of rows) note(workspaceId, id);
  }
  const workspaces = await client.query<{ id: string }>('select id from public.workspaces');
  for (const { id: workspaceId } of workspaces.rows) {
    for (const id of await store.list(workspaceId)) note(workspaceId, id);
  }
  return [...found.values()];
}

/** Answers how many are not there: deleted since the snapshot, or kept on another machine. */
async function addFiles(
  store: FileStore,
  places: readonly FilePlace[],
  add: (part: string, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<number> {
  let missing = 0;
  for (const { workspaceId, id } of places) {
    const file = await openIfThere(store.path(workspaceId, id));
    if (file) await add(filePart(workspaceId, id), file.createReadStream());
    else missing += 1;
  }
  return missing;
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  return open(path).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  });
}

async function* text(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}
