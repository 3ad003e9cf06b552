import { defineConfig } from 'vitest/config';

/** What takes too long for every run: `npm run test:faults` (power cuts), `npm run test:long` (many generated inputs). */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 1,
    include: ['e2e/**/*.faults.test.ts', 'src/**/*.long.test.ts'],
    globalSetup: ['src/kernel/testing/global-setup.ts', 'e2e/support/build-pages.ts'],
    setupFiles: ['src/kernel/testing/each-file.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
});
