import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { DEFAULT_WEIGHTS, type Weights } from '../../../maths/recommend.ts';
import type { RhythmPrior } from '../../../maths/rhythm-prior.ts';
import type { Rebuying } from '../product-rhythm/rules/goods-rhythm.ts';

/** What was counted of the shop's goods as a whole. */
export interface Shelf {
  countedAt: Date;
  ordersSeen: string;
  customers: number;
  goods: number;
  weights: Weights;
  tried: number;
  recall: number | null;
  recallPopular: number | null;
  recallOwn: number | null;
  /** What peers do between two purchases of the same goods. */
  prior: RhythmPrior;
}

/** Null until something was sold that has an article number. */
export async function readShelf(ctx: Ctx): Promise<Shelf | null> {
  const row = await ctx.db
    .selectFrom('retention_shelves')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  if (!row) return null;
  return {
    countedAt: row.counted_at,
    ordersSeen: row.orders_seen,
    customers: row.customers,
    goods: row.goods,
    weights: { decay: row.decay, popular: row.popular, alike: row.alike, recent: DEFAULT_WEIGHTS.recent },
    tried: row.tried,
    recall: row.recall,
    recallPopular: row.recall_popular,
    recallOwn: row.recall_own,
    prior: {
      level: 'class',
      customers: row.rebuyers,
      meanLog: row.mean_log,
      betweenVariance: row.between_variance,
      withinVariance: row.within_variance,
      withinDf: row.within_df,
    },
  };
}

/** Pairs that fewer customers bought may be chance, and would tell of single persons. */
export const CUSTOMERS_A_PAIR = 3;

export interface CountedNeighbour {
  goods: string;
  together: number;
  similarity: number;
  /** Customers who bought it lately. */
  recent: number;
}

/** Goods that buyers of each of these bought, too, the most similar first. */
export async function neighboursOf(ctx: Ctx, productIds: readonly string[]): Promise<Map<string, CountedNeighbour[]>> {
  const { rows } = await sql<CountedNeighbour & { of: string }>`
    select n.product_id as of, n.neighbour_id as goods, n.together, n.similarity, coalesce(g.recent, 0) as recent
    from retention_neighbours n
    left join retention_goods g on g.workspace_id = n.workspace_id and g.product_id = n.neighbour_id
    where n.workspace_id = ${ctx.workspace.id} and n.product_id = any (${[...productIds]}::uuid[])
    order by n.product_id, n.similarity desc, n.neighbour_id`.execute(ctx.db);
  return Map.groupBy(rows, ({ of }) => of);
}

export interface CountedGoods extends Rebuying {
  id: string;
  recent: number;
}

const POPULAR = 50;

/** The goods that most customers bought lately. */
export async function popularGoods(ctx: Ctx): Promise<CountedGoods[]> {
  const { rows } = await sql<CountedGoods>`
    select ${GOODS} from retention_goods where workspace_id = ${ctx.workspace.id} and recent > 0
    order by recent desc, product_id limit ${POPULAR}`.execute(ctx.db);
  return rows;
}

export async function countedGoods(ctx: Ctx, productIds: readonly string[]): Promise<Map<string, CountedGoods>> {
  const { rows } = await sql<CountedGoods>`
    select ${GOODS} from retention_goods
    where workspace_id = ${ctx.workspace.id} and product_id = any (${[...productIds]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

const GOODS = sql`product_id as id, customers, recent, rebuyers, rebuy_ln as "rebuyLn"`;
