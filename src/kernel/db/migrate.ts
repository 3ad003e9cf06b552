import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kysely, Migrator, PostgresDialect, sql, type Migration } from 'kysely';
import pg from 'pg';
import { APPLICATION_ROLE } from './database.ts';

const folder = fileURLToPath(new URL('../../../migrations', import.meta.url));

/**
 * Brings the database to the newest migration, as its owner. The whole list is compared with what ran before: a
 * missing, renamed or reordered file stops the start. With `upTo` it stops at that migration, for the loading of a
 * backup from then. Returns the names that ran now.
 */
export async function migrate(settings: pg.PoolConfig, upTo?: string): Promise<string[]> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ ...settings, max: 2 }) }) });
  try {
    await ensureRole(db);
    const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } });
    const { error, results } = await (upTo ? migrator.migrateTo(upTo) : migrator.migrateToLatest());
    if (error) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName;
      throw new Error(`Migration ${failed ?? ''} failed: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}

/** Names of every migration this version has, in order. */
export async function allMigrations(): Promise<string[]> {
  return Object.keys(await readMigrations());
}

/** Names of migrations that have not run yet. */
export async function pendingMigrations(settings: pg.PoolConfig): Promise<string[]> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ ...settings, max: 1 }) }) });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } });
    const all = await migrator.getMigrations();
    return all.filter((one) => !one.executedAt).map((one) => one.name);
  } finally {
    await db.destroy();
  }
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const entries = await Promise.all(
    files.map(async (file): Promise<[string, Migration]> => {
      const text = await readFile(join(folder, file), 'utf8');
      return [file.replace(/\.sql$/, ''), { up: async (db) => void (await sql.raw(text).execute(db)) }];
    }),
  );
  return Object.fromEntries(entries);
}

/** Roles belong to the cluster, so two databases migrating at once may both try to make it. */
async function ensureRole(db: Kysely<unknown>): Promise<void> {
  const found = await sql`select 1 from pg_roles where rolname = ${APPLICATION_ROLE}`.execute(db);
  if (found.rows.length === 0) {
    try {
      await sql.raw(`create role ${APPLICATION_ROLE} nologin nosuperuser nobypassrls`).execute(db);
    } catch (error) {
      if (!['42710', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
    }
  }
  const member = await sql<{
    yes: boolean;
  }>`select pg_has_role(current_user, ${APPLICATION_ROLE}, 'member') as yes`.execute(db);
  if (!member.rows[0]?.yes) await sql.raw(`grant ${APPLICATION_ROLE} to current_user`).execute(db);
}
