import { sql } from 'kysely';
import type { House } from '../house.ts';
import { MAX_ATTEMPTS } from './dispatch.ts';

/**
 * How many reactions and jobs of the workspace are due or at work: at 0 everything derived has followed the facts. A
 * reaction that failed and waits for another try does not count.
 */
export async function underWay({ database }: Pick<House, 'database'>, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select (
      select count(*) from outbox_deliveries
      where workspace_id = ${workspaceId} and attempts < ${MAX_ATTEMPTS} and (failure is null or due_at <= now())
    )::int + (
      select count(*) from pgboss.job
      where state in ('created', 'retry', 'active') and start_after <= now() and data ->> 'workspaceId' = ${workspaceId}
    )::int as left`.execute(database.local);
  return rows[0]?.left ?? 0;
}
