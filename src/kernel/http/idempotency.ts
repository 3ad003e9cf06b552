import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../context.ts';
import { nowhere } from '../enter.ts';
import { refuse } from '../errors.ts';

/**
 * Runs `work` once per key: the answer is stored with the effect, in the same transaction. Same key and body → the
 * first answer again; another body → refused; still running elsewhere → refused with 409.
 */
export async function once(
  ctx: Ctx,
  operation: string,
  input: unknown,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const key = ctx.request.idempotencyKey;
  // Without a workspace there is only sign-in, whose answers (cookies, secrets) are not to be kept.
  if (key === null || ctx.workspace.id === nowhere.id) return work();
  if (key.length === 0 || key.length > 200) throw refuse('BAD_INPUT', { path: 'Idempotency-Key', problem: '1–200' });
  const hash = createHash('sha256').update(JSON.stringify(input, bigintAsText)).digest();

  const free = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${ctx.workspace.id + key}, 0)) as free`.execute(ctx.db);
  if (!free.rows[0]?.free) throw refuse('IDEMPOTENCY_IN_FLIGHT');

  const stored = await ctx.db
    .selectFrom('idempotency_keys')
    .select(['operation', 'body_hash', 'answer'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('key', '=', key)
    .executeTakeFirst();
  if (stored) {
    if (stored.operation !== operation || !stored.body_hash.equals(hash)) throw refuse('IDEMPOTENCY_KEY_REUSED');
    return stored.answer;
  }
  const answer = await work();
  await ctx.db
    .insertInto('idempotency_keys')
    .values({ workspace_id: ctx.workspace.id, key, operation, body_hash: hash, answer: JSON.stringify(answer) })
    .execute();
  return answer;
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
