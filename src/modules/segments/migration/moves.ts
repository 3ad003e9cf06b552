import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';

/**
 * Who moved: worked out of the purchases up to the day on which the past was told (`engine/past.ts`), noted since.
 * `workspace_id, customer_id, from_key, to_key, day, at, id, amount_minor`
 */
export function movesBy(ctx: Ctx, scheme: string): RawBuilder<unknown> {
  const workspace = ctx.workspace.id;
  return sql`(
    select workspace_id, customer_id, from_key, to_key, day, null::timestamptz as at, null::uuid as id, amount_minor
    from class_past_moves where workspace_id = ${workspace} and scheme = ${scheme}
    union all
    select workspace_id, customer_id, from_key, to_key, day, at, id, amount_minor
    from class_moves where workspace_id = ${workspace} and scheme = ${scheme} and at > coalesce(
      (select written_at from class_pasts where workspace_id = ${workspace} and scheme = ${scheme}), '-infinity'))`;
}
