import { z } from 'zod';
import { civilDate, id, instant, listInput, money, noInput, operation, page, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { amount, line } from '../shapes-contract.ts';

export const valueErrors = {
  VALUE_AMOUNT_UNFIT: { status: 422 },
  VALUE_TOO_LITTLE: { status: 422 },
  VALUE_TOO_MUCH: { status: 422 },
  VALUE_NOTHING_LEFT: { status: 422 },
  VALUE_SPENT: { status: 409 },
  VALUE_TAKEN_BACK: { status: 409 },
  VALUE_ENTRY_NOT_FOUND: { status: 404 },
  VALUE_WHOSE: { status: 422 },
  VALUE_BONUS_UNFIT: { status: 422 },
  GIFT_CARD_UNKNOWN: { status: 404 },
  GIFT_CARD_TAKEN: { status: 409 },
  GIFT_CARD_SHOWN: { status: 409 },
  CUSTOMER_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

export const valueKinds = ['top_up', 'pay', 'take_back', 'pay_out'] as const;

const terms = z.object({
  /** Who tops up at least `from` gets `bonus` besides; of several steps the highest counts. */
  bonuses: z.array(z.object({ from: amount, bonus: amount }).strict()).max(10),
  /** The most that may stand on one card; null: no limit. */
  most: amount.nullable(),
});

const sums = { balance: money, own: money, bonus: money };
const card = z.object({ id, kind: z.enum(['account', 'gift']), tail: z.string().nullable(), balance: money });
const account = z.object({ customerId: id, ...sums, cards: z.array(card) });

const entry = z.object({
  id,
  actId: id,
  kind: z.enum(valueKinds),
  /** Signed. */
  amount: money,
  bonus: money,
  /** Of the card, with it. */
  balance: money,
  card: z.object({ kind: z.enum(['account', 'gift']), tail: z.string().nullable() }),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  at: instant,
  day: civilDate,
  by: z.string(),
  /** What of it can still be taken back. */
  reversible: money,
});

/** As printed, in any case, with or without dashes and blanks. */
export const giftCardCode = z
  .string()
  .max(60)
  .transform((value) => value.toUpperCase().replace(/[^A-Z0-9]/g, ''))
  .pipe(z.string().min(4));
const key = z.string().min(1).max(200).optional();
const words = line(200).nullish();
const acted = z.object({ actId: id, amount: money, balance: money });

const person = pick(valueErrors, 'CUSTOMER_NOT_FOUND');
const unknownCode = pick(valueErrors, 'GIFT_CARD_UNKNOWN', 'GIFT_CARD_TAKEN');

export const valueContract = {
  terms: operation({
    method: 'GET',
    path: '/loyalty/value/terms',
    summary: 'What topping up brings besides',
    requires: 'loyalty.read',
    input: noInput,
    output: terms.extend({ version: z.int() }),
  }),
  changeTerms: operation({
    method: 'PUT',
    path: '/loyalty/value/terms',
    summary: 'Say what topping up brings besides',
    requires: 'loyalty.manage',
    input: terms.extend({ version: z.int() }).strict(),
    output: terms.extend({ version: z.int() }),
    errors: pick(valueErrors, 'VALUE_AMOUNT_UNFIT', 'VALUE_BONUS_UNFIT'),
  }),
  summary: operation({
    method: 'GET',
    path: '/loyalty/value/summary',
    summary: 'Money that customers paid ahead and have not used: what the shop owes',
    requires: 'loyalty.read',
    input: noInput,
    output: z.object({
      ...sums,
      cards: z.int(),
      giftCards: z.int(),
      /** This month: paid in, given on top, paid with. */
      month: z.object({ toppedUp: money, bonus: money, used: money }),
    }),
  }),
  account: operation({
    method: 'GET',
    path: '/loyalty/accounts/{customerId}/value',
    summary: 'What a customer has paid ahead',
    requires: 'loyalty.read',
    input: z.object({ customerId: id }).strict(),
    output: account,
    errors: person,
  }),
  entries: operation({
    method: 'GET',
    path: '/loyalty/accounts/{customerId}/value/entries',
    summary: 'Everything that happened on a customer’s cards, newest first',
    requires: 'loyalty.read',
    input: listInput.extend({ customerId: id }).strict(),
    output: page(entry),
    errors: person,
  }),
  topUp: operation({
    method: 'POST',
    path: '/loyalty/value/top-up',
    summary: 'The customer pays money in; the bonus of the terms is added',
    requires: 'loyalty.post',
    input: z.object({ customerId: id, amount, reason: words, idempotencyKey: key }).strict(),
    output: acted.extend({ bonus: money }),
    errors: { ...person, ...pick(valueErrors, 'VALUE_AMOUNT_UNFIT', 'VALUE_TOO_MUCH') },
  }),
  pay: operation({
    method: 'POST',
    path: '/loyalty/value/pay',
    summary: 'Pay with stored money: of a customer, or with the code of a gift card',
    requires: 'loyalty.post',
    input: z
      .object({
        customerId: id.nullish(),
        code: giftCardCode.nullish(),
        amount,
        /** The number of the till's document. */
        reference: line(120).nullish(),
        idempotencyKey: key,
      })
      .strict(),
    output: acted,
    errors: {
      ...person,
      ...unknownCode,
      ...pick(valueErrors, 'VALUE_AMOUNT_UNFIT', 'VALUE_TOO_LITTLE', 'VALUE_WHOSE'),
    },
  }),
  takeBack: operation({
    method: 'POST',
    path: '/loyalty/value/acts/{id}/take-back',
    summary: 'Refund a payment to the cards it came from, whole or in parts; or undo a top-up that was not used',
    requires: 'loyalty.post',
    input: z.object({ id, amount: amount.optional(), reason: words, idempotencyKey: key }).strict(),
    output: acted,
    errors: pick(
      valueErrors,
      'VALUE_ENTRY_NOT_FOUND',
      'VALUE_TAKEN_BACK',
      'VALUE_SPENT',
      'VALUE_TOO_MUCH',
      'VALUE_AMOUNT_UNFIT',
    ),
  }),
  payOut: operation({
    method: 'POST',
    path: '/loyalty/value/pay-out',
    summary: 'Give a customer back the money they paid in; what the shop gave on top lapses',
    requires: 'loyalty.adjust',
    input: z.object({ customerId: id, reason: line(200).pipe(z.string().min(1)), idempotencyKey: key }).strict(),
    output: acted.extend({ lapsed: money }),
    errors: { ...person, ...pick(valueErrors, 'VALUE_NOTHING_LEFT') },
  }),
  giftCards: {
    sell: operation({
      method: 'POST',
      path: '/loyalty/value/gift-cards',
      summary: 'Sell a gift card; its code is read within a quarter of an hour, and is nowhere afterwards',
      requires: 'loyalty.post',
      input: z.object({ amount, customerId: id.nullish(), reason: words, idempotencyKey: key }).strict(),
      output: z.object({ id, amount: money, tail: z.string() }),
      errors: { ...person, ...pick(valueErrors, 'VALUE_AMOUNT_UNFIT', 'VALUE_TOO_MUCH') },
    }),
    code: operation({
      method: 'GET',
      path: '/loyalty/value/gift-cards/{id}/code',
      summary: 'The code of a gift card that one has just sold',
      requires: 'loyalty.post',
      input: z.object({ id }).strict(),
      output: z.object({ code: z.string() }),
      errors: pick(valueErrors, 'GIFT_CARD_UNKNOWN', 'GIFT_CARD_SHOWN'),
    }),
    look: operation({
      method: 'POST',
      path: '/loyalty/value/gift-cards/look',
      summary: 'What is left on a gift card',
      requires: 'loyalty.post',
      readOnly: true,
      input: z.object({ code: giftCardCode }).strict(),
      output: z.object({ id, balance: money, claimed: z.boolean() }),
      errors: pick(valueErrors, 'GIFT_CARD_UNKNOWN'),
    }),
    claim: operation({
      method: 'POST',
      path: '/loyalty/value/gift-cards/claim',
      summary: 'Put a gift card on the card of whoever was given it; its code is of no use then',
      requires: 'loyalty.post',
      input: z.object({ code: giftCardCode, customerId: id }).strict(),
      output: account,
      errors: { ...person, ...unknownCode },
    }),
  },
};

export type ValueTerms = z.output<typeof terms> & { version: number };
export type ValueAccount = z.output<typeof account>;
export type ValueEntry = z.output<typeof entry>;
