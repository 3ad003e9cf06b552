import { defineConfig } from 'vitest/config';

const cluster = 'src/kernel/testing/global-setup.ts';
const eachFile = ['src/kernel/testing/each-file.ts', 'src/apps/testing/every-room.ts'];
/** How the embedded server is kept does not depend on a server that is given: tested once, without one. */
const embedded = process.env['TEST_DATABASE_URL'] ? ['src/kernel/postgres/**/*.test.ts'] : [];

// Files run two at a time on one PostgreSQL server, each in a database of its own. Browser tests follow, with the pages built.
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // The modules are loaded once for each worker: loading them for every file took half of the run. So no test may
    // change what a module keeps for the whole process.
    isolate: false,
    // Stripped types are kept between runs: half of a short run was stripping the same files again.
    experimental: { fsModuleCache: true },
    // What is waited for may take its time on a busy machine: a second is the default.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'house',
          include: ['kits/**/*.test.ts', 'src/**/*.test.ts', 'src/**/*.test.tsx'],
          exclude: ['**/node_modules/**', '**/*.long.test.ts', '**/*.faults.test.ts', ...embedded],
          globalSetup: [cluster],
          setupFiles: eachFile,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.ts'],
          exclude: ['**/*.faults.test.ts'],
          globalSetup: [cluster, 'e2e/support/build-pages.ts'],
          setupFiles: eachFile,
          testTimeout: 360_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
