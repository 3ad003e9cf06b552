import type { Money } from '../contract.ts';
import type { Ctx } from '../context.ts';
import { formatDecimal } from '../../maths/money.ts';
import type { Locale } from './locales.ts';

/** Minor units of the base currency as the API speaks of money. */
export function inBase(ctx: Ctx, minor: bigint): Money {
  const currency = ctx.workspace.baseCurrency;
  return { amount: formatDecimal(minor, currency), currency };
}

/** ￥6,240 */
export function moneyInWords(ctx: Ctx, minor: bigint | number): string {
  const { amount, currency } = inBase(ctx, typeof minor === 'bigint' ? minor : BigInt(Math.round(minor)));
  return moneyFormat(ctx.locale, currency).format(amount as Intl.StringNumericLiteral);
}

/** Nov 22, 2026; 2026年11月22日 */
export function dayInWords(ctx: Ctx, day: string): string {
  return dayFormat(ctx.locale).format(Date.parse(day));
}

/** 4.25 → 4.3 */
export function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

const moneyFormats = new Map<string, Intl.NumberFormat>();
const dayFormats = new Map<Locale, Intl.DateTimeFormat>();

// Kept, because making one takes a hundred times as long as using it.
function moneyFormat(locale: Locale, currency: string): Intl.NumberFormat {
  const known = moneyFormats.get(`${locale} ${currency}`);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  });
  moneyFormats.set(`${locale} ${currency}`, format);
  return format;
}

function dayFormat(locale: Locale): Intl.DateTimeFormat {
  const known = dayFormats.get(locale);
  if (known) return known;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: locale === 'en' ? 'medium' : 'long', timeZone: 'UTC' });
  dayFormats.set(locale, format);
  return format;
}
