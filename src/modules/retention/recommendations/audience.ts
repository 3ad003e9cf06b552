import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { daysBetween } from '../../../maths/calendar.ts';
import { customerNames, mayContact, mayProfile, visibleCustomers, withinReach } from '../../customers/index.ts';
import { orderErrors } from '../../orders/contract.ts';
import { KEPT } from '../product-rhythm/purchases.ts';
import { goodsPrior, goodsRhythm, tooSoon, type GoodsRhythm } from '../product-rhythm/rules/goods-rhythm.ts';
import { refuseWithoutOrders } from '../purchases-seen.ts';
import { wholeDays } from '../words.ts';
import type { Audience } from './contract.ts';
import { goodsFacts } from './goods-facts.ts';
import { countedGoods, neighboursOf, readShelf, type Shelf } from './shelf.ts';

const refuse = refusals(orderErrors);

/** Neighbours whose buyers are asked for, and the newest sales of each that are looked at: bounds what a list costs. */
const SPEAKING = 12;
const SALES_EACH = 1_000;
/** An interest older than this says nothing. */
const INTEREST_DAYS = 365;

/**
 * Whom to tell of a product: who usually buys it again about now, and who lately bought what goes with it. Everybody on
 * the list may be contacted; who fits and may not is counted.
 */
export async function audienceOf(ctx: Ctx, asked: { id: string; limit: number }): Promise<Audience> {
  refuseWithoutOrders(ctx);
  const [product, shelf] = await Promise.all([
    goodsFacts(ctx, [asked.id]).then((found) => found.get(asked.id)),
    readShelf(ctx),
  ]);
  if (!product) throw refuse('PRODUCT_NOT_FOUND');
  const nobody = (key: string) => translate(ctx.locale, `retention:recommend.${key}`);
  if (!shelf) return { product, unavailable: nobody('noGoods'), items: [], lookedAt: 0, noContact: 0 };
  const interested = await interestedIn(ctx, shelf, product.id);
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

async function interestedIn(ctx: Ctx, shelf: Shelf, productId: string): Promise<Interest[]> {
  const [neighbours, counts] = await Promise.all([neighboursOf(ctx, [productId]), countedGoods(ctx, [productId])]);
  const speaking = (neighbours.get(productId) ?? []).slice(0, SPEAKING);
  const alike = new Map(speaking.map((one) => [one.goods, one.similarity]));
  const most = Math.max(Number.MIN_VALUE, ...alike.values());
  const rows = await newestBuyers(ctx, [productId, ...alike.keys()]);
  const counted = counts.get(productId) ?? { customers: 0, rebuyers: 0, rebuyLn: 0 };
  const prior = goodsPrior(shelf.prior, counted);
  return [...Map.groupBy(rows, ({ customerId }) => customerId)].map(([customerId, bought]): Interest => {
    const own = bought.filter((one) => one.productId === productId).map(({ on }) => on);
    const rhythm = goodsRhythm(own, prior, ctx.today);
    const lastOwn = own.toSorted().at(-1);
    const contact = bought[0]?.contact ?? false;
    const since = lastOwn === undefined ? null : Math.max(0, daysBetween(lastOwn, ctx.today));
    const resting = since !== null && tooSoon(since, rhythm?.usualDays ?? Math.exp(prior.meanLog), counted);
    // About due: a quarter of such gaps is over, and not so many that they have stopped for good.
    if (rhythm && lastOwn !== undefined) {
      const due = !resting && rhythm.quietness >= 0.25 && rhythm.quietness < 0.98;
      return { customerId, contact, score: due ? 1 + rhythm.quietness : 0, because: null, lastOn: lastOwn, rhythm };
    }
    const best = bought
      .map((one) => ({ ...one, part: interestOf(ctx, (alike.get(one.productId) ?? 0) / most, one.on) }))
      .sort((a, b) => b.part - a.part)[0];
    const { part = 0, productId: because = null, on = ctx.today } = best ?? {};
    return { customerId, contact, score: resting ? 0 : part, because, lastOn: on, rhythm: null };
  });
}

/** Fades by half in a hundred days. */
function interestOf(ctx: Ctx, alike: number, on: string): number {
  return alike * 0.5 ** (Math.max(0, daysBetween(on, ctx.today)) / 100);
}

interface Sale {
  customerId: string;
  productId: string;
  on: string;
  contact: boolean;
}

async function newestBuyers(ctx: Ctx, productIds: readonly string[]): Promise<Sale[]> {
  const reach = withinReach(ctx, 'orders.read');
  const { rows } = await sql<Sale>`
    select sale."customerId", p.id as "productId", sale.on, ${mayContact(ctx, sql.ref('sale.customerId'))} as contact
    from unnest(${[...productIds]}::uuid[]) p (id) cross join lateral (
      select distinct o.customer_id as "customerId", o.day as on
      from (
        select l.order_id from order_lines l
        where l.workspace_id = ${ctx.workspace.id} and l.product_id = p.id and l.quantity > 0
        order by l.order_id desc limit ${SALES_EACH}
      ) l join orders o on o.workspace_id = ${ctx.workspace.id} and o.id = l.order_id and ${KEPT}
      where o.customer_id is not null and o.day > ${ctx.today}::date - ${INTEREST_DAYS}::int
    ) sale
    join customers on customers.workspace_id = ${ctx.workspace.id} and customers.id = sale."customerId"
    where ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())} ${reach ? sql`and ${reach}` : sql``}
      and ${mayProfile(ctx, sql.ref('sale.customerId'))}`.execute(ctx.db);
  return rows;
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
