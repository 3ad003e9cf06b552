import { z } from 'zod';
import { civilDate, explanation, money, operation } from '../../../kernel/contract.ts';

const flow = z.object({ customers: z.number().int(), money });

const month = z.object({
  month: civilDate,
  /** The month is over, and so is the time in which its losses show. */
  complete: z.boolean(),
  /** Customers there when it began. */
  start: z.number().int(),
  new: flow,
  kept: flow,
  back: flow,
  /** Whose silence reached the limit in this month; what they brought in the year before they fell silent. */
  lost: flow,
  winning: money,
  keeping: money,
});

const told = z.object({ value: z.number(), explanation }).nullable();
const toldMoney = z.object({ money, explanation }).nullable();

const bucket = z.object({
  until: civilDate.nullable(),
  lostAfterDays: z.number().int(),
  warnings: z.array(z.enum(['nobody', 'few', 'one_day', 'too_short', 'one_customer'])),
  months: z.array(month),
  /** The last twelve whole months; null where there are none. */
  year: z
    .object({
      from: civilDate,
      to: civilDate,
      months: z.number().int(),
      start: z.number().int(),
      end: z.number().int(),
      new: flow,
      kept: flow,
      back: flow,
      lost: flow,
      winning: money,
      keeping: money,
      churn: told,
      perCustomer: toldMoney,
      winningPerNew: toldMoney,
      keepingPerKept: toldMoney,
      ratio: told,
      onePoint: toldMoney,
      /** Of a hundred who get the gift asked about, so many have to stay until it has paid. */
      breakEven: told,
    })
    .nullable(),
  marginPercent: z.number().nullable(),
});

export const leakyBucketContract = {
  read: operation({
    method: 'GET',
    path: '/retention/leaky-bucket',
    summary:
      'New, kept, reactivated and lost customers per month, what winning and keeping cost, and what a point is worth',
    requires: 'retention.figures',
    input: z
      .object({
        months: z.coerce.number().int().min(3).max(60).default(24),
        /** What a gift or coupon costs each, base currency: answers its break-even. */
        gift: z.coerce.number().positive().max(1_000_000_000).optional(),
      })
      .strict(),
    output: bucket,
  }),
};

export type Bucket = z.infer<typeof bucket>;
