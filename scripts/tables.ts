/**
 * Writes `src/kernel/db/tables.ts` from the migrated database; with `--verify` only says whether it is up to date.
 * Uses `TEST_DATABASE_URL` when given, else an embedded PostgreSQL for the moment.
 */
import { spawnSync } from 'node:child_process';
import pg from 'pg';
import { migrate } from '../src/kernel/db/migrate.ts';
import { inDatabase, startTestCluster, urlOf } from '../src/kernel/testing/cluster.ts';

const cluster = await startTestCluster();
try {
  const admin = new pg.Client(inDatabase(cluster.settings, 'postgres'));
  await admin.connect();
  const database = `regulars_tables_${process.pid}`;
  await admin.query(`create database ${database}`);
  const settings = inDatabase(cluster.settings, database);
  await migrate(settings);
  const options = [
    '--type-only-imports',
    '--date-parser',
    'string',
    '--numeric-parser',
    'string',
    '--log-level',
    'error',
  ];
  const mapping = ['--type-mapping', '{"int8":"bigint"}', '--exclude-pattern', 'kysely_*'];
  const mode = process.argv.includes('--verify') ? ['--verify'] : [];
  const target = ['--dialect', 'postgres', '--url', urlOf(settings), '--out-file', 'src/kernel/db/tables.ts'];
  const { status } = spawnSync('kysely-codegen', [...target, ...options, ...mapping, ...mode], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
  await admin.query(`drop database ${database} with (force)`);
  await admin.end();
} finally {
  await cluster.stop();
}
