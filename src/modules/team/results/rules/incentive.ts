export interface IncentiveRule {
  id: string;
  figure: string;
  /**
   * `each`: an amount for every one beyond `from`. `percent`: hundredths of a per cent (`amount`) of the money beyond
   * `from`. `reached`: the amount once, for reaching `from`, or the colleague's own target where that is null.
   */
  kind: 'each' | 'percent' | 'reached';
  from: number | null;
  /** Minor units; of `percent`, hundredths of a per cent. */
  amount: bigint;
  /** Minor units. */
  atMost: bigint | null;
}

export interface Measured {
  /** Counts and days as they are, shares in per cent, money in minor units; null: nothing to measure. */
  value: number | bigint | null;
  target: number | null;
}

export interface Unit {
  unit: 'count' | 'share' | 'money' | 'days';
  fewer: boolean;
  /** Decimal places of the currency. */
  decimals: number;
}

/** What a rule pays for a figure, in minor units. Never negative, never beyond the rule's own limit. */
export function payFor(rule: IncentiveRule, { value, target }: Measured, unit: Unit): bigint {
  if (value === null) return 0n;
  const paid = { each: payEach, percent: payPercent, reached: payReached }[rule.kind](rule, value, target, unit);
  return rule.atMost !== null && paid > rule.atMost ? rule.atMost : paid;
}

function payEach({ from, amount }: IncentiveRule, value: number | bigint): bigint {
  const beyond = Math.floor(Number(value)) - (from ?? 0);
  return beyond > 0 ? BigInt(Math.floor(beyond)) * amount : 0n;
}

function payPercent(
  { from, amount }: IncentiveRule,
  value: number | bigint,
  _target: number | null,
  unit: Unit,
): bigint {
  const beyond = BigInt(value) - minorOf(from ?? 0, unit);
  // Half a minor unit counts as a whole one.
  return beyond > 0n ? (beyond * amount + 5_000n) / 10_000n : 0n;
}

function payReached(
  { from, amount }: IncentiveRule,
  value: number | bigint,
  target: number | null,
  unit: Unit,
): bigint {
  const line = from ?? target;
  if (line === null) return 0n;
  return reaches(value, line, unit) ? amount : 0n;
}

/** Whether the figure is as good as the line. The line of money is in whole units of the currency. */
export function reaches(value: number | bigint, line: number, unit: Unit): boolean {
  const wanted = unit.unit === 'money' ? minorOf(line, unit) : line;
  return unit.fewer ? value <= wanted : value >= wanted;
}

function minorOf(whole: number, { decimals }: Unit): bigint {
  return BigInt(Math.round(whole * 10 ** decimals));
}

export type Fault = 'kind' | 'line' | 'only-sales';

/** Why these rules cannot be; sales are never the only thing that somebody is paid for. */
export function faultIn(
  rules: readonly Pick<IncentiveRule, 'figure' | 'kind' | 'from'>[],
  figures: ReadonlyMap<string, { unit: Unit['unit']; sales: boolean }>,
): { at: number; fault: Fault } | null {
  for (const [at, { figure, kind, from }] of rules.entries()) {
    const known = figures.get(figure);
    const fits = { each: known?.unit === 'count', percent: known?.unit === 'money', reached: known !== undefined };
    if (!fits[kind]) return { at, fault: 'kind' };
    if (known?.unit === 'share' && from !== null && from > 100) return { at, fault: 'line' };
  }
  const onlySales = rules.length > 0 && rules.every(({ figure }) => figures.get(figure)?.sales);
  return onlySales ? { at: 0, fault: 'only-sales' } : null;
}
