import type { Ctx } from '../../../kernel/context.ts';
import { moneyInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { minorOf } from '../programme/programme.ts';
import type { CouponTerms } from './contract.ts';

/** "￥10 off ￥100", "20 % off, up to ￥50". */
export function worthInWords(ctx: Ctx, terms: CouponTerms): string {
  const money = (amount: string | null) => (amount === null ? '' : moneyInWords(ctx, minorOf(ctx, amount) ?? 0n));
  const worth = translate(ctx.locale, `loyalty:coupon.worth.${terms.kind}`, {
    amount: money(terms.amount),
    // English says what goes, Chinese shops what is left to pay: of ten parts.
    off: ctx.locale === 'en' ? `${terms.percent} %` : (100 - (terms.percent ?? 0)) / 10,
    sku: terms.sku,
    buy: terms.buy,
    get: terms.get,
    service: terms.service,
  });
  const most = terms.kind !== 'amount' && terms.amount !== null;
  const least = (minorOf(ctx, terms.minimum) ?? 0n) > 0n;
  return [
    worth,
    ...(most ? [translate(ctx.locale, 'loyalty:coupon.worth.most', { amount: money(terms.amount) })] : []),
    ...(least ? [translate(ctx.locale, 'loyalty:coupon.worth.from', { amount: money(terms.minimum) })] : []),
  ].join(translate(ctx.locale, 'loyalty:coupon.worth.comma'));
}
