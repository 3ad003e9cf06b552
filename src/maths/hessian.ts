import type { Objective } from './minimise.ts';

/** Second derivatives by central differences of the gradient, made symmetric. */
export function hessianOf(objective: Objective, point: Float64Array, step = 1e-4): Float64Array[] {
  const size = point.length;
  const slopes = Array.from(point, (_, i) => {
    const [above, below] = [new Float64Array(size), new Float64Array(size)];
    objective(
      point.map((value, j) => (i === j ? value + step : value)),
      above,
    );
    objective(
      point.map((value, j) => (i === j ? value - step : value)),
      below,
    );
    return above.map((value, j) => (value - (below[j] ?? 0)) / (2 * step));
  });
  return slopes.map((row, i) => row.map((value, j) => (value + (slopes[j]?.[i] ?? 0)) / 2));
}

/** Lower triangle L with L Lᵀ = matrix; null unless the matrix is positive definite. */
export function cholesky(matrix: readonly Float64Array[]): Float64Array[] | null {
  const size = matrix.length;
  const lower = Array.from({ length: size }, () => new Float64Array(size));
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let rest = at(matrix, i, j);
      for (let k = 0; k < j; k += 1) rest -= at(lower, i, k) * at(lower, j, k);
      if (i === j && !(rest > 1e-12 * Math.abs(at(matrix, i, i)))) return null;
      (lower[i] as Float64Array)[j] = i === j ? Math.sqrt(rest) : rest / at(lower, j, j);
    }
  }
  return lower;
}

/** Of a symmetric positive definite matrix; null of any other. */
export function inverted(matrix: readonly Float64Array[]): Float64Array[] | null {
  const lower = cholesky(matrix);
  if (!lower) return null;
  const columns = matrix.map((_, i) =>
    solved(
      lower,
      Float64Array.from(matrix, (_row, j) => (i === j ? 1 : 0)),
    ),
  );
  return columns.map((column, i) => column.map((value, j) => (value + at(columns, j, i)) / 2));
}

/** x with L Lᵀ x = right. */
export function solved(lower: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = lower.length;
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = (x[i] ?? 0) - at(lower, i, k) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(lower, i, i);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) x[i] = (x[i] ?? 0) - at(lower, k, i) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(lower, i, i);
  }
  return x;
}

function at(matrix: readonly Float64Array[], row: number, column: number): number {
  return matrix[row]?.[column] ?? 0;
}
