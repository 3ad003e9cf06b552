import { mean } from './statistics.ts';

/**
 * What a customer is likely to buy next. The score of goods i for a customer is
 *   Σ over his purchase days decay^age · [i bought] + popular · share of i among the most bought
 *   + alike · Σ over what he bought lately recent^age · similarity(j, i), scaled to 1 for the best
 * where age counts purchase days back from the last (0). The weights are chosen on the shop's own last baskets.
 */
export type Weights = { decay: number; popular: number; alike: number; recent: number };

export const DEFAULT_WEIGHTS: Weights = { decay: 0.9, popular: 0.3, alike: 0.3, recent: 0.8 };

/** Goods of one purchase day, each once. */
export type Basket<Goods> = readonly Goods[];

type Neighbour<Goods> = { goods: Goods; similarity: number };

export type Shelf<Goods> = {
  /** Goods bought together with these, the most similar first. */
  neighbours: (goods: Goods) => readonly Neighbour<Goods>[];
  /** Bought by most lately, each with its share of the most bought (1). */
  popular: readonly { goods: Goods; share: number }[];
  /** What is not offered: bought too recently, not sold any more. */
  resting?: (goods: Goods) => boolean;
};

export type Recommended<Goods> = {
  goods: Goods;
  score: number;
  /** The three parts of the score. */
  parts: { own: number; popular: number; alike: number };
  /** On how many of the own purchase days it was bought. */
  times: number;
  /** What he bought that speaks most for it; null where nothing does. */
  because: Goods | null;
};

/** Shrinks the similarity of goods that were seldom bought, so that one chance basket says little. */
export const SHRINKAGE = 20;
export const NEIGHBOURS = 100;
/** So many goods bought last speak for others. */
const RECENT_GOODS = 20;
/** Baskets of a customer beyond these say nothing that the newer ones do not. */
export const BASKETS = 100;

/** `together` baskets held both, `one` and `other` the one and the other. */
export function similarity(together: number, one: number, other: number): number {
  return together / (Math.sqrt(one * other) + SHRINKAGE);
}

/** The best first; `baskets` of one customer, the newest first. */
export function recommend<Goods>(
  baskets: readonly Basket<Goods>[],
  shelf: Shelf<Goods>,
  weights: Weights,
  limit: number,
): Recommended<Goods>[] {
  return offered(baskets, shelf, weights)
    .map((one) => {
      const popular = weights.popular * one.share;
      const alike = weights.alike * one.alike;
      const { goods, own, times, because } = one;
      return { goods, score: own + popular + alike, parts: { own, popular, alike }, times, because };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

interface Offered<Goods> {
  goods: Goods;
  own: number;
  share: number;
  alike: number;
  times: number;
  because: Goods | null;
}

/** Everything that comes into question, with the parts of its score before they are weighed against each other. */
function offered<Goods>(
  baskets: readonly Basket<Goods>[],
  shelf: Shelf<Goods>,
  weights: Pick<Weights, 'decay' | 'recent'>,
): Offered<Goods>[] {
  const found = new Map<Goods, Offered<Goods>>();
  const at = (goods: Goods): Offered<Goods> => {
    const known = found.get(goods) ?? { goods, own: 0, share: 0, alike: 0, times: 0, because: null };
    found.set(goods, known);
    return known;
  };
  baskets.slice(0, BASKETS).forEach((basket, age) => {
    for (const goods of basket) {
      const one = at(goods);
      one.own += weights.decay ** age;
      one.times += 1;
    }
  });
  for (const { goods, share } of shelf.popular) at(goods).share = share;
  for (const { goods, alike, because } of likenesses(baskets, shelf, weights)) {
    Object.assign(at(goods), { alike, because });
  }
  return [...found.values()].filter(({ goods }) => !shelf.resting?.(goods));
}

/** Goods like those bought last, 1 for the likest. */
function likenesses<Goods>(
  baskets: readonly Basket<Goods>[],
  shelf: Shelf<Goods>,
  { recent }: Pick<Weights, 'recent'>,
) {
  const sums = new Map<Goods, { goods: Goods; alike: number; strongest: number; because: Goods }>();
  for (const { goods: bought, age } of latestGoods(baskets)) {
    for (const { goods, similarity: alike } of shelf.neighbours(bought)) {
      const part = recent ** age * alike;
      const one = sums.get(goods) ?? { goods, alike: 0, strongest: 0, because: bought };
      sums.set(goods, one);
      one.alike += part;
      if (part <= one.strongest) continue;
      one.strongest = part;
      one.because = bought;
    }
  }
  const most = Math.max(Number.MIN_VALUE, ...[...sums.values()].map(({ alike }) => alike));
  return [...sums.values()].map(({ goods, alike, because }) => ({ goods, alike: alike / most, because }));
}

export function latestGoods<Goods>(baskets: readonly Basket<Goods>[]): { goods: Goods; age: number }[] {
  const latest = new Map<Goods, number>();
  for (const [age, basket] of baskets.entries()) {
    for (const goods of basket) {
      if (latest.size >= RECENT_GOODS) break;
      if (!latest.has(goods)) latest.set(goods, age);
    }
  }
  return [...latest].map(([goods, age]) => ({ goods, age }));
}

/** A customer whose last basket is held back: what was known before, and what he then bought. */
export type HeldBack<Goods> = { baskets: readonly Basket<Goods>[]; bought: Basket<Goods> };

type Choice = { weights: Weights; recall: number | null };

/** The weights that would have foretold most on these; the plain ones where nothing is clearly better. */
export function chooseWeights<Goods>(
  cases: readonly HeldBack<Goods>[],
  shelf: (one: HeldBack<Goods>) => Shelf<Goods>,
  limit: number,
): Choice {
  const trials = weightTrials(cases, shelf, limit);
  let step = trials.next();
  while (!step.done) step = trials.next();
  return step.value;
}

/** The same in steps, for whoever has other work between them. */
export function* weightTrials<Goods>(
  cases: readonly HeldBack<Goods>[],
  shelf: (one: HeldBack<Goods>) => Shelf<Goods>,
  limit: number,
): Generator<void, Choice> {
  const plain: Choice = { weights: DEFAULT_WEIGHTS, recall: recallWith(cases, shelf, DEFAULT_WEIGHTS, limit) };
  if (plain.recall === null) return plain;
  let best = { weights: DEFAULT_WEIGHTS, recall: 0 };
  for (const decay of CHOICES.decay) {
    yield;
    const prepared = cases.map((one) => ({
      offers: offered(one.baskets, shelf(one), { ...DEFAULT_WEIGHTS, decay }),
      bought: new Set(one.bought),
    }));
    for (const popular of CHOICES.popular) {
      for (const alike of CHOICES.alike) {
        const weights = { ...DEFAULT_WEIGHTS, decay, popular, alike };
        const recall = mean(prepared.map((one) => shareFound(one, weights, limit))) ?? 0;
        if (recall > best.recall) best = { weights, recall };
      }
    }
  }
  // A share that is better by chance is no reason to leave the plain weights.
  return best.recall > plain.recall * CLEARLY ? best : plain;
}

const CLEARLY = 1.03;
const CHOICES = {
  decay: [0.8, 0.9, 0.95, 0.98, 1],
  popular: [0.01, 0.1, 0.3, 1, 3, 10],
  alike: [0, 0.1, 0.3, 1, 3],
} as const;

export function recallWith<Goods>(
  cases: readonly HeldBack<Goods>[],
  shelf: (one: HeldBack<Goods>) => Shelf<Goods>,
  weights: Weights,
  limit: number,
): number | null {
  if (cases.length === 0) return null;
  const shares = cases.map((one) => {
    const offers = offered(one.baskets, shelf(one), weights);
    return shareFound({ offers, bought: new Set(one.bought) }, weights, limit);
  });
  return mean(shares);
}

/** Share of `bought` among the first `limit` offers: as many offers as score better may stand before it. */
function shareFound<Goods>(
  { offers, bought }: { offers: readonly Offered<Goods>[]; bought: ReadonlySet<Goods> },
  { popular, alike }: Weights,
  limit: number,
): number {
  const scores = offers.map((one) => one.own + popular * one.share + alike * one.alike);
  const last = scores.toSorted((a, b) => b - a)[limit - 1] ?? Number.NEGATIVE_INFINITY;
  let before = scores.reduce((count, score) => count + (score > last ? 1 : 0), 0);
  let found = 0;
  for (const [n, { goods }] of offers.entries()) {
    const score = scores[n] ?? 0;
    if (score < last || (score === last && (before += 1) > limit)) continue;
    if (bought.has(goods)) found += 1;
  }
  return found / Math.max(1, bought.size);
}

/** Neighbours of all goods, counted over the baskets of everybody. The database does the same for a shop. */
export function neighboursIn<Goods>(
  baskets: Iterable<Basket<Goods>>,
  { atLeast = 2, most = NEIGHBOURS }: { atLeast?: number; most?: number } = {},
): Map<Goods, Neighbour<Goods>[]> {
  const held = new Map<Goods, number>();
  const pairs = new Map<Goods, Map<Goods, number>>();
  for (const basket of baskets) {
    for (const one of basket) {
      held.set(one, (held.get(one) ?? 0) + 1);
      const beside = pairs.get(one) ?? new Map<Goods, number>();
      pairs.set(one, beside);
      for (const other of basket) if (other !== one) beside.set(other, (beside.get(other) ?? 0) + 1);
    }
  }
  const found = new Map<Goods, Neighbour<Goods>[]>();
  for (const [one, beside] of pairs) {
    const alike = [...beside]
      .filter(([, together]) => together >= atLeast)
      .map(([goods, together]) => ({
        goods,
        similarity: similarity(together, held.get(one) ?? 0, held.get(goods) ?? 0),
      }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, most);
    if (alike.length > 0) found.set(one, alike);
  }
  return found;
}
