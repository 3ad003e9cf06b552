import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { moneyInWords } from '../../../kernel/i18n/print.ts';
import { creditErrors } from '../credit/contract.ts';
import { minorOf } from '../programme/programme.ts';
import { valueErrors } from '../value/contract.ts';
import { payWithValue } from '../value/pay.ts';
import { counterErrors, type GivenSale } from './contract.ts';
import { paidAhead } from './rules/bill.ts';

const refuse = refusals(counterErrors);
const valueRefused = refusals(valueErrors);
const creditRefused = refusals(creditErrors);

/** How a sale is paid beside money; minor units. */
interface Paying {
  /** With money paid ahead: the member's own, then gift cards. */
  ahead: Ahead[];
  aheadMinor: bigint;
  onAccountMinor: bigint;
}

interface Ahead {
  customerId?: string;
  code?: string;
  amount: string;
  minor: bigint;
}

/** What was said of it, in amounts that the currency knows; only a member's money is paid ahead or later. */
export function payingOf(ctx: Ctx, given: GivenSale, customerId: string | null): Paying {
  const own = minorOf(ctx, given.value ?? '0');
  if (own === null) throw valueRefused('VALUE_AMOUNT_UNFIT', { path: 'value' });
  if (own > 0n && customerId === null) throw refuse('COUNTER_VALUE_NEEDS_CUSTOMER', { path: 'value' });
  const onAccountMinor = minorOf(ctx, given.onAccount ?? '0');
  if (onAccountMinor === null) throw creditRefused('CREDIT_AMOUNT_UNFIT', { path: 'onAccount' });
  if (onAccountMinor > 0n && customerId === null) throw creditRefused('CREDIT_NEEDS_CUSTOMER', { path: 'onAccount' });
  const gifts = (given.giftCards ?? []).map(({ code, amount }, n): Ahead => {
    const minor = minorOf(ctx, amount);
    if (!minor) throw valueRefused('VALUE_AMOUNT_UNFIT', { path: `giftCards.${n}.amount` });
    return { code, amount, minor };
  });
  const members: Ahead[] =
    own > 0n && customerId !== null ? [{ customerId, amount: given.value ?? '0', minor: own }] : [];
  const ahead = [...members, ...gifts];
  return { ahead, aheadMinor: ahead.reduce((sum, { minor }) => sum + minor, 0n), onAccountMinor };
}

export function refuseBeyondBill(ctx: Ctx, { ahead, onAccountMinor }: Paying, totalMinor: bigint): void {
  const asked = [...ahead.map(({ minor }) => minor), onAccountMinor];
  if (paidAhead(totalMinor, asked).parts.every((part, n) => part === asked[n])) return;
  throw refuse('COUNTER_PAID_BEYOND_BILL', {
    path: onAccountMinor > 0n ? 'onAccount' : 'value',
    total: moneyInWords(ctx, totalMinor),
  });
}

export async function payAhead(ctx: Ctx, { ahead }: Paying, reference: string): Promise<string[]> {
  const acts: string[] = [];
  // One after the other: two codes of one card must not both find its last money. At most six.
  for (const { customerId, code, amount } of ahead) {
    acts.push((await payWithValue(ctx, { customerId, code, amount, reference })).actId);
  }
  return acts;
}
