import { expect, test } from 'vitest';
import { dueOf } from './due.ts';

test.each([
  ['GDPR', '2026-11-25', '2026-12-25'],
  ['GDPR', '2026-01-31', '2026-03-02'],
  ['PIPL', '2026-11-25', '2026-12-16'],
  ['PIPL', '2026-11-28', '2026-12-18'],
] as const)('%s: asked on %s is due on %s', (law, received, due) => {
  expect(dueOf(law, received)).toBe(due);
});
