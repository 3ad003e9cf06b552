import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { daysBetween } from '../../../maths/calendar.ts';
import type { RhythmPrior } from '../../../maths/rhythm-prior.ts';
import { customerNames } from '../../customers/index.ts';
import { orderErrors } from '../../orders/contract.ts';
import {
  goodsPrior,
  goodsRhythm,
  tooSoon,
  type GoodsRhythm,
  type Rebuying,
} from '../product-rhythm/rules/goods-rhythm.ts';
import { refuseWithoutOrders } from '../purchases-seen.ts';
import { wholeDays } from '../words.ts';
import type { Audience } from './contract.ts';
import { goodsFacts } from './goods-facts.ts';
import { BOUNDS, newestSales, type Bounds, type Sale } from './newest-sales.ts';
import { countedGoods, neighboursOf, readShelf, type Shelf } from './shelf.ts';

const refuse = refusals(orderErrors);

/** Neighbours whose buyers are asked for. */
const SPEAKING = 12;

/**
 * Whom to tell of a product: who usually buys it again about now, and who lately bought what goes with it. Everybody on
 * the list may be contacted; who fits and may not is counted.
 */
export async function audienceOf(
  ctx: Ctx,
  asked: { id: string; limit: number },
  bounds: Bounds = BOUNDS,
): Promise<Audience> {
  refuseWithoutOrders(ctx);
  const [product, shelf] = await Promise.all([
    goodsFacts(ctx, [asked.id]).then((found) => found.get(asked.id)),
    readShelf(ctx),
  ]);
  if (!product) throw refuse('PRODUCT_NOT_FOUND');
  const nobody = (key: string) => translate(ctx.locale, `retention:recommend.${key}`);
  if (!shelf) return { product, unavailable: nobody('noGoods'), items: [], lookedAt: 0, noContact: 0 };
  const interested = await interestedIn(ctx, shelf, product.id, bounds);
  const fitting = interested.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  const shown = fitting.filter(({ contact }) => contact).slice(0, asked.limit);
  const [names, facts] = await Promise.all([
    customerNames(
      ctx,
      shown.map(({ customerId }) => customerId),
    ),
    goodsFacts(
      ctx,
      shown.flatMap(({ because }) => because ?? []),
    ),
  ]);
  return {
    product,
    unavailable: shown.length === 0 ? nobody('nobody') : null,
    items: shown.flatMap((one) => {
      const customer = names.get(one.customerId);
      if (!customer) return [];
      const { id, name, phone, stage } = customer;
      return { customer: { id, name, phone, stage }, ...presentInterest(ctx, one, facts.get(one.because ?? '')?.name) };
    }),
    lookedAt: interested.length,
    noContact: fitting.length - fitting.filter(({ contact }) => contact).length,
  };
}

interface Interest {
  customerId: string;
  contact: boolean;
  score: number;
  /** What they bought that goes with it; null: the product itself. */
  because: string | null;
  lastOn: string;
  rhythm: GoodsRhythm | null;
}

async function interestedIn(ctx: Ctx, shelf: Shelf, productId: string, bounds: Bounds): Promise<Interest[]> {
  const neighbours = (await neighboursOf(ctx, [productId])).get(productId) ?? [];
  const alike = new Map(neighbours.slice(0, SPEAKING).map((one) => [one.goods, one.similarity]));
  const counts = await countedGoods(ctx, [productId, ...alike.keys()]);
  const goods = [productId, ...alike.keys()].map((id) => ({ id, buyers: counts.get(id)?.customers ?? 0 }));
  const sales = await newestSales(ctx, goods, bounds);
  const counted = counts.get(productId) ?? { customers: 0, rebuyers: 0, rebuyLn: 0 };
  const known: KnownOf = { productId, alike, counted, prior: goodsPrior(shelf.prior, counted) };
  return [...Map.groupBy(sales, ({ customerId }) => customerId).values()].map((own) => interestIn(ctx, known, own));
}

interface KnownOf {
  productId: string;
  /** How alike its neighbours are. */
  alike: ReadonlyMap<string, number>;
  counted: Rebuying;
  prior: RhythmPrior;
}

/** What one customer's purchases tell, of the product and of what goes with it. */
function interestIn(ctx: Ctx, known: KnownOf, bought: readonly Sale[]): Interest {
  const { customerId = '', contact = false } = bought[0] ?? {};
  const own = bought.filter((one) => one.productId === known.productId).map(({ on }) => on);
  const rhythm = goodsRhythm(own, known.prior, ctx.today);
  const lastOwn = own.toSorted().at(-1);
  const since = lastOwn === undefined ? null : Math.max(0, daysBetween(lastOwn, ctx.today));
  const usually = rhythm?.usualDays ?? Math.exp(known.prior.meanLog);
  const resting = since !== null && tooSoon(since, usually, known.counted);
  // About due: a quarter of such gaps is over, and not so many that they have stopped for good.
  if (rhythm && lastOwn !== undefined) {
    const due = !resting && rhythm.quietness >= 0.25 && rhythm.quietness < 0.98;
    return { customerId, contact, score: due ? 1 + rhythm.quietness : 0, because: null, lastOn: lastOwn, rhythm };
  }
  const most = Math.max(Number.MIN_VALUE, ...known.alike.values());
  const best = bought
    .map((one) => ({ ...one, part: interestOf(ctx, (known.alike.get(one.productId) ?? 0) / most, one.on) }))
    .sort((a, b) => b.part - a.part)[0];
  const { part = 0, productId: because = null, on = ctx.today } = best ?? {};
  return { customerId, contact, score: resting ? 0 : part, because, lastOn: on, rhythm: null };
}

/** Fades by half in a hundred days. */
function interestOf(ctx: Ctx, alike: number, on: string): number {
  return alike * 0.5 ** (Math.max(0, daysBetween(on, ctx.today)) / 100);
}

function presentInterest(ctx: Ctx, one: Interest, other: string | undefined) {
  const day = dayInWords(ctx, one.lastOn);
  const score = Math.round(one.score * 1000) / 1000;
  if (one.rhythm) {
    const { usualDays, sinceDays, quietness } = one.rhythm;
    const values = { usual: wholeDays(usualDays), day, since: sinceDays, percent: Math.round(100 * quietness) };
    return {
      why: 'due' as const,
      reason: translate(ctx.locale, 'retention:recommend.again', values),
      lastOn: one.lastOn,
      score,
      explanation: { key: 'retention:recommend.dueScore', values: { ...values, score } },
    };
  }
  const values = { day, other: other ?? '' };
  return {
    why: 'alike' as const,
    reason: translate(ctx.locale, 'retention:recommend.bought', values),
    lastOn: one.lastOn,
    score,
    explanation: { key: 'retention:recommend.alikeScore', values: { ...values, score } },
  };
}
