import { defineConfig } from 'vitest/config';

// Files run two at a time on one PostgreSQL server, each in a database of its own.
export default defineConfig({
  test: {
    include: ['kits/**/*.test.ts', 'src/**/*.test.ts', 'src/**/*.test.tsx'],
    exclude: ['**/node_modules/**', '**/*.long.test.ts'],
    globalSetup: ['src/kernel/testing/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
