import { sql } from 'kysely';
import { setImmediate } from 'node:timers/promises';
import type { Ctx } from '../../../kernel/context.ts';
import {
  latestGoods,
  recallWith,
  similarity,
  weightTrials,
  type HeldBack,
  type Shelf,
  type Weights,
} from '../../../maths/recommend.ts';
import {
  countedGoods,
  CUSTOMERS_A_PAIR,
  neighboursOf,
  popularGoods,
  type CountedGoods,
  type CountedNeighbour,
} from './shelf.ts';

/** Customers whose last purchases are held back; fewer tell nothing of how good the lists are. */
const MOST_TRIED = 80;
const LEAST_TRIED = 30;
const SHOWN = 10;

/**
 * Chooses the weights on the purchases before the last one, and keeps how much of the last one they would have foretold.
 * Reads `shelf_days` of the running transaction.
 */
export async function tryShelf(ctx: Ctx): Promise<void> {
  const histories = await sampleHistories(ctx);
  if (histories.length < LEAST_TRIED) return;
  const shelf = await shelfWithout(ctx, histories);
  const folds = (back: number) => histories.flatMap((days) => heldBack(days, back));
  const trials = weightTrials([...folds(1), ...folds(2)], shelf, SHOWN);
  let step = trials.next();
  while (!step.done) {
    await setImmediate();
    step = trials.next();
  }
  const { weights } = step.value;
  const last = folds(0);
  const recall = (tried: Weights) => recallWith(last, shelf, tried, SHOWN);
  await ctx.db
    .updateTable('retention_shelves')
    .set({
      decay: weights.decay,
      popular: weights.popular,
      alike: weights.alike,
      tried: last.length,
      recall: recall(weights),
      recall_popular: recall({ ...weights, decay: 0, popular: ONLY, alike: 0 }),
      recall_own: recall({ decay: 1, popular: 0.001, alike: 0, recent: weights.recent }),
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
}

/** So heavy that nothing else decides. */
const ONLY = 1e6;

/** Purchase days of one customer, the newest first. */
type History = string[][];

async function sampleHistories(ctx: Ctx): Promise<History[]> {
  const { rows } = await sql<{ customer: string; goods: string[] }>`
    with sample as (
      select customer_id from shelf_days group by customer_id having count(distinct day) >= 4
      order by md5(customer_id::text) limit ${MOST_TRIED}
    )
    select d.customer_id as customer, array_agg(d.product_id::text order by d.product_id) as goods
    from shelf_days d join sample using (customer_id)
    group by d.customer_id, d.day order by d.customer_id, d.day desc`.execute(ctx.db);
  return [...Map.groupBy(rows, ({ customer }) => customer).values()].map((days) => days.map(({ goods }) => goods));
}

interface Case extends HeldBack<string> {
  /** Bought then or later, and not before: this customer must not have counted for it. */
  unknownThen: ReadonlySet<string>;
}

function heldBack(days: History, back: number): Case[] {
  const [bought, baskets] = [days[back], days.slice(back + 1)];
  if (!bought || baskets.length === 0) return [];
  const before = new Set(baskets.flat());
  const unknownThen = new Set(
    days
      .slice(0, back + 1)
      .flat()
      .filter((goods) => !before.has(goods)),
  );
  return [{ baskets, bought, unknownThen }];
}

/** The shelf as it would have been counted without what the customer bought then and later. */
async function shelfWithout(ctx: Ctx, histories: readonly History[]) {
  const spoken = histories.flatMap((days) => [0, 1, 2].flatMap((back) => latestGoods(days.slice(back + 1))));
  const neighbours = await neighboursOf(ctx, [...new Set(spoken.map(({ goods }) => goods))]);
  const popular = await popularGoods(ctx);
  const everything = new Set([...neighbours.keys(), ...[...neighbours.values()].flat().map(({ goods }) => goods)]);
  const counts = await countedGoods(ctx, [...everything]);
  const most = Math.max(1, popular[0]?.recent ?? 1);
  const shelves = new WeakMap<HeldBack<string>, Shelf<string>>();
  return (one: HeldBack<string>): Shelf<string> => {
    const known = shelves.get(one) ?? {
      neighbours: memoised((goods) => less(neighbours.get(goods) ?? [], counts, goods, (one as Case).unknownThen)),
      popular: popular.map(({ id, recent }) => {
        const counted = (one as Case).unknownThen.has(id) ? recent - 1 : recent;
        return { goods: id, share: counted / most };
      }),
    };
    shelves.set(one, known);
    return known;
  };
}

function less(
  list: readonly CountedNeighbour[],
  counts: ReadonlyMap<string, CountedGoods>,
  of: string,
  unknownThen: ReadonlySet<string>,
) {
  return list.flatMap((one) => {
    if (!unknownThen.has(one.goods)) return [one];
    const together = one.together - 1;
    if (together < CUSTOMERS_A_PAIR) return [];
    const others = (counts.get(one.goods)?.customers ?? 1) - 1;
    return [{ ...one, similarity: similarity(together, counts.get(of)?.customers ?? 1, others) }];
  });
}

function memoised<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}
