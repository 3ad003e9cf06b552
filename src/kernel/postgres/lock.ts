import { randomUUID } from 'node:crypto';
import { link, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { DataDirectoryInUse, errorCode } from './errors.ts';
import type { Home } from './home.ts';
import { until } from './poll.ts';
import { inspectProcess } from './processes.ts';

export interface Lock {
  release(): Promise<void>;
}

interface Owner {
  pid: number;
  startedAt: string;
  /** The machine, its boot and the set of process numbers in which `pid` means something. */
  place: string;
  token: string;
}

const HEARTBEAT_MS = 2_000;
const SILENCE_MS = 10_000;

/** One owner per data directory: taken, or refused with {@link DataDirectoryInUse}. */
export async function acquireLock(home: Home): Promise<Lock> {
  const self = await describeSelf();
  while (!(await take(home, self))) {
    const owner = await readOwner(home.lockFile);
    if (await isLiving(home, owner)) throw new DataDirectoryInUse(home.dir, describe(owner));
    await clear(home, self, owner);
  }
  const heartbeat = setInterval(() => void touch(home), HEARTBEAT_MS).unref();
  return {
    async release() {
      clearInterval(heartbeat);
      if ((await readOwner(home.lockFile))?.token === self.token) await rm(home.lockFile, { force: true });
    },
  };
}

/** Linked into its place, so that nobody ever reads half a lock. */
async function take(home: Home, self: Owner): Promise<boolean> {
  const draft = `${home.lockFile}.${self.token}`;
  await writeFile(draft, `${JSON.stringify(self)}\n`, { mode: 0o600 });
  try {
    await link(draft, home.lockFile);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** A process number is proof only where it was given; elsewhere (a container, a network disk) the heartbeat is. */
async function isLiving(home: Home, owner: Owner | undefined): Promise<boolean> {
  if (owner && process.platform !== 'win32' && owner.place === (await placeOfProcesses())) {
    const facts = await inspectProcess(owner.pid);
    return facts !== undefined && !facts.zombie && facts.startedAt === owner.startedAt;
  }
  const before = await lastBeat(home);
  const beat = async () => ((await lastBeat(home)) === before ? undefined : true);
  return before !== undefined && (await until(beat, { timeoutMs: SILENCE_MS, everyMs: 250 })) === true;
}

/** Another process may clear the same dead lock and take its own: then ours is not the dead one, and goes back. */
async function clear(home: Home, self: Owner, dead: Owner | undefined): Promise<void> {
  const grave = `${home.lockFile}.${self.token}.dead`;
  try {
    await rename(home.lockFile, grave);
    const buried = await readOwner(grave);
    if (buried?.token !== dead?.token) await link(grave, home.lockFile);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(grave, { force: true });
  }
}

async function touch(home: Home) {
  const now = new Date();
  await utimes(home.lockFile, now, now).catch(() => undefined);
}

async function lastBeat(home: Home) {
  const facts = await stat(home.lockFile).catch(() => undefined);
  return facts?.mtimeMs;
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Owner;
  } catch (error) {
    // A power failure may leave an empty file: an owner unknown, to be judged by its heartbeat.
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function describeSelf(): Promise<Owner> {
  const facts = await inspectProcess(process.pid);
  const place = await placeOfProcesses();
  return { pid: process.pid, startedAt: facts?.startedAt ?? '', place, token: randomUUID() };
}

async function placeOfProcesses() {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const numbers = await readlink('/proc/self/ns/pid').catch(() => '');
  return [os.hostname(), boot.trim(), numbers].join(' ');
}

function describe(owner: Owner | undefined) {
  return owner ? `process ${owner.pid} on ${owner.place.split(' ')[0]}` : 'another process';
}
