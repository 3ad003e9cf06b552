import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../db/migrate.ts';
import { inDatabase, startTestCluster } from './cluster.ts';
import { TEMPLATE } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testCluster: pg.PoolConfig;
  }
}

/** One server and one migrated template database for the whole run; every test file copies the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  const admin = new pg.Client(inDatabase(cluster.settings, 'postgres'));
  await admin.connect();
  await admin.query(`drop database if exists ${TEMPLATE} with (force)`);
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  await migrate(inDatabase(cluster.settings, TEMPLATE));
  project.provide('testCluster', cluster.settings);
  return () => cluster.stop();
}
