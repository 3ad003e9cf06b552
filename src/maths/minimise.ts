/** A smooth function at a point: returns its value and writes its gradient. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export type Minimum = { point: Float64Array; value: number; steps: number; converged: boolean };

/** BFGS with backtracking inside the box |θ| ≤ 12, for a handful of parameters on a logarithmic scale. */
export function minimise(objective: Objective, start: readonly number[]): Minimum {
  const size = start.length;
  let point: Float64Array = Float64Array.from(start, clamp);
  let gradient: Float64Array = new Float64Array(size);
  let value = objective(point, gradient);
  let inverse = identity(size);
  let still = 0;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if (largest(gradient) < FLAT) return { point, value, steps, converged: true };
    const direction = descent(inverse, gradient);
    const next = search(objective, { point, value, gradient }, direction);
    if (!next) {
      if (isIdentity(inverse)) return { point, value, steps, converged: largest(gradient) < NEARLY_FLAT };
      inverse = identity(size);
      continue;
    }
    still = value - next.value <= UNCHANGED * Math.abs(value) ? still + 1 : 0;
    inverse = updated(inverse, difference(next.point, point), difference(next.gradient, gradient));
    ({ point, value, gradient } = next);
    if (still >= 2) return { point, value, steps, converged: true };
  }
  return { point, value, steps: MOST_STEPS, converged: false };
}

type Place = { point: Float64Array; value: number; gradient: Float64Array };

const MOST_STEPS = 500;
const FLAT = 1e-7;
const NEARLY_FLAT = 1e-5;
const UNCHANGED = 1e-12;
const LONGEST_STEP = 2;
const EDGE = 12;

/** Halves the step until the value falls by a share of what the slope promises (Armijo). */
function search(objective: Objective, from: Place, direction: Float64Array): Place | null {
  const length = largest(direction);
  let step = length > LONGEST_STEP ? LONGEST_STEP / length : 1;
  const slope = dot(direction, from.gradient);
  for (let halvings = 0; halvings < 50; halvings += 1) {
    const point = from.point.map((value, i) => clamp(value + step * (direction[i] ?? 0)));
    const gradient = new Float64Array(point.length);
    const value = objective(point, gradient);
    if (value <= from.value + 1e-4 * step * slope) return { point, value, gradient };
    step /= 2;
  }
  return null;
}

function descent(inverse: Float64Array[], gradient: Float64Array): Float64Array {
  const direction = Float64Array.from(inverse, (row) => -dot(row, gradient));
  return dot(direction, gradient) < 0 ? direction : gradient.map((value) => -value);
}

/** The BFGS update of the inverse Hessian; left as it is where the curvature is not positive. */
function updated(inverse: Float64Array[], moved: Float64Array, turned: Float64Array): Float64Array[] {
  const curvature = dot(moved, turned);
  if (!(curvature > 1e-14 * Math.sqrt(dot(moved, moved) * dot(turned, turned)))) return inverse;
  const image = Float64Array.from(inverse, (row) => dot(row, turned));
  const scale = (1 + dot(turned, image) / curvature) / curvature;
  return inverse.map((row, i) =>
    row.map((value, j) => {
      const [si, sj, hi, hj] = [moved[i] ?? 0, moved[j] ?? 0, image[i] ?? 0, image[j] ?? 0];
      return value + scale * si * sj - (hi * sj + si * hj) / curvature;
    }),
  );
}

function identity(size: number): Float64Array[] {
  return Array.from({ length: size }, (_, i) => Float64Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
}

function isIdentity(matrix: Float64Array[]): boolean {
  return matrix.every((row, i) => row.every((value, j) => value === (i === j ? 1 : 0)));
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] ?? 0));
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function largest(vector: Float64Array): number {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function clamp(value: number): number {
  return Math.max(-EDGE, Math.min(EDGE, value));
}
