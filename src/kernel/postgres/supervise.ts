import { rmdir } from 'node:fs/promises';
import { findBinaries } from './binaries.ts';
import { prepareCluster } from './cluster.ts';
import { connectionTo, createDatabase, type Connection, type Session } from './connection.ts';
import { chooseEndpoint } from './endpoint.ts';
import { asPostgresError, DataDirectoryInUse, PostgresError } from './errors.ts';
import { openHome, type Home } from './home.ts';
import { acquireLock } from './lock.ts';
import { pause, until } from './poll.ts';
import { findServer, startServer, stopServer, type Server } from './server.ts';
import type { Endpoint } from './settings.ts';

export interface SuperviseOptions {
  dataDir: string;
  onLog?: (line: string) => void;
  port?: number;
  /** Where the binaries lie, when not in the npm package for this platform. */
  native?: string;
  /** Where root keeps a cluster whose DATA_DIR is closed to PostgreSQL's account. */
  shelter?: string;
}

export interface RunningPostgres {
  connection: Connection;
  version: string;
  /** The server was already running, left behind by a process that died. */
  adopted: boolean;
  stop(): Promise<void>;
}

interface Care {
  home: Home;
  native: string | undefined;
  log: (line: string) => void;
  signal: AbortSignal;
}

const LONGEST_PAUSE_MS = 30_000;
const STEADY_MS = 60_000;
const CHILDREN_MS = 60_000;
const CLAIM_MS = 10_000;

/** Starts or adopts the server, and keeps it alive until `stop`. */
export async function supervise(options: SuperviseOptions): Promise<RunningPostgres> {
  const home = await openHome(options.dataDir, options.shelter).catch((error: unknown) => {
    throw asPostgresError(error, options.dataDir);
  });
  const lock = await acquireLock(home);
  const end = new AbortController();
  const care = { home, native: options.native, log: options.onLog ?? (() => undefined), signal: end.signal };
  try {
    const first = await findServer(home);
    const server = await own(care, first ?? (await startAfresh(care, () => chooseEndpoint(home, options.port))));
    const version = await versionOf(server.session);
    const connection = await connectionTo(home, server.endpoint);
    const watching = watch(care, server);
    const stop = once(async () => {
      end.abort();
      await (await watching)?.client.end();
      await stopServer(home);
      await removeSocketDir(home, server.endpoint);
      await lock.release();
    });
    return { connection, version, adopted: first !== undefined, stop };
  } catch (error) {
    await lock.release();
    throw asPostgresError(error, home.dir);
  }
}

/** Goes on until told to end; returns the session that is still open then. */
async function watch(care: Care, first: Server): Promise<Session | undefined> {
  let server: Server | undefined = first;
  let failures = 0;
  while (server) {
    const since = performance.now();
    await Promise.race([server.session.ended, aborted(care.signal)]);
    if (care.signal.aborted) return server.session;
    failures = performance.now() - since > STEADY_MS ? 0 : failures + 1;
    care.log('PostgreSQL is gone; starting it again.');
    server = await revive(care, first.endpoint, failures);
  }
  return undefined;
}

/** Never gives up, because a full disk or a slow one gets better; waits longer each time, because it may not. */
async function revive(care: Care, endpoint: Endpoint, failures: number): Promise<Server | undefined> {
  for (let attempt = failures; !care.signal.aborted; attempt += 1) {
    if (attempt > 1) await pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** attempt), care.signal);
    try {
      const server = (await findServer(care.home, care.signal)) ?? (await startAfresh(care, async () => endpoint));
      const owned = await own(care, server);
      care.log('PostgreSQL answers again.');
      return owned;
    } catch (error) {
      if (care.signal.aborted) return undefined;
      const failure = asPostgresError(error, care.home.dir);
      care.log(failure instanceof Error ? failure.message : String(failure));
    }
  }
  return undefined;
}

async function startAfresh(care: Care, endpoint: () => Promise<Endpoint>): Promise<Server> {
  const binaries = await findBinaries(care.home, care.native);
  await prepareCluster(care.home, binaries, care.log);
  const chosen = await endpoint();
  const attempt = async () => {
    try {
      return await startServer(care.home, binaries, chosen, care.signal);
    } catch (error) {
      // Children of a killed postmaster end by themselves; PostgreSQL refuses to start beside them, and so it must.
      if (error instanceof PostgresError && String(error.params.reason).includes('shared memory block'))
        return undefined;
      throw error;
    }
  };
  const server = await until(attempt, { timeoutMs: CHILDREN_MS, everyMs: 250, signal: care.signal });
  if (server) return server;
  throw new PostgresError(
    'POSTGRES_CANNOT_START',
    { dir: care.home.dir },
    `Processes of an earlier PostgreSQL still work in ${care.home.dir}. End them, then start again.`,
  );
}

/** The last word on who owns the cluster is a lock inside it, which dies with our session. */
async function own(care: Care, server: Server): Promise<Server> {
  const { client } = server.session;
  const claim = async () => {
    const { rows } = await client.query<{ ours: boolean }>(
      "select pg_try_advisory_lock(hashtext('regulars owner')) as ours",
    );
    return rows[0]?.ours ? true : undefined;
  };
  if (await until(claim, { timeoutMs: CLAIM_MS, everyMs: 100 })) {
    await createDatabase(server.session);
    return server;
  }
  await client.end();
  throw new DataDirectoryInUse(care.home.dir, 'another process');
}

async function versionOf({ client }: Session): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version.split(' ')[0] ?? '';
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function removeSocketDir(home: Home, { socketDir }: Endpoint) {
  // Only ever an empty temporary directory of ours: PostgreSQL removes its socket itself.
  if (socketDir && socketDir !== home.cluster) await rmdir(socketDir).catch(() => undefined);
}

function once(act: () => Promise<void>): () => Promise<void> {
  let acting: Promise<void> | undefined;
  return () => (acting ??= act());
}
