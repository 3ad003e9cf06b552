import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { installedNative, type Binaries } from './binaries.ts';
import { writeSettings } from './cluster.ts';
import { connect, connectionTo, isOurs, type Session } from './connection.ts';
import { DataDirectoryInUse, errorCode, explainLog, PostgresError, wrongPassword } from './errors.ts';
import type { Home } from './home.ts';
import { until } from './poll.ts';
import { readPostmasterFile, removePostmasterFile } from './postmaster-file.ts';
import { bareEnvironment, inspectProcess, run, type ProcessFacts } from './processes.ts';
import type { Endpoint } from './settings.ts';

export interface Server {
  session: Session;
  endpoint: Endpoint;
}

const ZOMBIE_MS = 30_000;
const FAST_STOP_MS = 60_000;
const IMMEDIATE_STOP_MS = 15_000;

/** The server an earlier process left behind, once it answers and has shown that it is ours. */
export async function findServer(home: Home, signal?: AbortSignal): Promise<Server | undefined> {
  const verdict = await until(() => judgeServer(home), { timeoutMs: ZOMBIE_MS, everyMs: 100, signal });
  if (verdict === 'none') return undefined;
  if (verdict) return verdict;
  const file = await readPostmasterFile(home);
  const facts = file && (await inspectProcess(file.pid));
  if (!facts) return undefined;
  if (facts.zombie) {
    await removePostmasterFile(home);
    return undefined;
  }
  if (file.isRecovering && !signal?.aborted) return findServer(home, signal);
  const { pid } = file;
  throw new PostgresError(
    'POSTGRES_CANNOT_START',
    { dir: home.dir, pid },
    `PostgreSQL is already running in ${home.dir} as process ${pid}, but does not answer. End that process, then start again.`,
  );
}

export async function startServer(home: Home, binaries: Binaries, endpoint: Endpoint, signal?: AbortSignal) {
  await writeSettings(home, endpoint);
  const child = await launch(home, binaries);
  const ready = async () => {
    if (hasFailed(child)) throw explainLog(await lastLog(home), home.dir);
    return answerOfRunning(home);
  };
  try {
    const server = await until(ready, { timeoutMs: Infinity, signal });
    if (server) return server;
  } catch (error) {
    await stopServer(home, child);
    throw error;
  }
  await stopServer(home, child);
  throw new PostgresError(
    'POSTGRES_CANNOT_START',
    { dir: home.dir },
    'PostgreSQL was told to stop while it was starting.',
  );
}

/** A fast shutdown: sessions are cut, nothing acknowledged is lost. */
export async function stopServer(home: Home, starting?: ChildProcess): Promise<void> {
  // While it starts, `postmaster.pid` may still be that of the server before; on Windows the child is only pg_ctl.
  const child = process.platform === 'win32' ? undefined : starting?.pid;
  const pid = child ?? (await readPostmasterFile(home))?.pid;
  const gone = async () => ((await isServing(home, pid)) ? undefined : true);
  if (pid === undefined || (await gone())) return;
  await ask(home, pid, 'SIGINT');
  if (await until(gone, { timeoutMs: FAST_STOP_MS })) return;
  await ask(home, pid, 'SIGQUIT');
  if (await until(gone, { timeoutMs: IMMEDIATE_STOP_MS })) return;
  throw new PostgresError(
    'POSTGRES_CANNOT_STOP',
    { dir: home.dir, pid },
    `PostgreSQL in ${home.dir} (process ${pid}) does not stop. Its disk may hang; what was saved stays saved.`,
  );
}

/** Connects to whatever listens where `postmaster.pid` says, without waiting. */
export async function answerOfRunning(home: Home): Promise<Server | undefined> {
  const file = await readPostmasterFile(home);
  if (!file?.endpoint) return undefined;
  const session = await answer(home, file.endpoint);
  return session && { session, endpoint: file.endpoint };
}

/** `undefined` while it cannot be told yet: starting, stopping, or a zombie that its parent has not reaped. */
async function judgeServer(home: Home): Promise<Server | 'none' | undefined> {
  const file = await readPostmasterFile(home);
  if (!file) return 'none';
  const server = await answerOfRunning(home);
  const facts = await inspectProcess(file.pid);
  if (server && !facts) {
    await server.session.client.end();
    throw new DataDirectoryInUse(home.dir, 'a PostgreSQL outside this container');
  }
  if (server) return server;
  if (!facts) return 'none';
  if (facts.zombie || (await mayServe(facts, home))) return undefined;
  await removePostmasterFile(home);
  return 'none';
}

async function answer(home: Home, endpoint: Endpoint): Promise<Session | undefined> {
  const connection = await connectionTo(home, endpoint);
  const session = await connect(connection).catch((error: unknown) => {
    if (errorCode(error) === '28P01') throw wrongPassword(home.passwordFile);
    return undefined;
  });
  if (!session) return undefined;
  const ours = await isOurs(session, home, connection).catch(() => undefined);
  if (ours) return session;
  await session.client.end();
  if (ours === undefined) return undefined;
  throw new DataDirectoryInUse(
    home.dir,
    `a PostgreSQL that is not ours at ${connection.host}, port ${connection.port}`,
  );
}

/** Numbers are given again: after a restart of the machine `postmaster.pid` may name any process. */
async function mayServe(facts: ProcessFacts, home: Home): Promise<boolean> {
  if (facts.command === '') return true;
  const claimed = /postgres.* -D (.+)$/.exec(facts.command.trimEnd())?.[1];
  if (claimed === undefined) return false;
  const real = await realpath(claimed).catch(() => undefined);
  return real === undefined || real === (await realpath(home.cluster));
}

async function isServing(home: Home, pid: number | undefined): Promise<boolean> {
  const facts = pid === undefined ? undefined : await inspectProcess(pid);
  return facts !== undefined && !facts.zombie && (await mayServe(facts, home));
}

async function launch(home: Home, binaries: Binaries): Promise<ChildProcess> {
  const windows = process.platform === 'win32';
  // pg_ctl gives up administrator rights, which postgres.exe refuses to run with.
  const [file, args] = windows
    ? [binaries.pgCtl, ['start', '--no-wait', '-D', home.cluster]]
    : [binaries.postgres, ['-D', home.cluster]];
  const log = await open(home.startLog, 'w', 0o600);
  try {
    const child = spawn(file, args, {
      ...home.account,
      cwd: home.dir,
      env: bareEnvironment(),
      // A session of its own: Ctrl+C in our terminal must reach PostgreSQL through us only.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
    });
    await once(child, 'spawn');
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

function hasFailed(child: ChildProcess) {
  if (process.platform === 'win32') return child.exitCode !== null && child.exitCode !== 0;
  return child.exitCode !== null || child.signalCode !== null;
}

async function ask(home: Home, pid: number, signal: 'SIGINT' | 'SIGQUIT') {
  // SIGINT and SIGQUIT do not exist on Windows; there PostgreSQL listens to pg_ctl.
  if (process.platform === 'win32') {
    const pgCtl = path.join(installedNative(), 'bin', 'pg_ctl.exe');
    const mode = signal === 'SIGINT' ? 'fast' : 'immediate';
    await run(pgCtl, ['stop', '--no-wait', '-m', mode, '-D', home.cluster]).catch(() => undefined);
    return;
  }
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

async function lastLog(home: Home): Promise<string> {
  const dir = path.join(home.cluster, 'log');
  const names = (await readdir(dir).catch(() => [])).map((name) => path.join(dir, name));
  const start = await readFile(home.startLog, 'utf8');
  if (/FATAL|PANIC/.test(start)) return start;
  const logs = await Promise.all(names.map((name) => readFile(name, 'utf8').catch(() => '')));
  // Each line begins with its time in UTC.
  return [...logs.join('').split('\n').sort().slice(-50), start].join('\n');
}
