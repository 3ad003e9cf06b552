import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import pino from 'pino';
import { migrate } from '../db/migrate.ts';
import { openQueue } from '../jobs/queue.ts';
import { inDatabase } from './cluster.ts';

const migrations = fileURLToPath(new URL('../../../migrations', import.meta.url));

/**
 * The migrated database that every test file copies. It is named after the content of the migrations, so several runs
 * on one server share it, and a run that brings another migration makes another.
 */
export async function newTemplate(cluster: pg.PoolConfig): Promise<string> {
  const name = await templateName();
  const admin = new pg.Client(inDatabase(cluster, 'postgres'));
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(7262)');
    if (await exists(admin, name)) return name;
    await admin.query(`drop database if exists ${name}_unfinished with (force)`);
    await admin.query(`create database ${name}_unfinished`);
    const unfinished = inDatabase(cluster, `${name}_unfinished`);
    await migrate(unfinished);
    // The queue's own tables, too: every file and every product would lay them out anew.
    await (await openQueue(unfinished, [], false, pino({ level: 'silent' }))).stop();
    await admin.query(`alter database ${name}_unfinished rename to ${name}`);
    return name;
  } finally {
    await admin.end();
  }
}

/** The template, if a run has made it on this server. */
export async function knownTemplate(cluster: pg.PoolConfig): Promise<string | undefined> {
  const name = await templateName();
  const admin = new pg.Client(inDatabase(cluster, 'postgres'));
  await admin.connect();
  try {
    return (await exists(admin, name)) ? name : undefined;
  } finally {
    await admin.end();
  }
}

async function exists(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
  return rowCount !== null && rowCount > 0;
}

async function templateName(): Promise<string> {
  return `regulars_template_${await fingerprint()}`;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await readdir(migrations)).sort())
    hash.update(file).update(await readFile(join(migrations, file)));
  return hash.digest('hex').slice(0, 12);
}
