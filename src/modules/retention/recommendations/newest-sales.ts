import { expressionBuilder, sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { mayContact, mayProfile, visibleCustomers, withinReach } from '../../customers/index.ts';
import { KEPT } from '../product-rhythm/purchases.ts';

/**
 * What it may cost: the newest sales of each sort of goods that are looked at. Goods with more buyers than `common` are
 * looked for in the shop's newest orders, as all their sales are too many to be put in order.
 */
export const BOUNDS = { salesEach: 1_000, common: 20_000, newestOrders: 50_000 };
export type Bounds = typeof BOUNDS;

export interface Sale {
  customerId: string;
  productId: string;
  on: string;
  contact: boolean;
}

/**
 * The newest sales of each of these goods, at most a year old, by the day of the sale: what was sold long ago may have been
 * imported today. One line a customer and day, of who may be seen and analysed.
 */
export async function newestSales(
  ctx: Ctx,
  goods: readonly { id: string; buyers: number }[],
  bounds: Bounds,
): Promise<Sale[]> {
  const common = goods.filter(({ buyers }) => buyers > bounds.common);
  const rare = goods.filter(({ buyers }) => buyers <= bounds.common);
  const found = await Promise.all([
    common.length > 0 ? tellable(ctx, inNewestOrders(ctx, idsOf(common), bounds)) : [],
    rare.length > 0 ? tellable(ctx, newestOfEach(ctx, idsOf(rare), bounds)) : [],
  ]);
  return found.flat();
}

const idsOf = (goods: readonly { id: string }[]) => goods.map(({ id }) => id);

/** An interest older than this says nothing. */
const INTEREST_DAYS = 365;

function newestOfEach(ctx: Ctx, productIds: readonly string[], { salesEach }: Bounds): RawBuilder<unknown> {
  return sql`
    select p.id as "productId", newest.customer_id as "customerId", newest.day
    from unnest(${[...productIds]}::uuid[]) p (id) cross join lateral (
      select o.customer_id, o.day from order_lines l
      join orders o on o.workspace_id = l.workspace_id and o.id = l.order_id and ${telling(ctx)}
      where l.workspace_id = ${ctx.workspace.id} and l.product_id = p.id and l.quantity > 0
      order by o.placed_at desc limit ${salesEach}
    ) newest`;
}

function inNewestOrders(ctx: Ctx, productIds: readonly string[], bounds: Bounds): RawBuilder<unknown> {
  return sql`
    select "productId", "customerId", day from (
      select l.product_id as "productId", o.customer_id as "customerId", o.day,
        row_number() over (partition by l.product_id order by o.placed_at desc) as place
      from (
        select o.workspace_id, o.id, o.customer_id, o.day, o.placed_at from orders o
        where o.workspace_id = ${ctx.workspace.id} and ${telling(ctx)}
        order by o.placed_at desc limit ${bounds.newestOrders}
      ) o join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id
      where l.product_id = any (${[...productIds]}::uuid[]) and l.quantity > 0
    ) placed where place <= ${bounds.salesEach}`;
}

/** An order `o` that says what somebody likes; the moment, a day wider, lets a walk by time end. */
function telling(ctx: Ctx): RawBuilder<unknown> {
  return sql`${KEPT} and o.customer_id is not null and o.day > ${ctx.today}::date - ${INTEREST_DAYS}::int
    and o.placed_at > ${ctx.today}::date - ${INTEREST_DAYS + 1}::int`;
}

/** Of these sales those of customers the actor may see and who may be analysed. */
async function tellable(ctx: Ctx, sales: RawBuilder<unknown>): Promise<Sale[]> {
  const reach = withinReach(ctx, 'orders.read');
  const { rows } = await sql<Sale>`
    select distinct sale."customerId", sale."productId", sale.day as on,
      ${mayContact(ctx, sql.ref('sale.customerId'))} as contact
    from (${sales}) sale
    join customers on customers.workspace_id = ${ctx.workspace.id} and customers.id = sale."customerId"
    where ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())} ${reach ? sql`and ${reach}` : sql``}
      and ${mayProfile(ctx, sql.ref('sale.customerId'))}`.execute(ctx.db);
  return rows;
}
