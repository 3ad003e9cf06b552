export interface Draws {
  /** Uniform in [0, 1). */
  unit(): number;
  below(end: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  pick<T>(from: readonly T[]): T;
  weighted<T>(from: readonly T[], weight: (one: T) => number): T;
}

/** Repeatable draws (mulberry32): the same seed gives the same shop on every machine. */
export function draws(seed: number): Draws {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number) => Math.floor(unit() * end);
  return {
    unit,
    below,
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    weighted(from, weight) {
      let left = unit() * from.reduce((sum, one) => sum + weight(one), 0);
      return from.find((one) => (left -= weight(one)) < 0) ?? (from.at(-1) as (typeof from)[number]);
    },
  };
}
