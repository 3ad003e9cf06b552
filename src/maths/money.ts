/** An amount in whole minor units (fen, cents) of an ISO 4217 currency. */
export type Money = { minor: bigint; currency: string };

export type MoneyRefusal =
  | 'not-a-decimal'
  | 'unknown-currency'
  | 'too-many-decimals'
  | 'too-large'
  | 'currency-mismatch'
  | 'bad-rate'
  | 'bad-weights';

export type MoneyResult<T> = { ok: true; value: T } | { ok: false; reason: MoneyRefusal };

/** Amounts are stored as PostgreSQL int8. */
export const MAX_MINOR = 2n ** 63n - 1n;

export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

/** Digits after the decimal point; unknown codes count as two, so that showing an amount never fails. */
export function exponentOf(currency: string): number {
  return OTHER_EXPONENTS.get(currency) ?? 2;
}

/** `'1234.50'` → 123450n. Zeros beyond the currency's decimals are harmless, other digits there are refused. */
export function parseMoney(decimal: unknown, currency: string): MoneyResult<bigint> {
  if (!isCurrency(currency)) return refuse('unknown-currency');
  const parts = readDecimal(decimal);
  if (!parts) return refuse('not-a-decimal');
  const exponent = exponentOf(currency);
  const fraction = parts.fraction.replace(/0+$/, '');
  if (fraction.length > exponent) return refuse('too-many-decimals');
  if (parts.whole.length > MAX_DIGITS) return refuse('too-large');
  return bounded(parts.sign * BigInt(parts.whole + fraction.padEnd(exponent, '0')));
}

/** Plain decimal string without grouping or currency sign: 123450n CNY → `'1234.50'`. */
export function formatDecimal(minor: bigint, currency: string): string {
  const exponent = exponentOf(currency);
  const sign = minor < 0n ? '-' : '';
  const digits = magnitude(minor)
    .toString()
    .padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

export function addMoney(a: Money, b: Money): MoneyResult<Money> {
  if (a.currency !== b.currency) return refuse('currency-mismatch');
  const sum = bounded(a.minor + b.minor);
  return sum.ok ? { ok: true, value: { minor: sum.value, currency: a.currency } } : sum;
}

/**
 * Splits a total by weights so that the parts add up exactly (largest remainder; ties go to the earlier part).
 * No part is off its exact share by a whole minor unit.
 */
export function allocate(total: bigint, weights: readonly bigint[]): MoneyResult<bigint[]> {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0n);
  if (weightSum <= 0n || weights.some((weight) => weight < 0n)) return refuse('bad-weights');
  const amount = magnitude(total);
  const parts = weights.map((weight) => (amount * weight) / weightSum);
  const left = Number(amount - parts.reduce((sum, part) => sum + part, 0n));
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (amount * weight) % weightSum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const raised = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  const sign = total < 0n ? -1n : 1n;
  return { ok: true, value: parts.map((part, index) => sign * (raised.has(index) ? part + 1n : part)) };
}

/** Units of `to` for one unit of `from`, as a decimal string; exact arithmetic, halves go to the even minor unit. */
export function convert(minor: bigint, from: string, to: string, rate: unknown): MoneyResult<bigint> {
  if (!isCurrency(from) || !isCurrency(to)) return refuse('unknown-currency');
  const parts = readDecimal(rate);
  if (!parts || parts.sign < 0n || parts.whole.length > MAX_DIGITS) return refuse('bad-rate');
  const rateDigits = BigInt(parts.whole + parts.fraction);
  if (rateDigits === 0n) return refuse('bad-rate');
  const numerator = minor * rateDigits * 10n ** BigInt(exponentOf(to));
  const denominator = 10n ** BigInt(parts.fraction.length + exponentOf(from));
  return bounded(divideHalfEven(numerator, denominator));
}

type DecimalParts = { sign: bigint; whole: string; fraction: string };

/** int8 has 19 digits; a longer whole part is out of reach whatever it says. */
const MAX_DIGITS = 19;
const MAX_TEXT = 80;

function readDecimal(text: unknown): DecimalParts | null {
  if (typeof text !== 'string' || text.length > MAX_TEXT) return null;
  const match = /^([+-]?)0*(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  return { sign: match[1] === '-' ? -1n : 1n, whole: match[2] ?? '', fraction: match[3] ?? '' };
}

function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const amount = magnitude(numerator);
  const quotient = amount / denominator;
  const twiceRest = (amount % denominator) * 2n;
  const up = twiceRest > denominator || (twiceRest === denominator && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return numerator < 0n ? -rounded : rounded;
}

function bounded(minor: bigint): MoneyResult<bigint> {
  return magnitude(minor) > MAX_MINOR ? refuse('too-large') : { ok: true, value: minor };
}

function magnitude(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}

function refuse(reason: MoneyRefusal): { ok: false; reason: MoneyRefusal } {
  return { ok: false, reason };
}

/** ISO 4217 list one (active currencies; funds and metals left out). */
const CURRENCIES = new Set(
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF
  CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
  IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
  MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
  SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW
  UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`.split(/\s+/),
);

/** ISO 4217 minor units that are not 2. */
const OTHER_EXPONENTS = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);
