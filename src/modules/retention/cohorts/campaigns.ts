import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';

/** A module below that writes to customers in campaigns. */
export interface Campaigns {
  /** `customer_id, campaign, day`: on which shop's day each customer heard of each campaign. */
  told(ctx: Ctx): RawBuilder<unknown>;
  /** Campaign → its name. */
  names(ctx: Ctx): Promise<Map<string, string>>;
}

let known: Campaigns | null = null;

/** Called once at start by the `module.ts` of that module. */
export function registerCampaigns(campaigns: Campaigns): void {
  known = campaigns;
}

export async function campaignNames(ctx: Ctx): Promise<Map<string, string>> {
  return known ? known.names(ctx) : new Map();
}

/** Whoever buys for the first time within so many days of hearing of a campaign counts as won by it. */
export const WON_WITHIN_DAYS = 30;

/** `customer_id, campaign` of customers whom a campaign won: the last one they had heard of before they first bought. */
export function wonBy(ctx: Ctx): RawBuilder<unknown> {
  if (!known) return sql`select null::uuid as customer_id, null::text as campaign where false`;
  return sql`
    select distinct on (s.customer_id) s.customer_id, told.campaign
    from customer_statistics s join (${known.told(ctx)}) told on told.customer_id = s.customer_id
      and told.day between s.first_on - ${WON_WITHIN_DAYS}::int and s.first_on
    where s.workspace_id = ${ctx.workspace.id} and s.purchase_days > 0
    order by s.customer_id, told.day desc, told.campaign`;
}
