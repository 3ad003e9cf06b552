import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { PoolClient } from 'pg';
import Cursor from 'pg-cursor';
import { askAgain, marked, type StatementNames } from './named.ts';

/** A pooled connection remembers which workspace it was last set to, and shares the names of its statements. */
export interface PooledConnection extends PoolClient {
  regularsWorkspace?: string | undefined;
  regularsNames?: StatementNames;
}

/** A connection lent to one piece of work. */
interface LentConnection extends DatabaseConnection {
  /** Waits for the statement that runs and takes no more: what goes on after a failure stays out of the next transaction. */
  end(): Promise<void>;
}

/** Lends a connection; statements asked for at once go one after another, which pg 9 leaves to its caller. */
export function lend(client: PooledConnection): LentConnection {
  const connection = connectionOf(client);
  let ended = false;
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...connection,
    executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      const ask = () => {
        if (ended) throw new Error('The transaction has ended.');
        return connection.executeQuery<Row>(query);
      };
      const answer = last.then(ask, ask);
      last = answer;
      return answer;
    },
    async end() {
      ended = true;
      await last.catch(() => undefined);
    },
  };
}

/**
 * Runs compiled Kysely queries on one pg connection. `named`: statements that come again and again are parsed, and
 * mostly planned, once per connection. Not for transactions, unless a statement is marked `AGAIN`: there a plan for few
 * ids would be kept for very many.
 */
export function connectionOf(client: PooledConnection, named = false): DatabaseConnection {
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const statement = { text: sql, values: parameters as unknown[] };
      const name = named || marked(sql) ? client.regularsNames?.of(sql) : undefined;
      const ask = name === undefined ? statement : { ...statement, name };
      // In a transaction a plan of other tables ends everything; its command begins anew.
      const result = await (named ? askAgain(client, ask) : client.query(ask));
      return { rows: result.rows as Row[], numAffectedRows: BigInt(result.rowCount ?? 0) };
    },
    async *streamQuery<Row>(query: CompiledQuery, chunkSize = 500): AsyncIterableIterator<QueryResult<Row>> {
      const cursor = client.query(new Cursor<Row>(query.sql, query.parameters as unknown[]));
      try {
        for (let rows = await cursor.read(chunkSize); rows.length > 0; rows = await cursor.read(chunkSize)) {
          yield { rows };
        }
      } finally {
        await cursor.close();
      }
    },
  };
}
