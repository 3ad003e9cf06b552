import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { drawsThatDiffer } from '../draws/verify.ts';
import { publishedVersions } from '../programme/programme.ts';
import { tierDays, tierGrants, tierTerms } from '../tiers/facts.ts';
import { standingOn } from '../tiers/rules/standing.ts';

export interface LoyaltyDifference {
  what: 'balance' | 'lots' | 'lot' | 'order' | 'tier' | 'coupon' | 'value' | 'credit' | 'draw';
  id: string;
}

/** Balances, lots, points of orders, tiers, coupon counts, money paid ahead and on account, draws: told again from the facts. */
export async function verifyLoyalty(ctx: Ctx): Promise<LoyaltyDifference[]> {
  return [...(await sumsThatDiffer(ctx)), ...(await tiersThatDiffer(ctx)), ...(await drawsThatDiffer(ctx))];
}

async function sumsThatDiffer(ctx: Ctx): Promise<LoyaltyDifference[]> {
  const workspace = ctx.workspace.id;
  const { rows } = await sql<LoyaltyDifference>`
    with sums as (
      select coalesce(c.merged_into, c.id) as id, sum(e.points) as points
      from loyalty_entries e join customers c on c.workspace_id = e.workspace_id and c.id = e.customer_id
      where e.workspace_id = ${workspace} group by 1
    ), held as (
      select customer_id as id, sum(remaining) as points from loyalty_lots where workspace_id = ${workspace} group by 1
    ), accounts as (
      select customer_id as id, balance, debt from loyalty_accounts where workspace_id = ${workspace}
    ), moved as (
      select lot_id as id, sum(points) as points from loyalty_lot_moves where workspace_id = ${workspace} group by 1
    ), given as (
      select order_id, coalesce(c.merged_into, c.id) as customer_id, sum(e.points) as points
      from loyalty_entries e join customers c on c.workspace_id = e.workspace_id and c.id = e.customer_id
      where e.workspace_id = ${workspace} and e.order_id is not null group by 1, 2
    ), reckoned as (
      select order_id, coalesce(c.merged_into, c.id) as customer_id, sum(p.posted) as points
      from loyalty_order_points p join customers c on c.workspace_id = p.workspace_id and c.id = p.customer_id
      where p.workspace_id = ${workspace} group by 1, 2
    ), uses as (
      select coupon_id as id, count(*) as uses from loyalty_coupon_uses
      where workspace_id = ${workspace} and returned_at is null group by 1
    )
    select 'balance' as what, coalesce(a.id, s.id) as id from accounts a full join sums s on s.id = a.id
    where coalesce(a.balance, 0) <> coalesce(s.points, 0)
    union all
    select 'lots', coalesce(a.id, h.id) from accounts a full join held h on h.id = a.id
    where coalesce(a.balance + a.debt, 0) <> coalesce(h.points, 0)
    union all
    select 'lot', l.id from loyalty_lots l left join moved m on m.id = l.id
    where l.workspace_id = ${workspace} and l.points + coalesce(m.points, 0) <> l.remaining
    union all
    select 'order', coalesce(g.order_id, r.order_id) from given g
    full join reckoned r on r.order_id = g.order_id and r.customer_id = g.customer_id
    where coalesce(g.points, 0) <> coalesce(r.points, 0)
    union all
    select 'coupon', c.id from loyalty_coupons c left join uses u on u.id = c.id
    where c.workspace_id = ${workspace} and c.used <> coalesce(u.uses, 0)
    union all
    select 'value', c.id from loyalty_value_cards c left join (
      select card_id, sum(paid_minor) as paid, sum(bonus_minor) as bonus from loyalty_value_entries
      where workspace_id = ${workspace} group by 1) e on e.card_id = c.id
    where c.workspace_id = ${workspace}
      and (c.paid_minor <> coalesce(e.paid, 0) or c.bonus_minor <> coalesce(e.bonus, 0))
    union all
    select 'credit', c.id from loyalty_credits c left join (
      select credit_id, sum(amount_minor) filter (where kind = 'owe') as owed,
        -sum(amount_minor) filter (where kind in ('pay', 'take_back')) as paid,
        -sum(amount_minor) filter (where kind in ('give_back', 'owe_again')) as back
      from loyalty_credit_entries where workspace_id = ${workspace} group by 1) e on e.credit_id = c.id
    where c.workspace_id = ${workspace} and (c.owed_minor <> coalesce(e.owed, 0)
      or c.paid_minor <> coalesce(e.paid, 0) or c.back_minor <> coalesce(e.back, 0))`.execute(ctx.db);
  return rows;
}

/** Those whose review is due tonight are not wrong yet. */
async function tiersThatDiffer(ctx: Ctx): Promise<LoyaltyDifference[]> {
  const terms = tierTerms(ctx, await publishedVersions(ctx));
  const different: LoyaltyDifference[] = [];
  for (let after = ''; ;) {
    const { rows } = await sql<{ id: string; tier: string | null }>`
      select customer_id as id, tier from loyalty_accounts
      where workspace_id = ${ctx.workspace.id} and customer_id::text > ${after} and tier is not null
        and (next_due is null or next_due > ${ctx.today}::date)
      order by customer_id limit 2000`.execute(ctx.db);
    if (rows.length === 0) return different;
    after = rows.at(-1)?.id ?? '';
    const ids = rows.map(({ id }) => id);
    const [days, grants] = [await tierDays(ctx, ids), await tierGrants(ctx, ids)];
    for (const { id, tier } of rows) {
      const standing = standingOn(terms, days.get(id) ?? [], grants.get(id) ?? [], ctx.today);
      if (standing && standing.state.tier !== tier) different.push({ what: 'tier', id });
    }
  }
}
