import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';

/** `customer_id, day` of those who were spoken with or written to since a day. */
export type ContactsSince = (ctx: Ctx, from: string) => RawBuilder<unknown>;

const sources = new Map<string, ContactsSince>([['today', onToday]]);

/** Called once at start by the `module.ts` of a module below in which customers are contacted. */
export function registerContacts(key: string, since: ContactsSince): void {
  sources.set(key, since);
}

/** `customer_id, day`: the first contact of each since a day, wherever it was made. */
export function firstContacts(ctx: Ctx, from: string): RawBuilder<unknown> {
  const all = [...sources.values()].map((since) => since(ctx, from));
  return sql`(
    select customer_id, min(day) as day from (${sql.join(all, sql` union all `)}) contacts group by customer_id)`;
}

/** Called, written to or visited on Today, and not taken back. */
function onToday(ctx: Ctx, from: string): RawBuilder<unknown> {
  return sql`
    select o.customer_id, o.day from today_outcomes o
    where o.workspace_id = ${ctx.workspace.id} and o.day >= ${from}::date and o.outcome = 'done'
      and o.way in ('called', 'messaged', 'visited')
      and not exists (select from today_outcomes u where u.workspace_id = o.workspace_id and u.undoes = o.id)`;
}
