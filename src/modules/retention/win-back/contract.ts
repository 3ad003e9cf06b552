import { z } from 'zod';
import { civilDate, explanation, id, listInput, money, operation, page } from '../../../kernel/contract.ts';

const lostCustomer = z.object({
  customer: z.object({
    id,
    name: z.string(),
    phone: z.string().nullable(),
    stage: z.string(),
    owner: z.object({ id, name: z.string() }).nullable(),
  }),
  lastOn: civilDate,
  lostOn: civilDate,
  /** What a year with them brought. */
  perYear: money,
  /** Of customers lost for as long, so many come back within half a year. */
  chance: z.number(),
  /** What trying is worth: the one times the other. */
  expected: money,
  explanation,
  /** The open case or plan, if there is one. */
  plan: z.object({ id, state: z.enum(['open', 'agreed']), dueOn: civilDate }).nullable(),
});

export const winBackContract = {
  list: operation({
    method: 'GET',
    path: '/retention/win-back',
    summary: 'Lost customers, by what a year with them brought times the chance that they come back',
    requires: 'retention.read',
    input: listInput.strict(),
    output: page(lostCustomer),
  }),
};

export type LostCustomer = z.infer<typeof lostCustomer>;
