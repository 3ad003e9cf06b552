import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';

/** Merged cards that stand nowhere, or for another card than their merges say. None, unless something is broken. */
export async function verifyMerges(ctx: Ctx): Promise<{ customerId: string }[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive standing as (
      select merged_customer_id as id, kept_customer_id as up from customer_merges
      where workspace_id = ${ctx.workspace.id} and undone_at is null
    ), climbed as (
      select id, up from standing
      union
      select c.id, s.up from climbed c join standing s on s.id = c.up
    ), told as (
      select c.id, c.up as root from climbed c where not exists (select 1 from standing s where s.id = c.up)
    )
    select coalesce(c.id, t.id) as id
    from (select id, merged_into from customers where workspace_id = ${ctx.workspace.id} and merged_into is not null) c
    full join told t on t.id = c.id
    where c.merged_into is distinct from t.root`.execute(ctx.db);
  return rows.map(({ id: customerId }) => ({ customerId }));
}
