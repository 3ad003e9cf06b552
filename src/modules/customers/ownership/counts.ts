import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { COUNT_LIMIT } from '../../../kernel/paging.ts';

/** How many customers each owner has (null: nobody's), as far as `most`. By the index, one look per owner. */
export async function ownedCounts<Owner extends string | null>(
  ctx: Ctx,
  owners: readonly Owner[],
  most = COUNT_LIMIT + 1,
): Promise<Map<Owner, number>> {
  if (owners.length === 0) return new Map();
  const { rows } = await sql<{ owner: Owner; customers: number }>`
    select o.owner, (
      select count(*)::int from (
        select 1 from customers c
        where c.workspace_id = ${ctx.workspace.id} and c.owner_id = o.owner and c.binned_at is null limit ${most}) found
    ) as customers
    from unnest(${owners.filter((one) => one !== null)}::uuid[]) as o (owner)
    union all
    select null, (
      select count(*)::int from (
        select 1 from customers c
        where c.workspace_id = ${ctx.workspace.id} and c.owner_id is null and c.binned_at is null limit ${most}) found)
    where ${owners.some((one) => one === null)}::boolean`.execute(ctx.db);
  return new Map(rows.map(({ owner, customers }) => [owner, customers]));
}

/** How many customers each colleague took from the pool since then. */
export async function takenSince(ctx: Ctx, memberIds: readonly string[], since: Date): Promise<Map<string, number>> {
  if (memberIds.length === 0) return new Map();
  const { rows } = await sql<{ to_id: string; customers: number }>`
    select to_id, count(*)::int as customers from customer_owners
    where workspace_id = ${ctx.workspace.id} and to_id = any (${[...memberIds]}::uuid[]) and at >= ${since} and why = 'taken'
    group by to_id`.execute(ctx.db);
  return new Map(rows.map(({ to_id: member, customers }) => [member, customers]));
}
