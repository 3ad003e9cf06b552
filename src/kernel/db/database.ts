import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import type { DatabaseConnection, Driver } from 'kysely';
import pg from 'pg';
import { isId } from '../ids.ts';
import { CHANGED, StatementNames } from './named.ts';
import { connectionOf, lend, type PooledConnection } from './connection.ts';
import type { DB } from './tables.ts';

export type Db = Kysely<DB>;

/** The role every request works as: it owns nothing, and row-level security binds it. */
export const APPLICATION_ROLE = 'regulars_app';

export interface Database {
  /** Statements each on their own connection, behind the wall of one workspace. */
  reader(workspaceId: string): Db;
  /** Tables without a workspace (sign-in, limits); rows of workspaces are invisible here. */
  readonly local: Db;
  /**
   * The same on a few connections of its own: for what a transaction must write beside itself, such as counting an
   * attempt that will be refused. Taking a second connection from the common pool would let requests starve each other.
   */
  readonly aside: Db;
  /** One transaction; `workspaceId` null sees no workspace's rows. */
  transaction<T>(workspaceId: string | null, work: (db: Db, client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** One connection without a transaction, for streams that read long. */
  connection<T>(workspaceId: string | null, work: (db: Db, client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** A connection string or settings for parts that must connect by themselves (jobs, LISTEN). */
  readonly settings: pg.PoolConfig;
  /** Requests that wait for a free connection. */
  waiting(): number;
  close(): Promise<void>;
}

/** int8 as bigint (money), date as its text (a civil date has no instant). Ours alone: other users of pg keep theirs. */
const valueTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8) return (text: string) => BigInt(text);
    if (oid === pg.types.builtins.DATE) return (text: string) => text;
    if (oid === pg.types.builtins.TIMESTAMPTZ && format !== 'binary') return instantOf;
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

const anyInstant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text') as (text: string) => Date;

/** The connections' zone is UTC, so that an instant is all but ISO 8601, which is read five times as fast. */
function instantOf(text: string): Date {
  return UTC_INSTANT.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : anyInstant(text);
}
const UTC_INSTANT = /^\d{4}-\d\d-\d\d [\d:.]+\+00$/;

export function openDatabase(settings: pg.PoolConfig, size = 16): Database {
  const pool = openPool(settings, size);
  const besides = openPool(settings, 3);
  const readers = new Map<string, Db>();

  return {
    settings,
    local: kyselyOn(poolDriver(pool, null)),
    aside: kyselyOn(poolDriver(besides, null)),
    reader(workspaceId) {
      let reader = readers.get(workspaceId);
      if (!reader) {
        reader = kyselyOn(poolDriver(pool, workspaceId));
        if (readers.size > 1_000) readers.clear();
        readers.set(workspaceId, reader);
      }
      return reader;
    },
    async transaction(workspaceId, work) {
      const client = await pool.connect();
      const lent = lend(client);
      try {
        await client.query(`begin; set local regulars.workspace_id = '${wall(workspaceId)}'`);
        const result = await work(kyselyOn(fixedDriver(lent)), client);
        await lent.end();
        await client.query('commit');
        client.release();
        return result;
      } catch (error) {
        await lent.end();
        await giveBack(client, error);
        throw error;
      }
    },
    async connection(workspaceId, work) {
      const client = await pool.connect();
      const lent = lend(client);
      try {
        await enter(client, workspaceId);
        return await work(kyselyOn(fixedDriver(lent)), client);
      } finally {
        await lent.end();
        client.release();
      }
    },
    waiting: () => pool.waitingCount,
    async close() {
      await Promise.all([pool.end(), besides.end()]);
    },
  };
}

function openPool(settings: pg.PoolConfig, size: number): pg.Pool {
  const pool = new pg.Pool({
    ...settings,
    types: valueTypes,
    max: size,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'regulars',
    options: `-c role=${APPLICATION_ROLE} -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000 -c timezone=UTC`,
  });
  // An idle connection that the server ends must not end the process; the next query reports the outage.
  pool.on('error', () => undefined);
  const names = new StatementNames();
  pool.on('connect', (client: PooledConnection) => {
    client.regularsNames = names;
    // Nor must one that a transaction holds between two statements: its next statement reports it.
    client.on('error', () => undefined);
  });
  return pool;
}

/** Rolls back and returns the connection; one that cannot roll back, or keeps a plan of other tables, is thrown away. */
async function giveBack(client: pg.PoolClient, why: unknown): Promise<void> {
  try {
    await client.query('rollback');
    client.release((why as { code?: string } | null)?.code === CHANGED);
  } catch (broken) {
    client.release(broken instanceof Error ? broken : true);
  }
}

/** The one place that decides which workspace a connection sees. It costs a round trip only when that changes. */
async function enter(client: pg.PoolClient, workspaceId: string | null): Promise<void> {
  const marked = client as PooledConnection;
  const wanted = wall(workspaceId);
  if (marked.regularsWorkspace === wanted) return;
  marked.regularsWorkspace = undefined;
  await client.query(`set regulars.workspace_id = '${wanted}'`);
  marked.regularsWorkspace = wanted;
}

/** A transaction that stood in no workspace (somebody accepts an invitation) stands in this one from here on. */
export async function enterWorkspace(db: Db, workspaceId: string): Promise<void> {
  await sql`select set_config('regulars.workspace_id', ${wall(workspaceId)}, true)`.execute(db);
}

function wall(workspaceId: string | null): string {
  if (workspaceId === null) return '';
  if (!isId(workspaceId)) throw new Error('A workspace id must be a UUID.');
  return workspaceId;
}

function kyselyOn(driver: Driver): Db {
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

function poolDriver(pool: pg.Pool, workspaceId: string | null): Driver {
  const clients = new WeakMap<DatabaseConnection, pg.PoolClient>();
  return {
    ...noTransactions,
    async acquireConnection() {
      const client = await pool.connect();
      try {
        await enter(client, workspaceId);
      } catch (error) {
        client.release(true);
        throw error;
      }
      const connection = connectionOf(client, true);
      clients.set(connection, client);
      return connection;
    },
    async releaseConnection(connection) {
      clients.get(connection)?.release();
    },
  };
}

function fixedDriver(connection: DatabaseConnection): Driver {
  return { ...noTransactions, acquireConnection: async () => connection, releaseConnection: async () => undefined };
}

const refuseTransaction = async (): Promise<never> => {
  throw new Error('A verb works in the transaction it is given (ctx.db).');
};

const noTransactions = {
  init: async () => undefined,
  destroy: async () => undefined,
  beginTransaction: refuseTransaction,
  commitTransaction: refuseTransaction,
  rollbackTransaction: refuseTransaction,
};
