import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { visibleCustomers, withinReach } from '../reach.ts';
import type { Condition } from './chosen.ts';
import type { BulkCounts } from './contract.ts';
import type { Plan } from './plan.ts';

/** Each customer counts once, by the first reason that holds. */
export async function countRows(ctx: Ctx, plan: Plan, conditions: readonly Condition[]): Promise<BulkCounts> {
  const notYours = closed(ctx, plan);
  let query = ctx.db
    .selectFrom('customers')
    .select([
      sql<number>`count(*)::int`.as('matched'),
      sql<number>`count(*) filter (where ${notYours})::int`.as('notYours'),
      sql<number>`count(*) filter (where not ${notYours} and (${plan.same}))::int`.as('already'),
      sql<number>`count(*) filter (where not ${notYours} and not (${plan.same}) and (${plan.unfit}))::int`.as('unfit'),
    ])
    .where(visibleCustomers(ctx));
  for (const condition of conditions) query = query.where(condition);
  const counted = await query.executeTakeFirstOrThrow();
  return { ...counted, toChange: counted.matched - counted.notYours - counted.already - counted.unfit };
}

/** The next customers who are still to be changed, in the order of ids. */
export async function nextIds(
  ctx: Ctx,
  plan: Plan,
  conditions: readonly Condition[],
  after: string | null,
  limit: number,
): Promise<string[]> {
  let query = ctx.db
    .selectFrom('customers')
    .select('customers.id')
    .where(visibleCustomers(ctx))
    .where(sql<SqlBool>`not ${closed(ctx, plan)} and not (${plan.same}) and not (${plan.unfit})`)
    .orderBy('customers.id')
    .limit(limit);
  if (after !== null) query = query.where('customers.id', '>', after);
  for (const condition of conditions) query = query.where(condition);
  return (await query.execute()).map(({ id }) => id);
}

/** Out of reach: the right to change does not come so far, or the change would take them out of it. */
function closed(ctx: Ctx, plan: Plan): Condition {
  const within = withinReach(ctx, 'customers.edit') ?? sql<SqlBool>`true`;
  return sql`(not coalesce(${within}, false) or (not (${plan.same}) and (${plan.notGiven})))`;
}
