import { z } from 'zod';
import { civilDate, explanation, money, noInput, operation, pick } from '../../../kernel/contract.ts';
import { programmeErrors, programmeRules } from '../programme/contract.ts';

const month = z.object({
  /** The month's first day. */
  month: civilDate,
  given: z.int(),
  redeemed: z.int(),
  expired: z.int(),
  /** Points taken back with refunds, and corrections. */
  corrected: z.int(),
  /** What redeemed points and coupons took off and did not come back, and the prizes of draws: points that paid for a try bought no goods. */
  cost: money,
});

const tierCount = z.object({ key: z.string(), name: z.string(), customers: z.int(), points: z.int(), worth: money });

export const reportContract = {
  summary: operation({
    method: 'GET',
    path: '/loyalty/summary',
    summary: 'What is owed in points, by tier, and what the programme gave and cost by month',
    requires: 'loyalty.read',
    input: noInput,
    output: z.object({
      customers: z.int(),
      points: z.int(),
      /** If all of it were redeemed. */
      owed: money,
      /** Share of the points that came to an end by being redeemed, not by expiry; null before any did. */
      redemptionRate: z.number().nullable(),
      /** What is owed at that rate. */
      expected: money,
      explanation,
      expiringSoon: z.int(),
      expiringUntil: civilDate,
      tiers: z.array(tierCount),
      months: z.array(month),
    }),
  }),
  whatIf: operation({
    method: 'POST',
    path: '/loyalty/what-if',
    summary: 'Replay the shop’s own orders through a programme: points, tiers, cost and margin, before anybody sees it',
    requires: 'loyalty.manage',
    readOnly: true,
    input: z
      .object({
        rules: programmeRules,
        months: z.int().min(1).max(24).default(12),
        /** How many in a hundred points are redeemed in the end. */
        redemption: z.int().min(0).max(100).default(70),
        /** Gross margin of the goods, per cent. */
        margin: z.int().min(1).max(100).default(40),
      })
      .strict(),
    output: z.object({
      from: civilDate,
      until: civilDate,
      orders: z.int(),
      /** False where there are more orders than can be replayed at once: the first ones stand for all. */
      complete: z.boolean(),
      customers: z.int(),
      sales: money,
      points: z.int(),
      gifts: z.int(),
      /** Of the points, at the share that is redeemed. */
      cost: money,
      /** Of sales. */
      costShare: z.number(),
      marginBefore: money,
      marginAfter: money,
      tiers: z.array(z.object({ key: z.string(), name: z.string(), customers: z.int(), sales: money })),
      explanation,
    }),
    errors: pick(programmeErrors, 'PROGRAMME_TIERS_UNFIT', 'PROGRAMME_AMOUNT_UNFIT'),
  }),
};

export type WhatIfInput = {
  rules: z.output<typeof programmeRules>;
  months: number;
  redemption: number;
  margin: number;
};
