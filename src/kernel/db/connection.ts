import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { PoolClient } from 'pg';
import Cursor from 'pg-cursor';
import { askAgain, marked, type StatementNames } from './named.ts';

/** A pooled connection remembers which workspace it was last set to, and shares the names of its statements. */
export interface PooledConnection extends PoolClient {
  regularsWorkspace?: string | undefined;
  regularsNames?: StatementNames;
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
