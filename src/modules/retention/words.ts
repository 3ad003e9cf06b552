import type { Money } from '../../kernel/contract.ts';
import type { Ctx } from '../../kernel/context.ts';
import { formatDecimal } from '../../maths/money.ts';

export function inBase(ctx: Ctx, minor: bigint): Money {
  const currency = ctx.workspace.baseCurrency;
  return { amount: formatDecimal(minor, currency), currency };
}

/** ￥6,240 */
export function moneyInWords(ctx: Ctx, minor: bigint | number): string {
  const { amount, currency } = inBase(ctx, typeof minor === 'bigint' ? minor : BigInt(Math.round(minor)));
  return new Intl.NumberFormat(ctx.locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  }).format(amount as Intl.StringNumericLiteral);
}

/** Nov 22, 2026; 2026年11月22日 */
export function dayInWords(ctx: Ctx, day: string): string {
  return new Intl.DateTimeFormat(ctx.locale, {
    dateStyle: ctx.locale === 'en' ? 'medium' : 'long',
    timeZone: 'UTC',
  }).format(Date.parse(day));
}

export function wholeDays(days: number): number {
  return Math.max(1, Math.round(days));
}

/** Nothing is certain: 99 at most. */
export function percentOf(share: number): number {
  return Math.min(99, Math.floor(share * 100));
}

export function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
