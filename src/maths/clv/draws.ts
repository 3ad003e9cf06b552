import { cholesky } from '../hessian.ts';

export const DRAWS = 200;

/**
 * Parameters as they might as well be: the point and so many draws from the normal distribution around it (on the
 * logarithmic scale). The same for the same fit, so that an interval does not tremble. Only the point where the
 * covariance is not known.
 */
export function drawsAround(point: Float64Array, covariance: Float64Array[] | null, count = DRAWS): Float64Array[] {
  const lower = covariance && cholesky(covariance);
  if (!lower) return [point];
  const normal = normals(20_050_815);
  return Array.from({ length: count }, () => {
    const z = point.map(() => normal());
    // Beyond ± 12 no fit looks; a flat direction must not end in infinity.
    return point.map((centre, i) => {
      const moved = centre + z.reduce((sum, value, j) => sum + value * (lower[i]?.[j] ?? 0), 0);
      return Math.max(-12, Math.min(12, moved));
    });
  });
}

/** Standard normal numbers from a seed: mulberry32 and Box–Muller. */
export function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
