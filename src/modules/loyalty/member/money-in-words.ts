import type { Money } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { moneyInWords } from '../../../kernel/i18n/print.ts';
import { minorOf } from '../programme/programme.ts';

/** An amount of the shop's currency, as one reads it: ￥12.80 */
export function amountInWords(ctx: Ctx, { amount }: Money): string {
  return moneyInWords(ctx, minorOf(ctx, amount) ?? 0n);
}
