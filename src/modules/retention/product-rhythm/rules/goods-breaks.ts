import { amountAlert } from '../../../../maths/amount-break.ts';
import type { CivilDate } from '../../../../maths/calendar.ts';
import { driftDirection, driftOf } from '../../../../maths/drift.ts';
import { meanOfLogs, momentsOf } from '../../../../maths/log-moments.ts';
import { tradePrior, type RhythmPrior } from '../../../../maths/rhythm-prior.ts';
import { goodsRhythm } from './goods-rhythm.ts';

export type GoodsLine = { productId: string; quantity: number; minor: number };
/** One purchase day of a customer; `lines` one for each sort of goods. */
export type PurchaseDay = { on: CivilDate; lines: GoodsLine[] };

/**
 * `goods_stopped`: comes as before, without the goods always bought. `mix_changed`: without a whole kind of goods.
 * `quantity_down`: clearly fewer pieces a time. `amount_drift`: spends less and less, too slowly to be seen
 * in three purchases.
 */
export const goodsBreakKinds = ['goods_stopped', 'mix_changed', 'quantity_down', 'amount_drift'] as const;
export type GoodsBreakKind = (typeof goodsBreakKinds)[number];

export type GoodsBreak = {
  kind: GoodsBreakKind;
  /** Product or category. */
  what: string | null;
  /** `goods_stopped`: days between, and days since. `mix_changed`: share of purchase days in per cent, then and now. Else pieces or minor units a time. */
  usual: number;
  recent: number;
  /** Purchase days that the comparison rests on, and those held against them. */
  before: number;
  since: number;
  stakeMinor: bigint;
};

type Knowing = {
  until: CivilDate;
  priorOf: (productId: string) => RhythmPrior;
  categoryOf: (productId: string) => string | null;
  /** What a year with this customer is worth. */
  yearMinor: number;
};

/** Purchase days before anything of the kind can be seen. */
export const DAYS_FOR_GOODS = 7;

/**
 * What changed in what a customer buys who still comes; `days` the newest first. What names the goods stands first; fewer
 * pieces and less money are asked only where no goods explain them.
 */
export function goodsBreaks(days: readonly PurchaseDay[], knowing: Knowing): GoodsBreak[] {
  if (days.length < DAYS_FOR_GOODS) return [];
  const named = [stoppedGoods(days, knowing), droppedCategory(days, knowing)].filter((one) => one !== null);
  if (named.length > 0) return named;
  return [fewerPieces(days, knowing), sinkingAmounts(days, knowing)].filter((one) => one !== null);
}

/** Visits without it that are no chance any more: fewer than one in twenty would look like this. */
const CHANCE = 0.05;
/** Share of gaps that must be over. */
const OVERDUE = 0.9;
const LEAST_SHARE = 0.2;

function stoppedGoods(days: readonly PurchaseDay[], knowing: Knowing): GoodsBreak | null {
  let worst: GoodsBreak | null = null;
  const seen = new Set<string>();
  for (const { productId } of days.flatMap(({ lines }) => lines)) {
    if (seen.has(productId)) continue;
    seen.add(productId);
    const one = stopped(days, knowing, productId);
    if (one && (!worst || one.stakeMinor > worst.stakeMinor)) worst = one;
  }
  return worst;
}

function stopped(days: readonly PurchaseDay[], knowing: Knowing, productId: string): GoodsBreak | null {
  const dropped = dropOf(days, (line) => line.productId === productId);
  if (!dropped || dropped.times < 4) return null;
  // Another sort of the same kind since: the taste moved on, the customer stayed.
  const kind = knowing.categoryOf(productId);
  const since = days.slice(0, dropped.since).flatMap(({ lines }) => lines);
  if (kind !== null && since.some((line) => knowing.categoryOf(line.productId) === kind)) return null;
  const own = days.filter(({ lines }) => lines.some((line) => line.productId === productId)).map(({ on }) => on);
  const rhythm = goodsRhythm(own, knowing.priorOf(productId), knowing.until);
  if (!rhythm || rhythm.quietness < OVERDUE) return null;
  const stakeMinor = BigInt(Math.round(knowing.yearMinor * dropped.share));
  const { before, since: visits } = dropped;
  const told = { usual: rhythm.usualDays, recent: rhythm.sinceDays, before, since: visits };
  return { kind: 'goods_stopped', what: productId, ...told, stakeMinor };
}

function droppedCategory(days: readonly PurchaseDay[], knowing: Knowing): GoodsBreak | null {
  let worst: GoodsBreak | null = null;
  const kinds = new Set(days.flatMap(({ lines }) => lines.map((line) => knowing.categoryOf(line.productId))));
  for (const kind of kinds) {
    if (kind === null) continue;
    const dropped = dropOf(days, (line) => knowing.categoryOf(line.productId) === kind);
    if (!dropped || dropped.share < LEAST_SHARE) continue;
    const stakeMinor = BigInt(Math.round(knowing.yearMinor * dropped.share));
    if (worst && worst.stakeMinor >= stakeMinor) continue;
    const { times, before, since } = dropped;
    worst = { kind: 'mix_changed', what: kind, usual: (100 * times) / before, recent: 0, before, since, stakeMinor };
  }
  return worst;
}

/**
 * Purchase days before and since the last with such lines, their share of the money before. Null unless the visits since
 * are too many to be chance, by how often they were bought before (Jeffreys' half added).
 */
function dropOf(days: readonly PurchaseDay[], fits: (line: GoodsLine) => boolean) {
  const since = days.findIndex(({ lines }) => lines.some(fits));
  if (since < 2) return null;
  const earlier = days.slice(since);
  const times = earlier.filter(({ lines }) => lines.some(fits)).length;
  if (earlier.length < 4 || ((earlier.length - times + 0.5) / (earlier.length + 1)) ** since > CHANCE) return null;
  const all = earlier.flatMap(({ lines }) => lines);
  const money = sumOf(all);
  return { since, before: earlier.length, times, share: money > 0 ? sumOf(all.filter(fits)) / money : 0 };
}

/** Three purchases against those before: the two-sided 5 % of `amountAlert`, and a quarter fewer. */
function fewerPieces(days: readonly PurchaseDay[], { yearMinor }: Knowing): GoodsBreak | null {
  const pieces = days.map(({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0));
  const alert = amountAlert(momentsOf(pieces.slice(LATEST)), pieces.slice(0, LATEST));
  if (!alert?.broken || alert.direction === 'higher' || alert.recent > 0.75 * alert.usual) return null;
  const stakeMinor = BigInt(Math.round(yearMinor * (1 - alert.recent / alert.usual)));
  const { usual, recent, history: before } = alert;
  return { kind: 'quantity_down', what: null, usual, recent, before, since: LATEST, stakeMinor };
}

const LATEST = 3;

/** The CUSUM of `drift.ts` over amounts, turned round: smaller and smaller. And a fifth less than in the first half. */
function sinkingAmounts(days: readonly PurchaseDay[], { yearMinor }: Knowing): GoodsBreak | null {
  const amounts = days.map(({ lines }) => sumOf(lines)).toReversed();
  const half = Math.floor(amounts.length / 2);
  const [usual, recent] = [amounts.slice(0, half), amounts.slice(-4)].map((some) =>
    Math.exp(meanOfLogs(momentsOf(some))),
  );
  if (!usual || !recent || recent > 0.8 * usual) return null;
  const prior = { ...tradePrior(usual), withinVariance: 0.25 };
  if (driftDirection(driftOf(amounts, prior)) !== 'faster') return null;
  const stakeMinor = BigInt(Math.round(yearMinor * (1 - recent / usual)));
  return { kind: 'amount_drift', what: null, usual, recent, before: half, since: 4, stakeMinor };
}

function sumOf(lines: readonly GoodsLine[]): number {
  return lines.reduce((sum, { minor }) => sum + Math.max(0, minor), 0);
}
