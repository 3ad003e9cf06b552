export type Quadrature = { nodes: Float64Array; weights: Float64Array };

/**
 * Gauss–Jacobi for the expectation over Beta(a, b) on [0, 1]: Σ weight · f(node), weights adding up to 1.
 * Golub and Welsch (1969): nodes are the eigenvalues of the recurrence's tridiagonal matrix.
 */
export function betaQuadrature(a: number, b: number, size: number): Quadrature {
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  // Jacobi weight (1−x)^p (1+x)^q on [−1, 1], moved to [0, 1].
  const [p, q] = [b - 1, a - 1];
  for (let n = 0; n < size; n += 1) {
    const s = 2 * n + p + q;
    const centre = n === 0 ? (q - p) / (p + q + 2) : (q * q - p * p) / (s * (s + 2));
    diagonal[n] = (1 + centre) / 2;
    if (n === 0) continue;
    const square =
      n === 1
        ? (4 * (1 + p) * (1 + q)) / ((2 + p + q) ** 2 * (3 + p + q))
        : (4 * n * (n + p) * (n + q) * (n + p + q)) / (s * s * (s + 1) * (s - 1));
    beside[n - 1] = Math.sqrt(square) / 2;
  }
  const first = new Float64Array(size);
  first[0] = 1;
  diagonalise(diagonal, beside, first);
  return { nodes: diagonal, weights: first.map((value) => value * value) };
}

/** Implicit QL on a symmetric tridiagonal matrix (EISPACK imtql2); follows only the first row of the eigenvectors. */
function diagonalise(d: Float64Array, e: Float64Array, first: Float64Array): void {
  const size = d.length;
  for (let l = 0; l < size; l += 1) {
    for (let round = 0; round < 60; round += 1) {
      const m = splitAfter(d, e, l);
      if (m === l) break;
      sweep(d, e, first, l, m);
    }
  }
}

function splitAfter(d: Float64Array, e: Float64Array, from: number): number {
  let m = from;
  for (; m < d.length - 1; m += 1) {
    const size = Math.abs(at(d, m)) + Math.abs(at(d, m + 1));
    if (Math.abs(at(e, m)) <= Number.EPSILON * size) break;
  }
  return m;
}

function sweep(d: Float64Array, e: Float64Array, first: Float64Array, l: number, m: number): void {
  const half = (at(d, l + 1) - at(d, l)) / (2 * at(e, l));
  const root = Math.hypot(half, 1);
  let g = at(d, m) - at(d, l) + at(e, l) / (half + (half >= 0 ? root : -root));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let i = m - 1; i >= l; i -= 1) {
    const f = sine * at(e, i);
    const b = cosine * at(e, i);
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] = at(d, i + 1) - shift;
      e[m] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = at(d, i + 1) - shift;
    const t = (at(d, i) - g) * sine + 2 * cosine * b;
    shift = sine * t;
    d[i + 1] = g + shift;
    g = cosine * t - b;
    const [upper, lower] = [at(first, i + 1), at(first, i)];
    first[i + 1] = sine * lower + cosine * upper;
    first[i] = cosine * lower - sine * upper;
  }
  d[l] = at(d, l) - shift;
  e[l] = g;
  e[m] = 0;
}

function at(vector: Float64Array, index: number): number {
  return vector[index] ?? 0;
}
