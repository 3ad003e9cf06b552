import { z } from 'zod';
import { civilDate, money, operation } from '../../../kernel/contract.ts';

export const COHORTS_BY = ['month', 'quarter', 'source', 'branch', 'campaign'] as const;

const share = z.object({ share: z.number(), low: z.number(), high: z.number() });

const cell = share.extend({
  /** Months since that of the first purchase, in a quarter too. */
  age: z.number().int(),
  customers: z.number().int(),
  of: z.number().int(),
  money,
  /** Its time is over; else the share can still grow. */
  complete: z.boolean(),
});

const cohorts = z.object({
  until: civilDate.nullable(),
  by: z.enum(COHORTS_BY),
  /** Nothing to be told from: fewer than 30 customers, or less than three months. */
  tooFew: z.boolean(),
  rows: z.array(
    z.object({
      /** The first day of the month or quarter, the source, or the name of the branch or campaign; null: not known, or by no campaign. */
      key: z.string().nullable(),
      customers: z.number().int(),
      cells: z.array(cell),
    }),
  ),
  /** Share of customers not yet lost, by whole months since their first purchase. */
  survival: z.array(share.extend({ month: z.number().int(), atRisk: z.number().int() })),
  medianMonths: z.number().int().nullable(),
  lostAfterDays: z.number().int(),
  /** From the nth purchase to the next: of those who have had the time, how many went on. */
  ladder: z.array(share.extend({ from: z.number().int(), of: z.number().int(), went: z.number().int() })),
});

export const cohortsContract = {
  read: operation({
    method: 'GET',
    path: '/retention/cohorts',
    summary:
      'Of those who came at the same time or by the same way, who came back; survival; from purchase to purchase',
    requires: 'retention.figures',
    input: z.object({ by: z.enum(COHORTS_BY).default('month') }).strict(),
    output: cohorts,
  }),
};

export type Cohorts = z.infer<typeof cohorts>;
export type CohortBy = Cohorts['by'];
