import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { onceByBody } from '../ledger/with-account.ts';
import { accountOf, lockCardsOf, ownerReached, someMoney, writeLines, type ValueCard } from './cards.ts';
import { valueErrors } from './contract.ts';
import { giftCardByCode } from './gift-cards.ts';
import { bonusFor, EMPTY, sumOf, takeFromAll } from './rules/purse.ts';
import { refuseBeyond, valueLimits } from './terms.ts';

const refuse = refusals(valueErrors);

interface Keyed {
  idempotencyKey?: string | undefined;
}

/** Money paid ahead, with what the shop gives on top. */
export async function topUp(
  ctx: Ctx,
  input: Keyed & { customerId: string; amount: string; reason?: string | null | undefined },
) {
  return onceByBody(ctx, 'POST /loyalty/value/top-up', input, async () => {
    const paid = someMoney(ctx, input.amount);
    const owner = await ownerReached(ctx, input.customerId, 'loyalty.post');
    const card = await accountOf(ctx, owner);
    const { bonuses, mostMinor } = await valueLimits(ctx);
    const bonus = bonusFor(bonuses, paid);
    refuseBeyond(ctx, mostMinor, sumOf(card) + paid + bonus);
    const actId = newId();
    await writeLines(ctx, [{ card, actId, kind: 'top_up', customerId: owner, paid, bonus, reason: input.reason }]);
    await recordAudit(ctx, {
      action: 'loyalty_value.topped_up',
      entity: 'customer',
      entityId: owner,
      detail: { amount: input.amount },
    });
    return { actId, amount: inBase(ctx, paid), bonus: inBase(ctx, bonus), balance: await balanceOf(ctx, owner) };
  });
}

/** From the customer's cards, or from the gift card whose code is brought; the last money is spent once. */
export async function payWithValue(
  ctx: Ctx,
  input: Keyed & {
    customerId?: string | null | undefined;
    code?: string | null | undefined;
    amount: string;
    reference?: string | null | undefined;
  },
) {
  return onceByBody(ctx, 'POST /loyalty/value/pay', input, async () => {
    if (Boolean(input.customerId) === Boolean(input.code)) throw refuse('VALUE_WHOSE', { path: 'customerId' });
    const amount = someMoney(ctx, input.amount);
    const owner = input.customerId ? await ownerReached(ctx, input.customerId, 'loyalty.post') : null;
    const cards = owner ? await lockCardsOf(ctx, owner) : [await giftCardByCode(ctx, input.code as string)];
    const taken = takeFromAll(cards, amount);
    if (!taken) {
      throw refuse('VALUE_TOO_LITTLE', { path: 'amount', balance: moneyInWords(ctx, totalOf(cards)) });
    }
    const actId = newId();
    const lines = cards.flatMap((card, n) => {
      const { paid, bonus } = taken[n] ?? EMPTY;
      const facts = { card, actId, kind: 'pay', customerId: owner, reference: input.reference } as const;
      return paid + bonus === 0n ? [] : [{ ...facts, paid: -paid, bonus: -bonus }];
    });
    await writeLines(ctx, lines);
    return { actId, amount: inBase(ctx, amount), balance: inBase(ctx, totalOf(cards)) };
  });
}

/** The customer leaves: their own money goes back to them, what the shop gave on top lapses. */
export async function payOut(ctx: Ctx, input: Keyed & { customerId: string; reason: string }) {
  return onceByBody(ctx, 'POST /loyalty/value/pay-out', input, async () => {
    const owner = await ownerReached(ctx, input.customerId, 'loyalty.adjust');
    const cards = (await lockCardsOf(ctx, owner)).filter((card) => sumOf(card) > 0n);
    const paid = cards.reduce((sum, card) => sum + card.paid, 0n);
    const lapsed = cards.reduce((sum, card) => sum + card.bonus, 0n);
    if (paid === 0n) throw refuse('VALUE_NOTHING_LEFT');
    const actId = newId();
    const facts = { actId, kind: 'pay_out', customerId: owner, reason: input.reason } as const;
    await writeLines(
      ctx,
      cards.map((card) => ({ ...facts, card, paid: -card.paid, bonus: -card.bonus })),
    );
    await recordAudit(ctx, { action: 'loyalty_value.paid_out', entity: 'customer', entityId: owner });
    return { actId, amount: inBase(ctx, paid), lapsed: inBase(ctx, lapsed), balance: inBase(ctx, 0n) };
  });
}

export function totalOf(cards: readonly ValueCard[]): bigint {
  return cards.reduce((sum, card) => sum + sumOf(card), 0n);
}

async function balanceOf(ctx: Ctx, customerId: string) {
  return inBase(ctx, totalOf(await lockCardsOf(ctx, customerId)));
}
