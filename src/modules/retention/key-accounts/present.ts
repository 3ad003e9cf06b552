import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { addDays } from '../../../maths/calendar.ts';
import { ownedCustomers } from '../owned-customers.ts';
import type { AccountState, KeyAccount } from './contract.ts';

interface AccountFacts {
  customerId: string;
  since: string;
  aim: string | null;
  everyWeeks: number;
  reviewOn: string;
  version: number;
  state: AccountState | null;
  yearMinor: bigint;
  beforeMinor: bigint;
  warnings: number;
}

/** The accounts of these customers that the actor may see, in the order given. */
export async function presentAccounts(ctx: Ctx, customerIds: readonly string[]): Promise<KeyAccount[]> {
  if (customerIds.length === 0) return [];
  const [facts, customers] = await Promise.all([factsOf(ctx, customerIds), ownedCustomers(ctx, customerIds)]);
  return customerIds.flatMap((id) => {
    const [one, customer] = [facts.get(id), customers.get(id)];
    if (!one || !customer) return [];
    return {
      id,
      customer,
      since: one.since,
      aim: one.aim,
      everyWeeks: one.everyWeeks,
      reviewOn: one.reviewOn,
      overdue: one.reviewOn <= ctx.today,
      state: one.state,
      year: inBase(ctx, one.yearMinor),
      yearBefore: inBase(ctx, one.beforeMinor),
      warnings: one.warnings,
      version: one.version,
    };
  });
}

async function factsOf(ctx: Ctx, customerIds: readonly string[]): Promise<Map<string, AccountFacts>> {
  const [year, before] = [addDays(ctx.today, -365), addDays(ctx.today, -730)];
  const { rows } = await sql<AccountFacts>`
    select k.customer_id as "customerId", k.since, k.aim, k.every_weeks as "everyWeeks", k.review_on as "reviewOn",
      k.version, reviewed.state, bought.year as "yearMinor", bought.before as "beforeMinor", open.warnings
    from retention_key_accounts k
    left join lateral (
      select v.state from retention_account_reviews v
      where v.workspace_id = k.workspace_id and v.customer_id = k.customer_id and v.account_id = k.id
      order by v.reviewed_on desc, v.id desc limit 1
    ) reviewed on true
    cross join lateral (
      select coalesce(sum(p.amount_minor) filter (where p.day > ${year}), 0)::int8 as year,
        coalesce(sum(p.amount_minor) filter (where p.day <= ${year}), 0)::int8 as before
      from purchase_days p
      where p.workspace_id = k.workspace_id and p.customer_id = k.customer_id and p.day > ${before}
    ) bought
    cross join lateral (
      select count(*)::int as warnings from retention_alerts a
      where a.workspace_id = k.workspace_id and a.customer_id = k.customer_id and a.settled_on is null
        and a.withheld_until is null
    ) open
    where k.workspace_id = ${ctx.workspace.id} and k.ended_on is null
      and k.customer_id = any (${[...customerIds]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.customerId, row]));
}
