import { z } from 'zod';
import { civilDate, id, instant, listInput, money, noInput, operation, page, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { amount, filledLine, line } from '../shapes-contract.ts';

export const creditErrors = {
  CREDIT_AMOUNT_UNFIT: { status: 422 },
  CREDIT_NEEDS_CUSTOMER: { status: 422 },
  CREDIT_NOT_GRANTED: { status: 422 },
  CREDIT_BEYOND_LIMIT: { status: 422 },
  CREDIT_NOTHING_OPEN: { status: 422 },
  CREDIT_PAID_TOO_MUCH: { status: 422 },
  CREDIT_PAYMENT_NOT_FOUND: { status: 404 },
  CREDIT_PAYMENT_TAKEN_BACK: { status: 409 },
  CUSTOMER_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

export const creditKinds = ['owe', 'pay', 'give_back', 'owe_again', 'take_back'] as const;

/** A sale of which something is open. */
const openSale = z.object({
  id,
  orderId: id,
  number: z.string(),
  /** The shop's day of the sale, and the last one on which it is paid in time. */
  day: civilDate,
  dueOn: civilDate,
  owed: money,
  open: money,
  overdue: z.boolean(),
});

/** How somebody stands at the till. `left`: what the tier still grants; null where it grants nothing. */
export const creditStanding = z.object({
  open: money,
  /** Of it, what should have been paid by now. */
  overdue: money,
  /** The day of the oldest sale that is open, and the first day on which something is due. */
  since: civilDate.nullable(),
  dueOn: civilDate.nullable(),
  left: money.nullable(),
  days: z.int().nullable(),
  limit: money.nullable(),
});

const account = creditStanding.extend({ customerId: id, sales: z.array(openSale) });

const entry = z.object({
  id,
  actId: id,
  kind: z.enum(creditKinds),
  /** Signed: by how much more is open. */
  amount: money,
  /** Of a payment that paid several sales all of it. */
  whole: money,
  orderId: id,
  number: z.string(),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  at: instant,
  day: civilDate,
  by: z.string(),
  /** A payment that was not taken back. */
  reversible: z.boolean(),
});

const key = z.string().min(1).max(200).optional();
const paid = z.object({ actId: id, amount: money, open: money });
const person = pick(creditErrors, 'CUSTOMER_NOT_FOUND');

export const creditContract = {
  summary: operation({
    method: 'GET',
    path: '/loyalty/credit/summary',
    summary: 'What customers owe for sales on account',
    requires: 'loyalty.read',
    input: noInput,
    output: z.object({ open: money, overdue: money, customers: z.int(), sales: z.int() }),
  }),
  open: operation({
    method: 'GET',
    path: '/loyalty/credit/open',
    summary: 'Sales of which something is open, the one that is due first before the others',
    requires: 'loyalty.read',
    input: listInput.strict(),
    output: page(openSale.extend({ customer: z.object({ id, name: z.string() }).nullable() })),
  }),
  account: operation({
    method: 'GET',
    path: '/loyalty/accounts/{customerId}/credit',
    summary: 'What a customer owes, since when, and what may still be put on account',
    requires: 'loyalty.read',
    input: z.object({ customerId: id }).strict(),
    output: account,
    errors: person,
  }),
  entries: operation({
    method: 'GET',
    path: '/loyalty/accounts/{customerId}/credit/entries',
    summary: 'What was put on account, paid and given back, newest first',
    requires: 'loyalty.read',
    input: listInput.extend({ customerId: id }).strict(),
    output: page(entry),
    errors: person,
  }),
  pay: operation({
    method: 'POST',
    path: '/loyalty/credit/payments',
    summary: 'Take a payment for what is open: the sale that is due first is paid first',
    requires: 'loyalty.post',
    input: z
      .object({
        customerId: id,
        amount,
        reference: line(120).nullish(),
        reason: line(200).nullish(),
        idempotencyKey: key,
      })
      .strict(),
    output: paid,
    errors: { ...person, ...pick(creditErrors, 'CREDIT_AMOUNT_UNFIT', 'CREDIT_NOTHING_OPEN', 'CREDIT_PAID_TOO_MUCH') },
  }),
  takeBack: operation({
    method: 'POST',
    path: '/loyalty/credit/payments/{id}/take-back',
    summary: 'A payment that was noted by mistake: what it paid is open again',
    requires: 'loyalty.adjust',
    input: z.object({ id, reason: filledLine(200), idempotencyKey: key }).strict(),
    output: paid,
    errors: pick(creditErrors, 'CREDIT_PAYMENT_NOT_FOUND', 'CREDIT_PAYMENT_TAKEN_BACK'),
  }),
};

export type CreditStanding = z.output<typeof creditStanding>;
export type CreditAccount = z.output<typeof account>;
export type CreditEntry = z.output<typeof entry>;
export type OpenSale = z.output<typeof openSale>;
