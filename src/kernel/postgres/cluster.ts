import { createHmac, randomBytes } from 'node:crypto';
import { appendFile, chown, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Binaries } from './binaries.ts';
import { errorCode, explainLog, PostgresError } from './errors.ts';
import type { Home } from './home.ts';
import { run } from './processes.ts';
import { settingsFile, type Endpoint } from './settings.ts';

export const USER = 'regulars';
export const DATABASE = 'regulars';

/** Makes the cluster when there is none, and refuses one of another major version. */
export async function prepareCluster(home: Home, binaries: Binaries, onLog: (line: string) => void): Promise<void> {
  const found = await clusterVersion(home);
  if (found === undefined) return createCluster(home, binaries, onLog);
  const [major = ''] = binaries.version.split('.');
  if (found !== major) {
    throw new PostgresError(
      'POSTGRES_VERSION_MISMATCH',
      { dir: home.cluster, found, needed: major },
      `The database in ${home.cluster} was made by PostgreSQL ${found}, but this release brings PostgreSQL ${major}. ` +
        `Start the release that fits PostgreSQL ${found}, take a backup there, and restore it with this release.`,
    );
  }
}

export async function writeSettings(home: Home, endpoint: Endpoint): Promise<void> {
  const proof = clusterProof(await readPassword(home));
  await writeOwned(home, path.join(home.cluster, 'regulars.conf'), settingsFile(endpoint, proof));
}

export async function readPassword(home: Home): Promise<string> {
  return (await readFile(home.passwordFile, 'utf8')).trim();
}

/** Stored in the cluster's settings, so that a server can show that it is ours without being told the password. */
export function clusterProof(password: string): string {
  return createHmac('sha256', password).update('regulars cluster').digest('hex');
}

async function clusterVersion(home: Home) {
  try {
    return (await readFile(path.join(home.cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Made beside its place and renamed at the end: a crash or a full disk leaves no half cluster. */
async function createCluster(home: Home, binaries: Binaries, onLog: (line: string) => void): Promise<void> {
  await removeDrafts(home);
  await writeOwned(home, home.passwordFile, `${randomBytes(24).toString('base64url')}\n`);
  for (const ctype of characterTypes()) {
    // A name of its own: the initdb of a killed start may still be writing into the draft of that start.
    const draft = `${home.cluster}.draft-${randomBytes(4).toString('hex')}`;
    const refused = await initialize(home, binaries, draft, ctype);
    if (refused) continue;
    if (ctype === 'C') onLog('This system has no UTF-8 locale: searching for parts of non-Latin words will not work.');
    await appendFile(path.join(draft, 'postgresql.conf'), "\ninclude 'regulars.conf'\n", { flush: true });
    await rename(draft, home.cluster);
    await syncDirectory(home.dir);
    return;
  }
}

/**
 * Order and case come from the builtin C.UTF-8, equal on every system. LC_CTYPE still comes from the system,
 * because under "C" pg_trgm takes no Chinese character for a letter and finds nothing.
 */
function characterTypes() {
  return process.platform === 'win32' ? ['en-US', 'C'] : ['C.UTF-8', 'en_US.UTF-8', 'UTF-8', 'C'];
}

async function initialize(home: Home, binaries: Binaries, draft: string, ctype: string): Promise<boolean> {
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', `--lc-ctype=${ctype}`];
  const access = [`--username=${USER}`, `--pwfile=${home.passwordFile}`, '--auth=scram-sha-256'];
  const args = [`--pgdata=${draft}`, '--encoding=UTF8', '--data-checksums', '--no-instructions', ...locale, ...access];
  try {
    await run(binaries.initdb, args, { cwd: home.dir, ...home.account });
    return false;
  } catch (error) {
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    if (words.includes('invalid locale name')) return true;
    await rm(draft, { recursive: true, force: true });
    throw explainLog(words, home.dir);
  }
}

async function removeDrafts(home: Home) {
  const drafts = (await readdir(home.dir)).filter((name) => name.startsWith('cluster.draft-'));
  const remove = (name: string) => rm(path.join(home.dir, name), { recursive: true, force: true });
  await Promise.allSettled(drafts.map(remove));
}

/** Makes a rename outlast a power failure; Windows does it by itself and opens no directories. */
async function syncDirectory(dir: string) {
  if (process.platform === 'win32') return;
  const handle = await open(dir);
  await handle.sync().finally(() => handle.close());
}

async function writeOwned(home: Home, file: string, text: string) {
  const fresh = `${file}.new`;
  await writeFile(fresh, text, { mode: 0o600, flush: true });
  if (home.account) await chown(fresh, home.account.uid, home.account.gid);
  await rename(fresh, file);
}
