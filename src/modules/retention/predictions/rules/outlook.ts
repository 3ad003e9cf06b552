import { addDays, addMonths, daysBetween, monthsBetween, startOfMonth } from '../../../../maths/calendar.ts';
import {
  modelOf,
  purchasesExpected,
  stillHere,
  type BuyingModel,
  type Predictor,
} from '../../../../maths/clv/predictor.ts';
import { drawsAround } from '../../../../maths/clv/draws.ts';
import { amountsOf, expectedAmount, type Amounts } from '../../../../maths/clv/gamma-gamma.ts';
import { thinned, type BuyingHistory } from '../../../../maths/clv/histories.ts';
import { seasonOf, type Season } from '../../../../maths/season.ts';
import { boughtWithin, DAYS_PER_WEEK, historyAt, minorsWithin, spendingAt, type Buyer, type Shop } from './buyers.ts';
import { trainAt, type ModelKind } from './train.ts';

/** Purchases and money of the customers known when it was made; the interval holds eight months in ten. */
export interface MonthAhead {
  month: string;
  orders: number;
  ordersLow: number;
  ordersHigh: number;
  minor: number;
  minorLow: number;
  minorHigh: number;
}

/** What would have been told on the eve of a month that is over or running. */
export interface MonthBefore extends MonthAhead {
  madeOn: string;
  cameOrders: number;
  cameMinor: number;
}

/** 80 %: 1.2816 standard deviations to either side. */
const REACH = 1.2816;
const MONTHS_AHEAD = 12;
const MONTHS_BACK = 6;
const ENOUGH_FOR_DRAWS = 400;

export interface Known {
  model: BuyingModel;
  predictor: Predictor;
  /** The model as it might as well be; fewer than two where that is not known. */
  draws: readonly BuyingModel[];
  amounts: Amounts;
  season: Season | null;
}

/** Two hundred models around a fit, on the logarithmic scale of its parameters. */
export function drawsOf(
  kind: BuyingModel['kind'],
  { point, covariance }: { point: Float64Array; covariance: Float64Array[] | null },
): BuyingModel[] {
  return drawsAround(point, covariance).map((drawn) => modelOf(kind, drawn));
}

/** The twelve months after the one in which `until` lies. `pastError` is how far off, in shares, earlier ones were. */
export function monthsAhead(shop: Shop, known: Known, pastError: number): MonthAhead[] {
  const running = startOfMonth(dayOf(shop.until));
  const standings = standingsOf(shop, known.amounts);
  return Array.from({ length: MONTHS_AHEAD }, (_, n) =>
    monthAhead(shop, standings, known, addMonths(running, n + 1), pastError),
  );
}

/** Each of the last months forecast from its eve, oldest first, beside what came in it. */
export function monthsBefore(shop: Shop, kind: ModelKind): MonthBefore[] {
  const running = startOfMonth(dayOf(shop.until));
  const months = Array.from({ length: MONTHS_BACK + 1 }, (_, n) => addMonths(running, n - MONTHS_BACK));
  return months.flatMap((month) => {
    const eve = addDays(month, -1);
    const then: Shop = { ...shop, until: numberOf(eve) };
    const known = knownAt(then, kind);
    if (!known) return [];
    const end = Math.min(shop.until, numberOf(addMonths(month, 1)) - 1);
    const there = shop.buyers.filter(({ days }) => (days[0] ?? Infinity) <= then.until);
    const scale = shop.of / Math.max(1, shop.buyers.length);
    const sum = (of: (buyer: Buyer) => number) => there.reduce((total, buyer) => total + of(buyer), 0) * scale;
    return {
      ...monthAhead(then, standingsOf(then, known.amounts), known, month, 0),
      madeOn: eve,
      cameOrders: Math.round(sum((buyer) => boughtWithin(buyer, then.until, end))),
      cameMinor: Math.round(sum((buyer) => minorsWithin(buyer, then.until, end))),
    };
  });
}

/** Root mean square of how far off whole months were, as a share; 0 where fewer than three are known. */
export function errorOf(before: readonly MonthBefore[], until: number): number {
  const whole = before.filter(({ month }) => numberOf(addMonths(month, 1)) - 1 <= until);
  const off = whole.flatMap(({ orders, cameOrders }) =>
    orders > 0 && cameOrders > 0 ? Math.log(cameOrders / orders) ** 2 : [],
  );
  return off.length < 3 ? 0 : Math.sqrt(off.reduce((sum, square) => sum + square, 0) / off.length);
}

/** How the months of the year differ in what these customers buy; null below two years. */
export function seasonAt({ buyers, until }: Shop): Season | null {
  const first = buyers.reduce((earliest, { days }) => Math.min(earliest, days[0] ?? until), until);
  // Whole months only: the first and the running one are cut off.
  const from = addMonths(startOfMonth(dayOf(first)), 1);
  const months = monthsBetween(from, dayOf(until));
  if (months < 24) return null;
  const counts = Array.from({ length: months }, () => 0);
  const edges = Array.from({ length: months + 1 }, (_, n) => numberOf(addMonths(from, n)));
  for (const { days } of buyers) {
    for (const day of days) {
      if (day < (edges[0] ?? 0) || day >= (edges.at(-1) ?? 0)) continue;
      const index = monthsBetween(from, dayOf(day));
      counts[index] = (counts[index] ?? 0) + 1;
    }
  }
  return seasonOf(counts, Number(from.slice(5, 7)) - 1);
}

export function dayOf(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

export function numberOf(day: string): number {
  return daysBetween('1970-01-01', day);
}

function knownAt(shop: Shop, kind: ModelKind): Known | null {
  const there = shop.buyers.flatMap((buyer) => historyAt(buyer, shop.until) ?? []);
  if (there.length < 50 || there.filter(({ x }) => x > 0).length < 10) return null;
  const trained = trainAt(shop.buyers, shop.until, kind, { recalibrate: false });
  const amounts = amountsOf(shop.buyers.map((buyer) => spendingAt(buyer, shop.until)));
  if (!trained || !amounts) return null;
  const { fit, predictor } = trained;
  return { model: fit, predictor, draws: drawsOf(fit.kind, fit), amounts, season: seasonAt(shop) };
}

/** One customer on the eve of a forecast. */
interface Standing {
  history: BuyingHistory;
  amount: number;
}

function standingsOf(shop: Shop, amounts: Amounts): Standing[] {
  return shop.buyers.flatMap((buyer) => {
    const history = historyAt(buyer, shop.until);
    return history ? { history, amount: expectedAmount(amounts, spendingAt(buyer, shop.until)) } : [];
  });
}

function monthAhead(
  shop: Shop,
  standings: readonly Standing[],
  known: Known,
  month: string,
  pastError: number,
): MonthAhead {
  const from = (numberOf(month) - 1 - shop.until) / DAYS_PER_WEEK;
  const to = (numberOf(addMonths(month, 1)) - 1 - shop.until) / DAYS_PER_WEEK;
  const scale = (shop.of / Math.max(1, shop.buyers.length)) * (known.season?.[Number(month.slice(5, 7)) - 1] ?? 1);
  const sums = { orders: 0, minor: 0, scatter: 0, minorScatter: 0, squares: 0 };
  for (const { history, amount } of standings) {
    const expected = between(known.predictor, history, from, to);
    const scatter = scatterOf(known.model, history, expected);
    sums.orders += expected;
    sums.minor += expected * amount;
    sums.scatter += scatter;
    // The number of purchases scatters, and each in its amount, about as widely as it is large.
    sums.minorScatter += (scatter + expected) * amount * amount;
    sums.squares += expected * expected;
  }
  const [orders, minor] = [sums.orders * scale, sums.minor * scale];
  const told = Math.hypot(parameterError(standings, known, from, to), pastError);
  // Where some stand for all, which ones they are is chance, too.
  const drawn = Math.sqrt(sums.squares * (1 - shop.buyers.length / Math.max(1, shop.of))) * scale;
  const spread = Math.hypot(Math.sqrt(sums.scatter * scale), told * orders, drawn);
  const share = orders > 0 ? Math.hypot(told * orders, drawn) / orders : 0;
  const minorSpread = Math.hypot(Math.sqrt(sums.minorScatter * scale), share * minor);
  return {
    month,
    orders,
    ordersLow: Math.max(0, orders - REACH * spread),
    ordersHigh: orders + REACH * spread,
    minor: Math.round(minor),
    minorLow: Math.round(Math.max(0, minor - REACH * minorSpread)),
    minorHigh: Math.round(minor + REACH * minorSpread),
  };
}

function between(predictor: Predictor, history: BuyingHistory, from: number, to: number): number {
  return Math.max(0, purchasesExpected(predictor, history, to) - purchasesExpected(predictor, history, from));
}

/** Variance of one customer's purchases: negative binomial while he is there, and he may be gone. */
function scatterOf(model: BuyingModel, history: BuyingHistory, expected: number): number {
  if (model.kind === 'average') return expected;
  const here = stillHere(model, history) ?? 1;
  if (!(here > 1e-9)) return expected;
  const ifHere = expected / here;
  return here * (ifHere + (ifHere * ifHere) / (model.r + history.x) + ifHere * ifHere) - expected * expected;
}

/** Standard deviation of the total over the draws of the parameters, as a share of it. */
function parameterError(standings: readonly Standing[], known: Known, from: number, to: number): number {
  if (known.draws.length < 2) return 0;
  const histories = thinned(standings, ENOUGH_FOR_DRAWS).map(({ history }) => history);
  const totals = known.draws.map((model) => {
    const predictor = { ...known.predictor, model, recalibration: null };
    return histories.reduce((sum, history) => sum + between(predictor, history, from, to), 0);
  });
  const centre = totals.reduce((sum, total) => sum + total, 0) / totals.length;
  const variance = totals.reduce((sum, total) => sum + (total - centre) ** 2, 0) / (totals.length - 1);
  return centre > 0 ? Math.sqrt(variance) / centre : 0;
}
