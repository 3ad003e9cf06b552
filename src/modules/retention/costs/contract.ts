import { z } from 'zod';
import { civilDate, id, instant, listInput, money, noInput, operation, page, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const costErrors = {
  COST_NOT_FOUND: { status: 404 },
  COST_TAKEN_BACK: { status: 409 },
  COST_AMOUNT_UNFIT: { status: 422 },
  COST_DAY_UNFIT: { status: 422 },
  COST_RATE_UNKNOWN: { status: 422 },
  COST_CUSTOMER_UNKNOWN: { status: 422 },
} as const satisfies ErrorCatalog;

export const costKinds = [
  'advert',
  'commission',
  'discount',
  'gift',
  'coupon',
  'visit',
  'call',
  'event',
  'other',
] as const;
const purpose = z.enum(['winning', 'keeping']);
const kind = z.enum(costKinds);

const cost = z.object({
  id,
  purpose,
  kind,
  day: civilDate,
  amount: money,
  /** In the base currency at the rate of the day. */
  base: money,
  hours: z.number().nullable(),
  hourRate: money.nullable(),
  customer: z.object({ id, name: z.string() }).nullable(),
  note: z.string().nullable(),
  by: z.string(),
  at: instant,
  /** A later row took it back. */
  takenBack: z.boolean(),
  /** This row takes another one back. */
  takesBack: z.boolean(),
});

const given = z
  .object({
    purpose,
    kind,
    day: civilDate,
    /** Either this, or `hours` and `hourRate`. */
    amount: money.nullish(),
    hours: z.number().positive().max(10_000).nullish(),
    hourRate: money.nullish(),
    customerId: id.nullish(),
    note: z.string().trim().max(500).nullish(),
  })
  .strict();

const economics = z.object({
  /** Of a hundred of sales, what is left after the goods; null: figures are turnover. */
  marginPercent: z.number().min(0.01).max(100).multipleOf(0.01).nullable(),
  version: z.number().int(),
});

export const costsContract = {
  list: operation({
    method: 'GET',
    path: '/retention/costs',
    summary: 'What winning and keeping customers cost, the latest day first',
    requires: 'retention.figures',
    input: listInput.extend({ purpose: purpose.optional() }).strict(),
    output: page(cost),
  }),
  book: operation({
    method: 'POST',
    path: '/retention/costs',
    summary: 'Book what was spent: an amount, or hours at so much an hour',
    requires: 'retention.costs',
    input: given,
    output: cost,
    errors: pick(costErrors, 'COST_AMOUNT_UNFIT', 'COST_DAY_UNFIT', 'COST_RATE_UNKNOWN', 'COST_CUSTOMER_UNKNOWN'),
  }),
  takeBack: operation({
    method: 'POST',
    path: '/retention/costs/{id}/take-back',
    summary: 'Take a wrong booking back; both rows stay to be seen',
    requires: 'retention.costs',
    input: z.object({ id }).strict(),
    output: cost,
    errors: pick(costErrors, 'COST_NOT_FOUND', 'COST_TAKEN_BACK'),
  }),
  economics: {
    read: operation({
      method: 'GET',
      path: '/retention/economics',
      summary: 'The margin that all figures of retention are told with, predictions included',
      requires: 'retention.figures',
      input: noInput,
      output: economics,
    }),
    change: operation({
      method: 'PATCH',
      path: '/retention/economics',
      summary: 'Change the margin; the value of every customer follows',
      requires: 'retention.costs',
      input: economics.partial().required({ version: true }).strict(),
      output: economics,
    }),
  },
};

export type CostKind = z.infer<typeof kind>;
export type CostPurpose = z.infer<typeof purpose>;
export type Cost = z.infer<typeof cost>;
export type CostGiven = z.infer<typeof given>;
export type Economics = z.infer<typeof economics>;
