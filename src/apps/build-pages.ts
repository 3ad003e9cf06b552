import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the pages when they are missing or older than what they are made of. */
export async function buildPages(say: (line: string) => void): Promise<void> {
  const built = await changedAt(join(root, 'dist/web/index.html'));
  if (built > (await newestIn(['src', 'vite.config.ts', 'package-lock.json']))) return;
  say('Building the pages …');
  // In a process of its own: what building takes, a gigabyte, the server would keep.
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const words = [vite, 'build', '--config', join(root, 'vite.config.ts'), '--logLevel', 'error'];
  const building = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(building, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The pages could not be built. Run "npm ci" again, then start once more.');
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
