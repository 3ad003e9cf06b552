import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Apart } from '../rules/schemes.ts';

/** Below so many customers a part is divided where the shop is: a mean of three says nothing. */
export const LEAST_OF_PART = 10;
/** The parts with most customers; the others are divided where the shop is. */
export const MOST_PARTS = 50;

/** The figures with the part of each customer: the branch of the card, or the currency most of their orders were in. */
export function withParts(
  ctx: Ctx,
  figures: RawBuilder<unknown>,
  apart: Apart,
  ids: readonly string[] | null,
): RawBuilder<unknown> {
  if (apart === 'shop') return sql`select f.*, null::text as part from (${figures}) f`;
  const parts = apart === 'branch' ? branches(ctx, ids) : currencies(ctx, ids);
  return sql`select f.*, p.part from (${figures}) f left join (${parts}) p using (customer_id)`;
}

function branches(ctx: Ctx, ids: readonly string[] | null): RawBuilder<unknown> {
  const some = ids === null ? sql`` : sql`and id = any (${[...ids]}::uuid[])`;
  return sql`
    select id as customer_id, branch_id::text as part from customers
    where workspace_id = ${ctx.workspace.id} and branch_id is not null ${some}`;
}

function currencies(ctx: Ctx, ids: readonly string[] | null): RawBuilder<unknown> {
  const some = ids === null ? sql`` : sql`and customer_id = any (${[...ids]}::uuid[])`;
  return sql`
    select distinct on (customer_id) customer_id, currency as part
    from (
      select customer_id, currency, count(*) as orders, max(day) as last_on from orders
      where workspace_id = ${ctx.workspace.id} and state = 'placed' and customer_id is not null ${some}
      group by customer_id, currency) by_currency
    order by customer_id, orders desc, last_on desc, currency`;
}

/** The parts of `shop_figures` that are large enough to be divided by themselves. */
export async function largeParts(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ part: string }>`
    select part from shop_figures where part is not null
    group by part having count(*) >= ${LEAST_OF_PART} order by count(*) desc, part limit ${MOST_PARTS}`.execute(ctx.db);
  return rows.map(({ part }) => part);
}
