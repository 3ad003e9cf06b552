import { chmod, chown, lstat, mkdir, mkdtemp, realpath, rmdir, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, PostgresError } from './errors.ts';
import { run } from './processes.ts';

/** The system user PostgreSQL runs under; `undefined` is our own user. */
export type Account = { uid: number; gid: number } | undefined;

/** Where everything of one cluster lies. */
export interface Home {
  dir: string;
  cluster: string;
  passwordFile: string;
  lockFile: string;
  startLog: string;
  account: Account;
}

/** Used when root keeps DATA_DIR below a directory that is closed to the account of PostgreSQL. */
export const SHELTER = '/var/lib/regulars';

/** `undefined` when nothing was ever created in this data directory. */
export async function findHome(dataDir: string): Promise<Home | undefined> {
  const place = path.join(path.resolve(dataDir), 'postgres');
  if (!(await exists(place))) return undefined;
  const dir = await realpath(place).catch((error: unknown) => {
    throw errorCode(error) === 'ENOENT' ? lostShelter(place) : error;
  });
  return describeHome(dir, await chooseAccount(path.join(dir, 'cluster')));
}

/** Finds or makes `DATA_DIR/postgres`, and sees to it that the account of PostgreSQL reaches it. */
export async function openHome(dataDir: string, shelter = SHELTER): Promise<Home> {
  const home = (await findHome(dataDir)) ?? (await createHome(path.resolve(dataDir), shelter));
  if (home.account) await chown(home.dir, home.account.uid, home.account.gid);
  await chmod(home.dir, 0o700);
  const closed = await closedDirectory(home.dir, home.account);
  if (closed) throw closedTo(home.account, closed, home.dir);
  return home;
}

/** The first directory on the way to `dir` that the account may not pass. */
export async function closedDirectory(dir: string, account: Account): Promise<string | undefined> {
  if (!account) return undefined;
  const parent = path.dirname(dir);
  const above = parent === dir ? undefined : await closedDirectory(parent, account);
  if (above) return above;
  const { uid, gid, mode } = await stat(dir);
  const passable = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & passable) !== 0 ? undefined : dir;
}

async function createHome(dataDir: string, shelter: string): Promise<Home> {
  await mkdir(dataDir, { recursive: true });
  const real = await realpath(dataDir);
  const account = await chooseAccount(path.join(real, 'postgres', 'cluster'));
  const place = path.join(real, 'postgres');
  const dir = (await closedDirectory(real, account)) ? await shelterFor(place, shelter, account) : place;
  if (dir === place) await mkdir(place, { mode: 0o700 }).catch(ignoreExisting);
  return describeHome(dir, account);
}

async function shelterFor(place: string, shelter: string, account: Account): Promise<string> {
  await mkdir(shelter, { recursive: true, mode: 0o755 });
  const root = await realpath(shelter);
  const closed = await closedDirectory(root, account);
  if (closed) throw closedTo(account, closed, place);
  const dir = await mkdtemp(path.join(root, 'postgres-'));
  const lostRace = await symlink(dir, place).then(() => false, ignoreExisting);
  if (lostRace) await rmdir(dir);
  return realpath(place);
}

/** The owner of an existing cluster stays its owner; a new one gets the first of these users the system has. */
async function chooseAccount(cluster: string): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['regulars', 'postgres', '_postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => undefined);
    if (ids) return { uid: Number(ids[0]), gid: Number(ids[1]) };
  }
  throw new PostgresError(
    'POSTGRES_CANNOT_START',
    {},
    'PostgreSQL does not run as root, and this system has no user "regulars", "postgres" or "nobody" to run it under. ' +
      'Create a system user "regulars", or start Regulars as an ordinary user.',
  );
}

function describeHome(dir: string, account: Account): Home {
  const at = (name: string) => path.join(dir, name);
  return {
    dir,
    account,
    cluster: at('cluster'),
    passwordFile: at('password'),
    lockFile: at('owner.lock'),
    startLog: at('start.log'),
  };
}

async function exists(place: string) {
  return lstat(place).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return false;
      throw error;
    },
  );
}

function ignoreExisting(error: unknown) {
  if (errorCode(error) !== 'EEXIST') throw error;
  return true;
}

function closedTo(account: Account, closed: string, dir: string) {
  const user = account ? account.uid : 'this user';
  return new PostgresError(
    'POSTGRES_NO_PERMISSION',
    { dir, closed, user },
    `PostgreSQL runs as user ${user}, who may not enter ${closed} on the way to ${dir}. ` +
      `Open it with "chmod o+x ${closed}", or choose another DATA_DIR.`,
  );
}

function lostShelter(place: string) {
  return new PostgresError(
    'POSTGRES_CANNOT_START',
    { dir: place },
    `${place} points to a directory that no longer exists, so the database is not here. ` +
      'Put that directory back, or remove the pointer to begin with an empty database.',
  );
}
