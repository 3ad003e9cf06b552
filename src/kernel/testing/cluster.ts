import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg, { type PoolConfig } from 'pg';
import { startPostgres } from '../postgres/index.ts';

export interface TestCluster {
  settings: PoolConfig;
  stop(): Promise<void>;
}

/** The server the suite runs on: `TEST_DATABASE_URL` when given, else an embedded PostgreSQL in a temporary folder. */
export async function startTestCluster({ durable = true } = {}): Promise<TestCluster> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return { settings: { connectionString: url }, stop: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'regulars-test-'));
  // mkdtemp closes the folder to others, and as root the server runs as somebody else.
  await chmod(folder, 0o711);
  const server = await startPostgres({ dataDir: folder });
  const settings = { ...server.connection, ssl: false };
  if (!durable) await forgoDurability(settings);
  return {
    settings,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a cut of power would lose is thrown away at the end of a run anyway; a killed process loses nothing by it. */
async function forgoDurability(settings: PoolConfig): Promise<void> {
  const admin = new pg.Client(settings);
  await admin.connect();
  try {
    for (const name of ['fsync', 'full_page_writes']) await admin.query(`alter system set ${name} = off`);
    await admin.query('select pg_reload_conf()');
  } finally {
    await admin.end();
  }
}

/** The same server, another database. */
export function inDatabase(settings: PoolConfig, database: string): PoolConfig {
  if (!settings.connectionString) return { ...settings, database };
  const url = new URL(settings.connectionString);
  url.pathname = `/${database}`;
  return { ...settings, connectionString: url.href };
}

/** The same as a connection string, for other processes. */
export function urlOf(settings: PoolConfig): string {
  if (settings.connectionString) return settings.connectionString;
  const login = `${encodeURIComponent(String(settings.user))}:${encodeURIComponent(String(settings.password))}`;
  const place = settings.host?.startsWith('/')
    ? `localhost/${settings.database}?host=${encodeURIComponent(settings.host)}&port=${settings.port}`
    : `${settings.host}:${settings.port}/${settings.database}`;
  return `postgres://${login}@${place}`;
}
