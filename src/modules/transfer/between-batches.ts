import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';

/** First of all in a transaction that writes a batch: whoever must stand between batches is waited for. */
export async function enterBatch(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${keyOf(ctx)}, 0))`.execute(ctx.db);
}

/**
 * Waits for the batches of imports that are being written and lets no further one begin until the transaction ends. A batch
 * has looked who was erased before it writes; who is erased in between would come back with it. To be called before
 * anything else is locked.
 */
export async function standBetweenBatches(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${keyOf(ctx)}, 0))`.execute(ctx.db);
}

function keyOf({ workspace }: Ctx): string {
  return `import batches ${workspace.id}`;
}
