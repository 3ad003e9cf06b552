import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../db/database.ts';
import { inDatabase } from './cluster.ts';
import { whenFileEnds } from './when-file-ends.ts';

/** A fresh, migrated database for this test file; dropped when the file is done. */
export async function testDatabase(): Promise<Database> {
  const cluster = inject('testCluster');
  const name = `regulars_test_${process.pid}_${Date.now()}_${Math.floor(Math.random() * 1e6)}`;
  await asAdmin(cluster, `create database ${name} template ${inject('testTemplate')}`);
  const database = openDatabase(inDatabase(cluster, name), 8);
  whenFileEnds(async () => {
    await database.close();
    await asAdmin(cluster, `drop database if exists ${name} with (force)`);
  });
  return database;
}

/** A database without anything in it; dropped when the file is done. */
export async function emptyDatabase(owner?: string): Promise<pg.PoolConfig> {
  const cluster = inject('testCluster');
  const name = `regulars_empty_${process.pid}_${Date.now()}_${Math.floor(Math.random() * 1e6)}`;
  await asAdmin(cluster, `create database ${name} template template0${owner ? ` owner ${owner}` : ''}`);
  whenFileEnds(() => asAdmin(cluster, `drop database if exists ${name} with (force)`));
  return inDatabase(cluster, name);
}

async function asAdmin(cluster: pg.PoolConfig, statement: string): Promise<void> {
  const admin = new pg.Client(inDatabase(cluster, 'postgres'));
  await admin.connect();
  try {
    // Only one session may copy a template at a time; the others wait for it here.
    await admin.query('select pg_advisory_lock(7261)');
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
