import { defineConfig } from 'vitest/config';

// Heavy suites share two cores and one PostgreSQL cluster: files run in parallel, each in a database of its own.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    exclude: ['**/node_modules/**', '**/*.long.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
