import { z } from 'zod';
import { civilDate, event, id, listInput, noInput, nothing, operation, page } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { customer } from '../shapes-contract.ts';

const notFound = { CUSTOMER_NOT_FOUND: { status: 404 } } as const satisfies ErrorCatalog;

/** `badPhone`: no whole number. `unreachable`: neither phone nor e-mail. `old`: nothing confirmed for a year. */
export const cleanUpKinds = ['unreachable', 'badPhone', 'old'] as const;
const kind = z.enum(cleanUpKinds);

const item = z.object({
  customer,
  /** When anything on the card was last given or confirmed; null: nobody knows. */
  factsOn: civilDate.nullable(),
  checkedOn: civilDate.nullable(),
});
const count = z.object({ value: z.number().int(), exact: z.boolean() });

export const livingContract = {
  cleanUp: operation({
    method: 'GET',
    path: '/customers/clean-up',
    summary: 'Cards to go over, those looked at longest ago first; each comes back a quarter after it was checked',
    requires: 'customers.edit',
    input: listInput.extend({ kind }).strict(),
    output: page(item),
  }),
  summary: operation({
    method: 'GET',
    path: '/customers/clean-up/summary',
    summary: 'How many cards there are to go over',
    requires: 'customers.edit',
    input: noInput,
    output: z.object({
      unreachable: count,
      badPhone: count,
      old: count,
      /** Groups of cards that may be of one customer; null for who may not merge. */
      doubles: count.nullable(),
    }),
  }),
  check: operation({
    method: 'POST',
    path: '/customers/{id}/checked',
    summary: 'Gone over: the card leaves the clean-up list for a quarter',
    requires: 'customers.edit',
    /** `still`: all that is known is still true, and its age starts anew. `ask`: Today reminds of asking the customer. */
    input: z.object({ id, outcome: z.enum(['checked', 'still', 'ask']).default('checked') }).strict(),
    output: nothing,
    errors: notFound,
    status: 200,
  }),
};

/** Somebody wants these facts asked for at the next contact. */
export const askWanted = event(
  'customers.askWanted',
  z.object({ customerId: id, facts: z.array(z.string()), on: civilDate }),
);

export type CleanUpKind = z.infer<typeof kind>;
export type CleanUpItem = z.infer<typeof item>;
