import { defineConfig } from 'vitest/config';

/** The tests of pure rules of the points ledger, which `npm run mutate` asks of every change made to these on purpose. */
export default defineConfig({
  test: { pool: 'forks', include: ['src/modules/loyalty/{ledger,programme,counter}/rules/*.test.ts'] },
});
