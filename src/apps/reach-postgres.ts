import type { PoolConfig } from 'pg';
import type { Config } from '../kernel/config.ts';
import { attachPostgres, startPostgres } from '../kernel/postgres/index.ts';

/** The database of this configuration, started when it is ours and does not run. */
export async function reachPostgres(
  config: Config,
  opening: { besideRunningServer?: boolean } = {},
): Promise<{ settings: PoolConfig; stop: () => Promise<void> }> {
  if (config.databaseUrl) return { settings: { connectionString: config.databaseUrl }, stop: async () => undefined };
  if (opening.besideRunningServer) {
    const running = await attachPostgres({ dataDir: config.dataDir });
    if (running) return { settings: { ...running, ssl: false }, stop: async () => undefined };
  }
  const server = await startPostgres({ dataDir: config.dataDir });
  return { settings: { ...server.connection, ssl: false }, stop: () => server.stop() };
}
