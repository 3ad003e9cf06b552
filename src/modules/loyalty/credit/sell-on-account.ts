import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { moneyInWords } from '../../../kernel/i18n/print.ts';
import { addDays } from '../../../maths/calendar.ts';
import { ownerReached } from '../value/cards.ts';
import { creditErrors } from './contract.ts';
import { openCredit } from './credits.ts';
import { creditLeft, standingOf } from './standing.ts';

const refuse = refusals(creditErrors);

interface OnAccount {
  customerId: string;
  orderId: string;
  reference: string;
  owed: bigint;
  level: Parameters<typeof standingOf>[2];
}

/** Behind the lock of the customer's sales: what is open is read and added to by one till at a time. */
export async function sellOnAccount(
  ctx: Ctx,
  { level, owed, customerId, orderId, reference }: OnAccount,
): Promise<void> {
  await ownerReached(ctx, customerId, 'loyalty.post');
  const standing = await standingOf(ctx, customerId, level);
  if (!standing.terms) throw refuse('CREDIT_NOT_GRANTED', { path: 'onAccount' });
  const left = creditLeft(standing);
  if (owed > left) {
    const { open, terms } = standing;
    const words = { open: moneyInWords(ctx, open), limit: moneyInWords(ctx, terms.limit) };
    throw refuse('CREDIT_BEYOND_LIMIT', { path: 'onAccount', left: moneyInWords(ctx, left), ...words });
  }
  const dueOn = addDays(ctx.today, standing.terms.days);
  await openCredit(ctx, { customerId, orderId, owed, dueOn, reference });
}
