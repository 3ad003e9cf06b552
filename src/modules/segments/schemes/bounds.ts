import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { parseMoney } from '../../../maths/money.ts';
import type { Bound } from '../contract.ts';
import { UNITS, type Measure } from '../rules/measures.ts';
import type { Scheme } from '../rules/schemes.ts';

/** Decimals as people type them → ascending bounds: money in minor units, recency as days counted backwards. */
export function readBounds(ctx: Ctx, scheme: Scheme, given: Record<string, string[]>): Record<string, number[]> {
  const read = Object.entries(given).map(([measure, texts]) => {
    const own = scheme.measures.find((one) => one.measure === measure && !one.always);
    if (!own) throw wrong(ctx, measure, 'unknownMeasure');
    const values = texts.map((text) => valueOf(ctx, own.measure, text)).sort((a, b) => a - b);
    if (values.length > own.levels - 1 || new Set(values).size < values.length) throw wrong(ctx, measure, 'cutTwice');
    return [own.measure, values] as const;
  });
  return Object.fromEntries(read);
}

export function presentBounds(ctx: Ctx, bounds: Record<string, number[]>): Record<string, string[]> {
  const told = Object.entries(bounds).map(([measure, values]) => {
    const texts = boundsOf(ctx, measure as Measure, values).map((one) =>
      typeof one === 'number' ? String(one) : one.amount,
    );
    return [measure, texts] as const;
  });
  return Object.fromEntries(told);
}

/** As the API speaks of them: money as money, recency as days. */
export function boundsOf(ctx: Ctx, measure: Measure, bounds: readonly number[]): Bound[] {
  return bounds.map((bound) => valueInWords(ctx, measure, bound));
}

export function valueInWords(ctx: Ctx, measure: Measure, value: number): Bound {
  const unit = UNITS[measure];
  if (unit === 'money') return inBase(ctx, BigInt(Math.round(value)));
  if (unit === 'days') return -value;
  return Math.round(value * 1000) / 1000;
}

function valueOf(ctx: Ctx, measure: Measure, text: string): number {
  const unit = UNITS[measure];
  if (unit === 'money') {
    const parsed = parseMoney(text, ctx.workspace.baseCurrency);
    if (!parsed.ok || (parsed.value <= 0n && measure !== 'net')) throw wrong(ctx, measure, 'amount');
    return Number(parsed.value);
  }
  const value = Number(text);
  if (value < 0 && unit !== 'points') throw wrong(ctx, measure, 'notNegative');
  if (unit === 'percent' && value > 100) throw wrong(ctx, measure, 'percent');
  return unit === 'days' ? -value : value;
}

function wrong(ctx: Ctx, measure: string, problem: string) {
  return refuse('BAD_INPUT', {
    path: `bounds.${measure.slice(0, 40)}`,
    problem: translate(ctx.locale, `segments:problems.${problem}`),
  });
}
