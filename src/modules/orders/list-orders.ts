import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { countOf, COUNT_LIMIT, encodeCursor } from '../../kernel/paging.ts';
import { keptCardOf } from '../customers/index.ts';
import type { OrderQuery } from './contract.ts';
import { inPhase, ordersSeen, presentOrders, refundedMinor, type OrderRow } from './orders-seen.ts';
import { placeInTime } from './place-in-time.ts';
import { waysToFind } from './ways-to-find.ts';

type Condition = RawBuilder<SqlBool>;

/**
 * Orders, newest first. What was typed may be a number, a customer, a product or an amount: each is looked for by its
 * own index, and what they find is joined.
 */
export async function listOrders(ctx: Ctx, query: OrderQuery) {
  const fitting = await ordersFitting(ctx, query);
  const typed = query.q?.trim();
  const ways = typed ? await waysToFind(ctx, typed) : null;
  const rows = await newest(ctx, fitting, ways, query);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: await presentOrders(ctx, page),
    nextCursor: last && rows.length > query.limit ? encodeCursor([last.placed_at.toISOString(), last.id]) : null,
    count: countOf(await countFitting(ctx, fitting, ways)),
  };
}

/** By a skip from each source to the next, not by reading all orders. */
export async function listSources(ctx: Ctx): Promise<{ items: string[] }> {
  const { rows } = await sql<{ source: string }>`
    with recursive known (source) as (
      (select source from orders where workspace_id = ${ctx.workspace.id} order by source limit 1)
      union all
      select (select o.source from orders o
        where o.workspace_id = ${ctx.workspace.id} and o.source > known.source order by o.source limit 1)
      from known where known.source is not null
    )
    select source from known where source is not null limit ${SOURCES}`.execute(ctx.db);
  return { items: rows.map(({ source }) => source) };
}

const SOURCES = 50;

type Fitting = Awaited<ReturnType<typeof ordersFitting>>;

async function ordersFitting(ctx: Ctx, { customerId, from, to, source, phase }: OrderQuery) {
  const card = customerId && (await keptCardOf(ctx, customerId));
  const query = ordersSeen(ctx)
    .$if(card !== undefined, (qb) => qb.where('orders.customer_id', '=', card as string))
    .$if(from !== undefined, (qb) =>
      qb.where('orders.day', '>=', from as string).where('orders.placed_at', '>', aroundDay(from as string, -1)),
    )
    .$if(to !== undefined, (qb) =>
      qb.where('orders.day', '<=', to as string).where('orders.placed_at', '<', aroundDay(to as string, 2)),
    )
    .$if(source !== undefined, (qb) => qb.where('orders.source', '=', source as string))
    .$if(phase !== undefined, (qb) => qb.where(inPhase(ctx, phase as 'in' | 'after')));
  return { query };
}

/** The newest of each way together hold the newest of all. */
async function newest(
  ctx: Ctx,
  { query }: Fitting,
  ways: readonly Condition[] | null,
  { cursor, limit }: OrderQuery,
): Promise<OrderRow[]> {
  const before = placeInTime(cursor);
  const begun = before
    ? query.where(sql<SqlBool>`(orders.placed_at, orders.id) < (${before.at}::timestamptz, ${before.id}::uuid)`)
    : query;
  const found = ways?.map((way) =>
    begun
      .where(way)
      .select('orders.id')
      .orderBy('orders.placed_at', 'desc')
      .orderBy('orders.id', 'desc')
      .limit(limit + 1),
  );
  const whole = found ? ordersSeen(ctx).where(sql<SqlBool>`orders.id in (${sql.join(found, sql` union `)})`) : begun;
  return whole
    .selectAll('orders')
    .select(refundedMinor)
    .orderBy('orders.placed_at', 'desc')
    .orderBy('orders.id', 'desc')
    .limit(limit + 1)
    .execute();
}

async function countFitting(ctx: Ctx, { query }: Fitting, ways: readonly Condition[] | null): Promise<number> {
  const some = (one: typeof query) => one.select('orders.id').limit(COUNT_LIMIT + 1);
  const parts = ways ? ways.map((way) => some(query.where(way))) : [some(query)];
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from (${sql.join(parts, sql` union `)}) found limit ${COUNT_LIMIT + 1}) counted`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Midnight UTC so many days off: no shop's day reaches beyond, and the index by time need not be read from today on. */
function aroundDay(day: string, days: number) {
  return sql<Date>`((${day}::date + ${days}::int)::timestamp at time zone 'UTC')`;
}
