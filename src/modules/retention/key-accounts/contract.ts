import { z } from 'zod';
import {
  byId,
  civilDate,
  explanation,
  id,
  listInput,
  money,
  noInput,
  operation,
  page,
  pick,
} from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { customerErrors } from '../../customers/contract.ts';

export const keyAccountErrors = {
  KEY_ACCOUNT_NOT_FOUND: { status: 404 },
  KEY_ACCOUNT_THERE: { status: 409 },
  KEY_ACCOUNT_DAY_UNFIT: { status: 422 },
} as const satisfies ErrorCatalog;

const person = z.object({ id, name: z.string() });
const customer = person.extend({ phone: z.string().nullable(), stage: z.string(), owner: person.nullable() });
const state = z.enum(['growing', 'steady', 'at_risk']);
const text = (most: number) =>
  z
    .string()
    .max(most)
    .transform((value) => value.toWellFormed().replaceAll('\0', '').trim());
const everyWeeks = z.number().int().min(1).max(52);

const account = z.object({
  /** The customer's id: a customer is one key account. */
  id,
  customer,
  since: civilDate,
  aim: z.string().nullable(),
  everyWeeks: z.number().int(),
  reviewOn: civilDate,
  overdue: z.boolean(),
  /** The newest review. */
  state: state.nullable(),
  /** Bought in the last 12 months, and in the 12 before. */
  year: money,
  yearBefore: money,
  /** Open alerts of the watch. */
  warnings: z.number().int(),
  version: z.number().int(),
});

const review = z.object({
  id,
  on: civilDate,
  dueOn: civilDate,
  state,
  note: z.string().nullable(),
  by: z.string(),
});

const warning = z.object({ key: z.string(), text: z.string(), explanation: explanation.nullable() });

const pageOfAccount = account.extend({
  /** The last 24 months, the oldest first; the running one is the last. */
  months: z.array(z.object({ month: z.string(), amount: money, orders: z.number().int() })),
  volume: explanation,
  pattern: z
    .object({
      usualDays: z.number(),
      spreadDays: z.number(),
      sinceDays: z.number().int(),
      dueOn: civilDate,
      explanation,
    })
    .nullable(),
  /** What share of the money goes to each kind of goods: the last six months beside the six before. */
  mix: z.array(z.object({ category: z.string().nullable(), now: money, before: money })),
  warningList: z.array(warning),
  reviews: z.array(review),
});

const proposal = z.object({
  customer,
  /** What a year of their rhythm is worth. */
  year: money,
  explanation,
});

const seen = {
  ...pick(customerErrors, 'CUSTOMER_NOT_FOUND'),
  ...pick(keyAccountErrors, 'KEY_ACCOUNT_NOT_FOUND'),
};
const unfit = pick(keyAccountErrors, 'KEY_ACCOUNT_DAY_UNFIT');

export const keyAccountsContract = {
  list: operation({
    method: 'GET',
    path: '/key-accounts',
    summary: 'Key accounts, the review that is due first in front',
    requires: 'retention.read',
    input: listInput.strict(),
    output: page(account),
  }),
  proposals: operation({
    method: 'GET',
    path: '/key-accounts/proposals',
    summary: 'Regulars who bring most and are no key accounts yet',
    requires: 'retention.read',
    input: noInput,
    output: z.object({ items: z.array(proposal) }),
  }),
  read: operation({
    method: 'GET',
    path: '/key-accounts/{id}',
    summary: 'A key account: volume, pattern, mix of goods, early warnings and reviews',
    requires: 'retention.read',
    input: byId,
    output: pageOfAccount,
    errors: seen,
  }),
  name: operation({
    method: 'POST',
    path: '/key-accounts',
    summary: 'Make a customer a key account',
    requires: 'retention.edit',
    input: z
      .object({
        customerId: id,
        aim: text(500).nullish(),
        everyWeeks: everyWeeks.default(4),
        /** The first review; as many weeks from now unless said. */
        reviewOn: civilDate.optional(),
      })
      .strict(),
    output: account,
    errors: { ...pick(customerErrors, 'CUSTOMER_NOT_FOUND'), ...pick(keyAccountErrors, 'KEY_ACCOUNT_THERE'), ...unfit },
  }),
  change: operation({
    method: 'PATCH',
    path: '/key-accounts/{id}',
    summary: 'Change the aim, how often it is reviewed, or the day of the next review',
    requires: 'retention.edit',
    input: z
      .object({
        id,
        aim: text(500).nullish(),
        everyWeeks: everyWeeks.optional(),
        reviewOn: civilDate.optional(),
        version: z.number().int().optional(),
      })
      .strict(),
    output: account,
    errors: { ...seen, ...unfit },
  }),
  release: operation({
    method: 'DELETE',
    path: '/key-accounts/{id}',
    summary: 'A key account no longer; its reviews stay',
    requires: 'retention.edit',
    input: byId,
    output: z.object({ id }),
    errors: seen,
  }),
  review: operation({
    method: 'POST',
    path: '/key-accounts/{id}/reviews',
    summary: 'Note a review; the next one is due after the weeks set',
    requires: 'retention.edit',
    input: z.object({ id, state, note: text(2000).nullish(), nextOn: civilDate.optional() }).strict(),
    output: review,
    errors: { ...seen, ...unfit },
  }),
};

export type KeyAccount = z.infer<typeof account>;
export type KeyAccountPage = z.infer<typeof pageOfAccount>;
export type KeyAccountProposal = z.infer<typeof proposal>;
export type AccountReview = z.infer<typeof review>;
export type AccountState = z.infer<typeof state>;
export type AccountWarning = z.infer<typeof warning>;
