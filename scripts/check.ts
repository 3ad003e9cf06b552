/** `npm run check`: format, lint, types, walls, dead code, the guide and tests, one after the other; stops at the first that fails. */
import { spawnSync } from 'node:child_process';

const steps: [what: string, command: string, args: string[]][] = [
  ['format', 'oxfmt', ['--check', 'src', 'scripts', 'e2e', 'bench', 'kits', 'vitest.config.ts', 'vite.config.ts']],
  ['lint', 'oxlint', ['--deny-warnings', 'src', 'scripts', 'e2e', 'bench', 'kits']],
  ['types: pure', 'tsc', ['-p', 'tsconfig.pure.json']],
  ['types: server', 'tsc', ['-p', 'tsconfig.server.json']],
  ['types: web', 'tsc', ['-p', 'tsconfig.web.json']],
  ['walls', 'depcruise', ['--config', '.dependency-cruiser.mjs', 'src']],
  ['dead code', 'knip', []],
  ['table types', 'node', ['scripts/tables.ts', '--verify']],
  ['guide', 'node', ['scripts/guide.ts', '--verify']],
  ['tests', 'node', ['scripts/test.ts']],
];

for (const [what, command, args] of steps) {
  console.log(`— ${what}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
