import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the pages when they are missing or older than what they are made of. */
export async function buildPages(say: (line: string) => void): Promise<void> {
  const built = await changedAt(join(root, 'dist/web/index.html'));
  if (built > (await newestIn(['src', 'vite.config.ts', 'package-lock.json']))) return;
  say('Building the pages …');
  const { build } = await import('vite');
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
}

async function newestIn(places: string[]): Promise<number> {
  const times = await Promise.all(
    places.map(async (place) => {
      const path = join(root, place);
      if (!(await stat(path)).isDirectory()) return changedAt(path);
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && /\.(tsx?|css|json|html|svg|js)$/.test(entry.name));
      return Math.max(...(await Promise.all(files.map((file) => changedAt(join(file.parentPath, file.name))))));
    }),
  );
  return Math.max(...times);
}

/** 0 for a file that is not there. */
async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}
