/** ln Γ(x) for x > 0: Lanczos, g = 7, nine terms (Godfrey's coefficients), about 1e-14. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const base = x + 6.5;
  let sum = 0.999_999_999_999_809_9;
  for (let i = 0; i < LANCZOS.length; i += 1) sum += (LANCZOS[i] ?? 0) / (x + i);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** d ln Γ(x) / dx for x > 0: recurrence up to 10, then the asymptotic series (Abramowitz, Stegun 6.3.18). */
export function digamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 10; at += 1) shift -= 1 / at;
  const square = 1 / (at * at);
  const series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))));
  return shift + Math.log(at) - 1 / (2 * at) - series;
}

export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Regularised lower incomplete gamma P(a, x): series below a + 1, continued fraction above. */
export function incompleteGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
}

/** Regularised upper incomplete gamma Q(a, x) = 1 − P(a, x), accurate far out in the tail. */
export function incompleteGammaUpper(a: number, x: number): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

/** Regularised incomplete beta I_x(a, b). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return betaParts(x, 1 - x, a, b);
}

export function normalCdf(z: number): number {
  const tail = incompleteGammaUpper(0.5, (z * z) / 2) / 2;
  return z > 0 ? 1 - tail : tail;
}

/** Inverse of `normalCdf`: Acklam's rational approximation, then Halley steps. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let z = acklam(p);
  for (let i = 0; i < 2; i += 1) {
    const step = (normalCdf(z) - p) / normalDensity(z);
    z -= step / (1 + (z * step) / 2);
  }
  return z;
}

export function studentCdf(t: number, df: number): number {
  if (t === 0) return 0.5;
  const tail = studentTail(Math.abs(t), df);
  return t > 0 ? 1 - tail : tail;
}

/** Inverse of `studentCdf`: Newton kept inside a shrinking bracket. */
export function studentQuantile(p: number, df: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentFromTail(p, df);
  return studentFromTail(1 - p, df);
}

const LANCZOS = [
  676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_1, -176.615_029_162_140_6, 12.507_343_278_686_905,
  -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
];

const PRECISION = 1e-16;
const TINY = 1e-300;

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 100_000; n += 1) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * PRECISION) break;
  }
  return sum * Math.exp(a * Math.log(x) - x - logGamma(a));
}

/** Lentz's method for the continued fraction of Γ(a, x). */
function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 100_000; i += 1) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / awayFromZero(an * d + b);
    c = awayFromZero(b + an / c);
    const factor = c * d;
    h *= factor;
    if (Math.abs(factor - 1) < PRECISION * 4) break;
  }
  return h * Math.exp(a * Math.log(x) - x - logGamma(a));
}

/** I_x(a, b) with 1 − x given beside x, so that neither loses digits near 1. */
function betaParts(x: number, rest: number, a: number, b: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log(rest) - logBeta(a, b));
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(rest, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 100_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) < PRECISION * 4) break;
  }
  return h;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Peter Acklam's approximation for 0 < p ≤ .5, relative error below 1.2e-9. */
function acklam(p: number): number {
  if (p < 0.024_25) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(ACKLAM_TAIL, q) / (polynomial(ACKLAM_TAIL_BELOW, q) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(ACKLAM_CENTRE, r) * q) / (polynomial(ACKLAM_CENTRE_BELOW, r) * r + 1);
}

const ACKLAM_CENTRE = [
  -39.696_830_286_653_76, 220.946_098_424_520_5, -275.928_510_446_968_7, 138.357_751_867_269, -30.664_798_066_147_16,
  2.506_628_277_459_239,
];
const ACKLAM_CENTRE_BELOW = [
  -54.476_098_798_224_06, 161.585_836_858_040_9, -155.698_979_859_886_6, 66.801_311_887_719_72, -13.280_681_552_885_72,
];
const ACKLAM_TAIL = [
  -0.007_784_894_002_430_293, -0.322_396_458_041_136_5, -2.400_758_277_161_838, -2.549_732_539_343_734,
  4.374_664_141_464_968, 2.938_163_982_698_783,
];
const ACKLAM_TAIL_BELOW = [
  0.007_784_695_709_041_462, 0.322_467_129_070_039_8, 2.445_134_137_142_996, 3.754_408_661_907_416,
];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

/** P(T > t) for t > 0. */
function studentTail(t: number, df: number): number {
  const square = t * t;
  if (square === Infinity) return 0;
  return betaParts(df / (df + square), square / (df + square), df / 2, 0.5) / 2;
}

function studentFromTail(tail: number, df: number): number {
  let low = 0;
  let high = 1;
  while (studentTail(high, df) > tail && high < 1e300) {
    low = high;
    high *= 2;
  }
  let t = (low + high) / 2;
  const logScale = logGamma((df + 1) / 2) - logGamma(df / 2) - 0.5 * Math.log(df * Math.PI);
  for (let i = 0; i < 200; i += 1) {
    const excess = studentTail(t, df) - tail;
    if (excess > 0) low = t;
    else high = t;
    const density = Math.exp(logScale - ((df + 1) / 2) * Math.log1p((t * t) / df));
    const newton = t + excess / density;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * t) return next;
    t = next;
  }
  return t;
}
