import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { daysBetween } from '../../../maths/calendar.ts';
import { BASKETS, latestGoods, recommend, type Recommended } from '../../../maths/recommend.ts';
import { restrictionsOf } from '../../customers/index.ts';
import { purchasesOf } from '../product-rhythm/purchases.ts';
import { goodsPrior, goodsRhythm, tooSoon, type GoodsRhythm } from '../product-rhythm/rules/goods-rhythm.ts';
import { customerWithPurchases } from '../purchases-seen.ts';
import type { Recommendations } from './contract.ts';
import { goodsFacts, type Goods } from './goods-facts.ts';
import { presentBasis, presentRecommended } from './present.ts';
import {
  countedGoods,
  neighboursOf,
  popularGoods,
  readShelf,
  type CountedGoods,
  type CountedNeighbour,
  type Shelf,
} from './shelf.ts';

/** What this customer is likely to buy next. Nobody is told of who does not want to be analysed. */
export async function recommendFor(ctx: Ctx, asked: { id: string; limit: number }): Promise<Recommendations> {
  const id = await customerWithPurchases(ctx, asked.id);
  const [[stopped], shelf] = await Promise.all([restrictionsOf(ctx, id, 'profiling'), readShelf(ctx)]);
  if (stopped || !shelf) {
    const why = stopped ? 'unavailable.noProfiling' : 'recommend.noGoods';
    return { unavailable: translate(ctx.locale, `retention:${why}`), items: [], basis: null };
  }
  const known = await knownFor(ctx, shelf, id);
  const list = recommend(known.baskets, known.shelf, shelf.weights, MORE * asked.limit);
  const facts = await goodsFacts(
    ctx,
    list.flatMap(({ goods, because }) => (because === null ? [goods] : [goods, because])),
  );
  const shown = list.filter(({ goods }) => facts.has(goods)).slice(0, asked.limit);
  return {
    unavailable: shown.length === 0 ? translate(ctx.locale, 'retention:recommend.nothing') : null,
    items: shown.map((one) => presentRecommended(ctx, shelf, one, { ...known, facts })),
    basis: presentBasis(shelf),
  };
}

/** Some of the list may have left the shop meanwhile. */
const MORE = 2;

export interface KnownOfCustomer {
  facts: Map<string, Goods>;
  counts: Map<string, CountedGoods>;
  neighbours: Map<string, CountedNeighbour[]>;
  /** Days on which each sort of goods was bought, the newest first. */
  days: Map<string, string[]>;
  rhythms: Map<string, GoodsRhythm>;
}

async function knownFor(ctx: Ctx, shelf: Shelf, id: string) {
  const [purchases = [], popular] = await Promise.all([
    purchasesOf(ctx, [id]).then((found) => found.get(id)),
    popularGoods(ctx),
  ]);
  const baskets = purchases.slice(0, BASKETS).map(({ lines }) => lines.map(({ productId }) => productId));
  const neighbours = await neighboursOf(
    ctx,
    latestGoods(baskets).map(({ goods }) => goods),
  );
  const days = new Map<string, string[]>();
  for (const { on, lines } of purchases) {
    for (const { productId } of lines) days.set(productId, [...(days.get(productId) ?? []), on]);
  }
  const counts = await countedGoods(ctx, [...days.keys()]);
  for (const one of popular) counts.set(one.id, one);
  const rhythms = new Map<string, GoodsRhythm>();
  for (const [goods, on] of days) {
    const rhythm = goodsRhythm(on, goodsPrior(shelf.prior, counts.get(goods) ?? UNCOUNTED), ctx.today);
    if (rhythm) rhythms.set(goods, rhythm);
  }
  const most = Math.max(1, popular[0]?.recent ?? 1);
  const known = { counts, neighbours, days, rhythms };
  return {
    ...known,
    baskets,
    shelf: {
      neighbours: (goods: string) =>
        // What nobody bought for three months is not offered to somebody new.
        (neighbours.get(goods) ?? []).filter((one) => days.has(one.goods) || one.recent > 0),
      popular: popular.map(({ id: goods, recent }) => ({ goods, share: recent / most })),
      resting: (goods: string) => rests(ctx, shelf, known, goods),
    },
  };
}

const UNCOUNTED = { customers: 0, rebuyers: 0, rebuyLn: 0 };

function rests(
  ctx: Ctx,
  shelf: Shelf,
  { days, rhythms, counts }: Omit<KnownOfCustomer, 'facts'>,
  goods: string,
): boolean {
  const lastOn = days.get(goods)?.[0];
  if (lastOn === undefined) return false;
  const counted = counts.get(goods) ?? UNCOUNTED;
  const usual = rhythms.get(goods)?.usualDays ?? Math.exp(goodsPrior(shelf.prior, counted).meanLog);
  // Who has bought it again and again does so whatever others do.
  const others = (days.get(goods)?.length ?? 0) > 2 ? UNCOUNTED : counted;
  return tooSoon(Math.max(0, daysBetween(lastOn, ctx.today)), usual, others);
}

export type RecommendedById = Recommended<string>;
