import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import type { ImportRun } from '../transfer/index.ts';

/** What the file says was given back, at most the whole order. */
export async function writeImportedRefunds(
  ctx: Ctx,
  run: ImportRun,
  orders: readonly { id: string | null; refunded: bigint }[],
): Promise<void> {
  const given = orders.filter(({ id, refunded }) => id !== null && refunded > 0n);
  if (given.length === 0) return;
  await sql`
    with given as (
      select o.id, least(t.refunded, o.total_minor) as amount, o.total_minor, o.total_base_minor, o.placed_at, o.day, t.refund_id
      from unnest(${given.map(({ id }) => id)}::uuid[], ${given.map(({ refunded }) => refunded)}::int8[],
        ${given.map(() => newId())}::uuid[]) as t (id, refunded, refund_id)
      join orders o on o.workspace_id = ${ctx.workspace.id} and o.id = t.id and o.total_minor > 0
    ), share as (
      select *, round(total_base_minor::numeric * amount / total_minor)::int8 as base from given
    ), kept as (
      insert into refunds (workspace_id, id, order_id, amount_minor, amount_base_minor, at, day, change_set_id)
      select ${ctx.workspace.id}, refund_id, id, amount, base, placed_at, day, ${run.changeSetId} from share
    )
    update orders o set refunded_base_minor = coalesce(s.base, 0)
    from share s where o.workspace_id = ${ctx.workspace.id} and o.id = s.id`.execute(ctx.db);
}
