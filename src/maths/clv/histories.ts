/** Repeat purchase days x, weeks from the first to the last (tx) and from the first to the end of observation (T). */
export type BuyingHistory = { x: number; tx: number; T: number };

/** Equal histories counted once: a shop has far fewer of them than customers. */
export type Groups = {
  x: Int32Array;
  tx: Float64Array;
  T: Float64Array;
  weight: Float64Array;
  customers: number;
  longest: number;
  mostRepeats: number;
};

/** Throws a RangeError for a history that cannot be, e.g. a last purchase after the end of observation. */
export function groupsOf(histories: Iterable<BuyingHistory>): Groups {
  const indexOf = new Map<string, number>();
  const distinct: BuyingHistory[] = [];
  const counts: number[] = [];
  let customers = 0;
  for (const { x, tx, T } of histories) {
    if (!(x >= 0 && tx >= 0 && tx <= T && T < Infinity)) throw new RangeError(`impossible history: ${x} ${tx} ${T}`);
    const key = `${x} ${tx} ${T}`;
    const index = indexOf.get(key) ?? distinct.length;
    if (index === distinct.length) {
      indexOf.set(key, index);
      distinct.push({ x, tx, T });
    }
    counts[index] = (counts[index] ?? 0) + 1;
    customers += 1;
  }
  return {
    x: Int32Array.from(distinct, ({ x }) => x),
    tx: Float64Array.from(distinct, ({ tx }) => tx),
    T: Float64Array.from(distinct, ({ T }) => T),
    weight: Float64Array.from(counts),
    customers,
    longest: distinct.reduce((most, { T }) => Math.max(most, T), 0),
    mostRepeats: distinct.reduce((most, { x }) => Math.max(most, x), 0),
  };
}

/** Every n-th of many: beyond this number more customers make a fit slower and, by the eye, no better. */
export function thinned<One>(all: readonly One[], most = ENOUGH_TO_FIT): readonly One[] {
  if (all.length <= most) return all;
  const step = all.length / most;
  return Array.from({ length: most }, (_, n) => all[Math.floor(n * step)] as One);
}

const ENOUGH_TO_FIT = 40_000;
