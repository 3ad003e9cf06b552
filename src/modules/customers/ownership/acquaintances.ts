import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';

/** Colleagues who know these customers: wrote notes, work on them beside the owner, or owned them once; how often. */
export async function acquaintancesOf(
  ctx: Ctx,
  customerIds: readonly string[],
): Promise<Map<string, Map<string, number>>> {
  const ids = [...customerIds];
  const { rows } = await sql<{ customer_id: string; member_id: string; times: number }>`
    select customer_id, member_id, sum(times)::int as times from (
      select n.customer_id, m.id as member_id, count(*) as times
      from customer_notes n join memberships m on m.workspace_id = n.workspace_id and m.user_id = n.by_id
      where n.workspace_id = ${ctx.workspace.id} and n.customer_id = any (${ids}::uuid[])
      group by n.customer_id, m.id
      union all
      select customer_id, member_id, 1 from customer_collaborators
      where workspace_id = ${ctx.workspace.id} and customer_id = any (${ids}::uuid[])
        and (until is null or until > ${ctx.now})
      union all
      select customer_id, to_id, count(*) from customer_owners
      where workspace_id = ${ctx.workspace.id} and customer_id = any (${ids}::uuid[]) and to_id is not null
      group by customer_id, to_id
    ) known group by customer_id, member_id`.execute(ctx.db);
  const known = new Map<string, Map<string, number>>();
  for (const { customer_id: id, member_id: member, times } of rows) {
    const own = known.get(id) ?? new Map<string, number>();
    known.set(id, own.set(member, times));
  }
  return known;
}
