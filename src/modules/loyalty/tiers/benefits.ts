import type { Ctx } from '../../../kernel/context.ts';
import { moneyInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { minorOf } from '../programme/programme.ts';
import type { ProgrammeRules } from '../programme/contract.ts';

type Level = ProgrammeRules['tiers']['levels'][number];

/** What the shop keeps to for a tier, in words; rules of an earlier day may not know all of it. */
export function benefitsInWords(ctx: Ctx, { discount, quantity, credit }: Level): string[] {
  const say = (key: string, values: Record<string, unknown>) =>
    translate(ctx.locale, `loyalty:tier.benefit.${key}`, values);
  const money = (amount: string) => moneyInWords(ctx, minorOf(ctx, amount) ?? 0n);
  // Chinese shops say what is left to pay, of ten parts.
  const off = (percent: number) => (ctx.locale === 'en' ? percent : (100 - percent) / 10);
  return [
    discount &&
      say(Number(discount.from) > 0 ? 'discountFrom' : 'discount', {
        off: off(discount.percent),
        from: money(discount.from),
      }),
    quantity &&
      [
        say('quantity', { off: off(quantity.percent), pieces: quantity.pieces }),
        quantity.most && say(`most.${quantity.period}`, { most: money(quantity.most) }),
      ]
        .filter(Boolean)
        .join(translate(ctx.locale, 'loyalty:tier.benefit.comma')),
    credit && say('credit', { days: credit.days, limit: money(credit.limit) }),
  ].flatMap((one) => one || []);
}
