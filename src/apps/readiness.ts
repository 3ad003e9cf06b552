import { sql } from 'kysely';
import type { Database } from '../kernel/db/database.ts';
import { pendingMigrations } from '../kernel/db/migrate.ts';

export interface Readiness {
  database: boolean;
  pendingMigrations: string[];
  /** Somebody delivers events: none that concerns a few customers has waited for more than a minute since it was due. */
  worker: boolean;
}

/** Throws when the database is away. */
export async function readiness(database: Database): Promise<Readiness> {
  const pending = await pendingMigrations(database.settings);
  const { rows } = await sql<{ waiting: boolean }>`
    select exists (
      select from outbox_deliveries where not of_many and attempts < 12 and due_at < now() - interval '1 minute'
    ) as waiting`.execute(database.local);
  return { database: true, pendingMigrations: pending, worker: rows[0]?.waiting === false };
}
