import type { Money } from '../contract.ts';
import type { Ctx } from '../context.ts';
import { formatDecimal } from '../../maths/money.ts';

/** Minor units of the base currency as the API speaks of money. */
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

/** 4.25 → 4.3 */
export function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
