import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { emit } from '../../../kernel/outbox.ts';
import { segmentsTouched } from './contract.ts';

/** Events name no more customers than this. */
const NAMED = 1_000;

/** For modules whose rows a condition reads: these customers' rows changed. `null`: everybody's may have. */
export async function touchSegments(
  ctx: Ctx,
  tables: readonly (keyof DB)[],
  customerIds: readonly string[] | null,
): Promise<void> {
  const named = customerIds && [...new Set(customerIds)];
  if (named?.length === 0) return;
  await emit(ctx, segmentsTouched, {
    tables: [...tables],
    customerIds: named && named.length > NAMED ? null : named,
  });
}

/** Whoever is in another class now, as the engine has just found out. */
export async function touchClassed(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from class_changes where from_key is distinct from to_key limit ${NAMED + 1}`.execute(
    ctx.db,
  );
  await touchSegments(
    ctx,
    ['class_members'],
    rows.map(({ id }) => id),
  );
}
