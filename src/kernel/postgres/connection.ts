import { realpath } from 'node:fs/promises';
import { Client } from 'pg';
import { clusterProof, DATABASE, readPassword, USER } from './cluster.ts';
import type { Home } from './home.ts';
import type { Endpoint } from './settings.ts';

export interface Connection {
  /** A directory when the server listens on a Unix socket. */
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

export interface Session {
  client: Client;
  /** Settles when the connection is gone, for whatever reason. */
  ended: Promise<void>;
}

export async function connectionTo(home: Home, endpoint: Endpoint): Promise<Connection> {
  const password = await readPassword(home);
  return { host: endpoint.socketDir ?? '127.0.0.1', port: endpoint.port, user: USER, password, database: DATABASE };
}

/** A session that is not moved by PGOPTIONS, PGSSLMODE and their like in our environment. */
export async function connect(connection: Connection, database = 'postgres'): Promise<Session> {
  const client = new Client({
    ...connection,
    database,
    ssl: false,
    options: '-c statement_timeout=0',
    application_name: 'regulars supervisor',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // Without a listener a broken connection would end the process; whoever waits for `ended` is told.
  client.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  try {
    await client.connect();
    return { client, ended };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** Whether this session is with the server of our data directory, and not with one that took over its port. */
export async function isOurs({ client }: Session, home: Home, connection: Connection): Promise<boolean> {
  const { rows } = await client.query<{ dir: string; proof: string | null }>(
    "select current_setting('data_directory') as dir, current_setting('regulars.proof', true) as proof",
  );
  const [row] = rows;
  if (!row || row.proof !== clusterProof(connection.password)) return false;
  return (await realpath(row.dir).catch(() => row.dir)) === (await realpath(home.cluster));
}

export async function createDatabase({ client }: Session): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(DATABASE)}`);
}
