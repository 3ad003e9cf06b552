import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Logger } from 'pino';
import { allMigrations, migrate } from '../db/migrate.ts';
import type { FileStore } from '../files/store.ts';
import type { Job } from '../jobs/jobs.ts';
import { openQueue, type JobQueue, type KeptJob } from '../jobs/queue.ts';
import { readArchive } from './archive.ts';
import { columnList, migrationsOf, qualified, tablesOf, withOwner } from './contents.ts';
import { BackupImpossible } from './errors.ts';
import { fileOf, JOBS, KEY, tablePart, type CheckedArchive, type Head } from './manifest.ts';

export interface RestoreTarget {
  settings: pg.PoolConfig;
  files: FileStore;
  /** Where a key from the archive is written. */
  dataDir: string;
  /** The environment gives the key, so the archive's is left alone. */
  keyIsGiven: boolean;
  jobs: readonly Job[];
  log: Logger;
}

export interface RestoreFacts {
  tables: number;
  rows: number;
  files: number;
  keyRestored: boolean;
}

/** Refuses what a newer Regulars wrote; an older backup is loaded as it was and then brought to this version. */
export async function refuseNewer(archive: CheckedArchive): Promise<void> {
  const ours = new Set(await allMigrations());
  const unknown = archive.head.migrations.find((name) => !ours.has(name));
  if (unknown) {
    throw new BackupImpossible(
      `${archive.path} was made by another version of Regulars (it has "${unknown}", which this one lacks). ` +
        'Install that version or a newer one, then restore. Nothing was changed.',
    );
  }
}

/**
 * Loads a checked archive into an empty database, in one transaction: rows are counted against the manifest before it
 * commits. What is there already is never touched.
 */
export async function restoreBackup(archive: CheckedArchive, target: RestoreTarget): Promise<RestoreFacts> {
  const { settings } = target;
  await refuseNewer(archive);
  await withOwner(settings, (client) => refuseUnlessEmpty(client, archive.head));
  await migrate(settings, archive.head.migrations.at(-1));
  const queue = await openQueue(settings, target.jobs, false, target.log);
  try {
    const facts = await withOwner(settings, (client) => load(client, archive, target, queue));
    await migrate(settings);
    await withOwner(settings, (client) => client.query('analyze'));
    return facts;
  } finally {
    await queue.stop();
  }
}

/** Every row belongs to a workspace, so a database without one holds nothing but the traces of a start. */
async function refuseUnlessEmpty(client: pg.Client, head: Head): Promise<void> {
  const has = await migrationsOf(client);
  if (has.length === 0) return;
  const { rows } = await client.query<{ used: boolean }>('select exists (select from public.workspaces) as used');
  if (rows[0]?.used) {
    throw new BackupImpossible(
      'There are workspaces in this database already. Restore into an empty one: set another DATA_DIR (or another ' +
        'DATABASE_URL). Nothing was changed.',
    );
  }
  if (has.length > head.migrations.length) {
    throw new BackupImpossible(
      'This database was started by a newer version than the backup is from. Restore into one that was never ' +
        'started: set another DATA_DIR (or another DATABASE_URL). Nothing was changed.',
    );
  }
}

async function load(
  client: pg.Client,
  archive: CheckedArchive,
  target: RestoreTarget,
  queue: JobQueue,
): Promise<RestoreFacts> {
  const written: { workspaceId: string; id: string }[] = [];
  try {
    await client.query('begin');
    const names = (await tablesOf(client)).map((table) => table.name);
    const all = names.map(qualified).join(', ');
    await client.query(`lock table ${all} in access exclusive mode`);
    await refuseUnlessEmpty(client, archive.head);
    await client.query(`truncate ${all}`);
    const putBack = await openTables(client, names);
    const keyRestored = await loadParts(client, archive, target, written);
    await compareCounts(client, archive);
    for (const statement of putBack) await client.query(statement);
    for (const { name, value } of archive.head.sequences) {
      await client.query('select setval($1::regclass, $2)', [qualified(name), value]);
    }
    const kept = await client.query<KeptJob>('select * from restored_jobs');
    await queue.requeue(client, kept.rows);
    await client.query('commit');
    const rows = archive.head.tables.map(({ name }) => archive.manifest.parts[tablePart(name)]?.rows ?? 0);
    const sum = rows.reduce((total, count) => total + count, 0);
    return { tables: rows.length, rows: sum, files: written.length, keyRestored };
  } catch (error) {
    for (const { workspaceId, id } of written) await target.files.remove(workspaceId, id);
    throw error;
  }
}

/**
 * Lets the owner write past the walls, in any order of tables. Answers the statements that put walls and foreign keys
 * back, which checks every reference.
 */
async function openTables(client: pg.Client, names: readonly string[]): Promise<string[]> {
  const walls = await client.query<{ name: string }>(
    `select relname::text as name from pg_class
     where relnamespace = 'public'::regnamespace and relforcerowsecurity and relname = any($1)`,
    [names],
  );
  const keys = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname::text as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`,
  );
  for (const { name } of walls.rows) await client.query(`alter table ${qualified(name)} no force row level security`);
  for (const { table, name } of keys.rows) {
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`);
  }
  await client.query(
    'create temp table restored_jobs (name text, data jsonb, singleton_key text, start_after timestamptz) on commit drop',
  );
  return [
    ...keys.rows.map(
      ({ table, name, definition }) => `alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`,
    ),
    ...walls.rows.map(({ name }) => `alter table ${qualified(name)} force row level security`),
  ];
}

/** Answers whether a key was among the parts and is now in place. */
async function loadParts(
  client: pg.Client,
  archive: CheckedArchive,
  target: RestoreTarget,
  written: { workspaceId: string; id: string }[],
): Promise<boolean> {
  const copies = new Map(
    archive.head.tables.map((table) => [
      tablePart(table.name),
      `copy ${qualified(table.name)} (${columnList(table.columns)}) from stdin`,
    ]),
  );
  copies.set(JOBS, 'copy restored_jobs from stdin');
  let keyRestored = false;
  for await (const { part, content } of partsOf(archive.path)) {
    const copy = copies.get(part);
    const file = fileOf(part);
    if (copy) await pour(content, client.query(copyFrom(copy)));
    else if (file) {
      // A file of the same id can only be left over from a restore that broke off.
      await target.files.remove(file.workspaceId, file.id);
      written.push(file);
      const stream = new PassThrough();
      await Promise.all([pour(content, stream), target.files.put(file.workspaceId, file.id, stream)]);
    } else {
      const bytes = await whole(content);
      if (part === KEY && !target.keyIsGiven) {
        await writeKey(target.dataDir, bytes);
        keyRestored = true;
      }
    }
  }
  return keyRestored;
}

/** The pieces of the archive, gathered by part. Each `content` must be read to its end before the next part. */
async function* partsOf(path: string): AsyncGenerator<{ part: string; content: AsyncIterable<Buffer> }> {
  const pieces = readArchive(path);
  let next = await pieces.next();
  while (!next.done) {
    const { part } = next.value;
    yield {
      part,
      content: (async function* () {
        while (!next.done && next.value.part === part) {
          yield next.value.bytes;
          next = await pieces.next();
        }
      })(),
    };
  }
}

async function pour(content: AsyncIterable<Buffer>, into: Writable): Promise<void> {
  const done = finished(into, { readable: false });
  done.catch(() => undefined);
  for await (const bytes of content) {
    if (!into.write(bytes)) await Promise.race([done, new Promise((resolve) => into.once('drain', resolve))]);
  }
  into.end();
  await done;
}

async function whole(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const bytes of content) pieces.push(bytes);
  return Buffer.concat(pieces);
}

async function writeKey(dataDir: string, key: Buffer): Promise<void> {
  const place = join(dataDir, 'secret.key');
  await writeFile(`${place}.restored`, key, { mode: 0o600, flush: true });
  await rename(`${place}.restored`, place);
}

async function compareCounts(client: pg.Client, { head, manifest }: CheckedArchive): Promise<void> {
  for (const { name } of head.tables) {
    const { rows } = await client.query<{ count: string }>(`select count(*)::text as count from ${qualified(name)}`);
    const wanted = manifest.parts[tablePart(name)]?.rows;
    if (Number(rows[0]?.count) !== wanted) {
      throw new BackupImpossible(
        `The table ${name} has ${rows[0]?.count} rows after loading and ${wanted} in the backup. Nothing was changed.`,
      );
    }
  }
}
