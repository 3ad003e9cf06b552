import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { allMembers } from '../workspaces/index.ts';

interface Care {
  memberId: string;
  /** Customers called, written to or visited, each once. */
  customers: number;
  /** Days from the first day on which the card stood on Today until it was answered, in the middle of all. */
  medianDays: number;
}

/** What colleagues did on Today from `from` until `until` (not included), answers taken back left out. */
export async function careByMember(ctx: Ctx, { from, until }: { from: string; until: string }): Promise<Care[]> {
  const people = new Map((await allMembers(ctx)).map(({ id, userId }) => [userId, id]));
  const { rows } = await sql<Omit<Care, 'memberId'> & { by: string }>`
    select o.by_id as by, count(distinct o.customer_id)::int as customers,
      percentile_cont(0.5) within group (order by greatest(0, o.day - stood.since))::float8 as "medianDays"
    from today_outcomes o
    cross join lateral (
      select min((reason ->> 'show_from')::date) as since from jsonb_array_elements(o.reasons) reason
    ) stood
    where o.workspace_id = ${ctx.workspace.id} and o.day >= ${from} and o.day < ${until} and o.outcome = 'done'
      and o.by_id = any (${[...people.keys()]}::uuid[])
      and not exists (select from today_outcomes u where u.workspace_id = o.workspace_id and u.undoes = o.id)
    group by o.by_id`.execute(ctx.db);
  return rows.map(({ by, ...care }) => ({ memberId: people.get(by) as string, ...care }));
}
