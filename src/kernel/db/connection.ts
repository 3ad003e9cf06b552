import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { PoolClient } from 'pg';
import Cursor from 'pg-cursor';

/** A pooled connection remembers which workspace it was last set to. */
export interface PooledConnection extends PoolClient {
  regularsWorkspace?: string | undefined;
}

/** Runs compiled Kysely queries on one pg connection. */
export function connectionOf(client: PoolClient): DatabaseConnection {
  return {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      const result = await client.query(query.sql, query.parameters as unknown[]);
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
