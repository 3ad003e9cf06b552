import type pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startTestCluster } from './cluster.ts';
import { newTemplate } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testCluster: pg.PoolConfig;
    testTemplate: string;
  }
}

/** One server and one migrated template database for the whole run; every test file copies the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster({ durable: false });
  project.provide('testCluster', cluster.settings);
  project.provide('testTemplate', await newTemplate(cluster.settings));
  return () => cluster.stop();
}
