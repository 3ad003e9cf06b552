import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { minorOf, type Version } from '../programme/programme.ts';
import type { TierGrant } from './rules/standing.ts';
import type { TierDay, TierTerms } from './rules/tier-history.ts';

/** The versions as the rules of tiers see them. */
export function tierTerms(ctx: Ctx, versions: readonly Version[]): TierTerms[] {
  return versions.map(({ fromDay, rules: { tiers } }) => {
    const measured = (from: string) => (tiers.by === 'spend' ? Number(minorOf(ctx, from) ?? 0n) : Number(from));
    return {
      startsOn: fromDay,
      by: tiers.by,
      window: tiers.window,
      graceDays: tiers.graceDays,
      countBefore: tiers.countBefore,
      levels: tiers.levels.map(({ key, from }) => ({ key, from: measured(from) })),
    };
  });
}

/** Tiers that points paid for, per customer; those of cards that were merged into theirs, too. */
export async function tierGrants(ctx: Ctx, customerIds: readonly string[]): Promise<Map<string, TierGrant[]>> {
  const ids = [...customerIds];
  const { rows } = await sql<TierGrant & { customerId: string }>`
    select coalesce(c.merged_into, g.customer_id) as "customerId", g.tier, g.from_day as from, g.until_day as until
    from loyalty_tier_grants g join customers c on c.workspace_id = g.workspace_id and c.id = g.customer_id
    where g.workspace_id = ${ctx.workspace.id} and (g.customer_id = any (${ids}::uuid[]) or c.merged_into = any (${ids}::uuid[]))
    order by g.until_day, g.id`.execute(ctx.db);
  const found = new Map<string, TierGrant[]>(ids.map((id) => [id, []]));
  for (const { customerId, ...grant } of rows) found.get(customerId)?.push(grant);
  return found;
}

/** Purchase days with what was earned on them, per customer: with the tiers paid for all that tiers are told from. */
export async function tierDays(ctx: Ctx, customerIds: readonly string[]): Promise<Map<string, TierDay[]>> {
  const ids = [...customerIds];
  const { rows } = await sql<{ customerId: string; day: string; spend: bigint; orders: number; points: bigint }>`
    with earned as (
      select customer_id, day, sum(points) as points from (
        select customer_id, day, points from loyalty_order_points
        where workspace_id = ${ctx.workspace.id} and customer_id = any (${ids}::uuid[])
        union all
        select coalesce(c.merged_into, e.customer_id), e.day, e.points from loyalty_entries e
        join customers c on c.workspace_id = e.workspace_id and c.id = e.customer_id
        where e.workspace_id = ${ctx.workspace.id} and e.source = 'activity'
          and (e.customer_id = any (${ids}::uuid[]) or c.merged_into = any (${ids}::uuid[]))
      ) one group by customer_id, day
    )
    select coalesce(p.customer_id, e.customer_id) as "customerId", coalesce(p.day, e.day) as day,
      coalesce(p.amount_minor, 0) as spend, coalesce(p.orders, 0) as orders, coalesce(e.points, 0)::int8 as points
    from (select * from purchase_days where workspace_id = ${ctx.workspace.id} and customer_id = any (${ids}::uuid[])) p
    full join earned e on e.customer_id = p.customer_id and e.day = p.day
    order by 1, 2`.execute(ctx.db);
  const found = new Map<string, TierDay[]>(ids.map((id) => [id, []]));
  for (const { customerId, day, spend, orders, points } of rows) {
    found.get(customerId)?.push({ day, spend: Number(spend), orders, points: Number(points) });
  }
  return found;
}
