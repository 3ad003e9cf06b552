import { connectionTo, type Connection } from './connection.ts';
import { asPostgresError } from './errors.ts';
import { findHome } from './home.ts';
import { answerOfRunning } from './server.ts';
import { supervise, type RunningPostgres } from './supervise.ts';
export { DataDirectoryInUse } from './errors.ts';
export type { Connection, RunningPostgres };
export interface StartOptions {
  /** DATA_DIR; everything of PostgreSQL lies in its folder `postgres`. */
  dataDir: string;
  onLog?: (line: string) => void;
  /** Listens on 127.0.0.1 at this port too, for tools that know no Unix sockets. */
  port?: number;
}

/** Starts the embedded PostgreSQL, or adopts the one a killed process left behind; this process owns it from then on. */
export async function startPostgres({ dataDir, onLog, port }: StartOptions): Promise<RunningPostgres> {
  return supervise({ dataDir, onLog, port });
}

/** The way into a server that another process owns; `undefined` when none answers. */
export async function attachPostgres({ dataDir }: { dataDir: string }): Promise<Connection | undefined> {
  try {
    const home = await findHome(dataDir);
    const server = home && (await answerOfRunning(home));
    if (!server) return undefined;
    await server.session.client.end();
    return await connectionTo(home, server.endpoint);
  } catch (error) {
    throw asPostgresError(error, dataDir);
  }
}
