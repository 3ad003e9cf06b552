import { cholesky } from '../hessian.ts';
import { normals } from '../random.ts';

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
