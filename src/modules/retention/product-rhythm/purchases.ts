import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { PurchaseDay } from './rules/goods-breaks.ts';

/** Lines of one customer that are looked at, the newest. */
const LINES = 2_000;

/**
 * What each of these customers bought, day by day, the newest first: kept goods with an article number, at what they cost
 * in the base currency. Orders that were cancelled or wholly refunded are left out.
 */
export async function purchasesOf(ctx: Ctx, customerIds: readonly string[]): Promise<Map<string, PurchaseDay[]>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await sql<LineRow>`
    select bought.* from unnest(${[...customerIds]}::uuid[]) c (id) cross join lateral (
      select o.customer_id as "customerId", o.day as on, l.product_id as "productId",
        sum(l.quantity)::float8 as quantity,
        sum(l.total_minor * coalesce(o.total_base_minor::float8 / nullif(o.total_minor, 0), 1))::float8 as minor
      from orders o
      join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id
      where o.workspace_id = ${ctx.workspace.id} and o.customer_id = c.id and ${KEPT} and l.product_id is not null
        and l.quantity > 0
      group by o.customer_id, o.day, l.product_id
      order by o.day desc, l.product_id
      limit ${LINES}
    ) bought`.execute(ctx.db);
  const byCustomer = new Map<string, PurchaseDay[]>();
  for (const { customerId, on, ...line } of rows) {
    const days = byCustomer.get(customerId) ?? [];
    byCustomer.set(customerId, days);
    const day = days.at(-1);
    if (day?.on === on) day.lines.push(line);
    else days.push({ on, lines: [line] });
  }
  return byCustomer;
}

/** An order `o` that was not cancelled and not wholly given back. */
export const KEPT = sql`o.state = 'placed' and o.total_minor > 0
  and (o.total_base_minor is null or o.refunded_base_minor < o.total_base_minor)`;

interface LineRow {
  customerId: string;
  on: string;
  productId: string;
  quantity: number;
  minor: number;
}
