import { z } from 'zod';
import { byId, civilDate, id, instant, listInput, money, operation, page, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { amount, filledLine, keyword, somePoints } from '../shapes-contract.ts';

export const rewardErrors = {
  REWARD_LIST_NOT_FOUND: { status: 404 },
  REWARD_LIST_DECIDED: { status: 409 },
  REWARD_LIST_EMPTY: { status: 422 },
  REWARD_LIST_TOO_LONG: { status: 422 },
  REWARD_RULES_UNFIT: { status: 422 },
  POINTS_WITHOUT_PROGRAMME: { status: 409 },
} as const satisfies ErrorCatalog;

export const rewardRules = z
  .object({
    from: civilDate,
    until: civilDate,
    by: z.enum(['spend', 'points']).default('spend'),
    /** Whoever is in one of these now; empty: all. */
    tiers: z.array(keyword).max(10).default([]),
    /** Who reached less gets nothing. */
    minimum: amount.default('0'),
    /** Only so many, the best ones. */
    most: z.int().min(1).max(5000).nullable().default(null),
    give: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('points'), points: somePoints.max(10_000_000) }).strict(),
      /** Of what was spent. */
      z.object({ kind: z.literal('percent'), percent: z.int().min(1).max(100) }).strict(),
      /** A part of the profit, shared by what each spent or earned. */
      z.object({ kind: z.literal('share'), pool: amount }).strict(),
      z.object({ kind: z.literal('coupon'), couponId: id }).strict(),
    ]),
    /** Money becomes points at what they are worth, or it is a list to hand out by. */
    as: z.enum(['points', 'list']).default('points'),
  })
  .strict();

const totals = { customers: z.int(), points: z.int(), amount: money };
const line = z.object({
  place: z.int(),
  customer: z.object({ id, name: z.string() }).nullable(),
  /** In words: what was spent, or how many points were earned. */
  measure: z.string(),
  points: z.int(),
  amount: money,
});
const list = z.object({
  id,
  name: z.string(),
  rules: rewardRules,
  state: z.enum(['open', 'booked', 'dropped']),
  at: instant,
  by: z.string(),
  decidedBy: z.string().nullable(),
  ...totals,
});

const named = pick(rewardErrors, 'REWARD_LIST_NOT_FOUND');
const unfit = pick(rewardErrors, 'REWARD_RULES_UNFIT', 'REWARD_LIST_TOO_LONG', 'POINTS_WITHOUT_PROGRAMME');

export const rewardsContract = {
  list: operation({
    method: 'GET',
    path: '/loyalty/reward-lists',
    summary: 'Lists of rewards, newest first',
    requires: 'loyalty.manage',
    input: z.object({}).strict(),
    output: z.object({ items: z.array(list) }),
  }),
  preview: operation({
    method: 'POST',
    path: '/loyalty/reward-lists/preview',
    summary: 'Who would get what by these rules; nothing is written',
    requires: 'loyalty.manage',
    readOnly: true,
    input: z.object({ rules: rewardRules }).strict(),
    output: z.object({ ...totals, lines: z.array(line) }),
    errors: unfit,
  }),
  create: operation({
    method: 'POST',
    path: '/loyalty/reward-lists',
    summary: 'Reckon a list and keep it, so that it can be looked at before it is booked',
    requires: 'loyalty.manage',
    input: z.object({ name: filledLine(80), rules: rewardRules }).strict(),
    output: list,
    errors: { ...unfit, ...pick(rewardErrors, 'REWARD_LIST_EMPTY') },
  }),
  lines: operation({
    method: 'GET',
    path: '/loyalty/reward-lists/{id}/lines',
    summary: 'Who gets what, the best first',
    requires: 'loyalty.manage',
    input: listInput.extend({ id }).strict(),
    output: page(line),
    errors: named,
  }),
  book: operation({
    method: 'POST',
    path: '/loyalty/reward-lists/{id}/book',
    summary: 'Agree to a list: points are given, codes are issued; once',
    requires: 'loyalty.adjust',
    input: byId,
    output: list,
    errors: {
      ...named,
      ...pick(rewardErrors, 'REWARD_LIST_DECIDED', 'REWARD_RULES_UNFIT', 'POINTS_WITHOUT_PROGRAMME'),
    },
  }),
  drop: operation({
    method: 'POST',
    path: '/loyalty/reward-lists/{id}/drop',
    summary: 'Drop a list that was not booked',
    requires: 'loyalty.manage',
    input: byId,
    output: list,
    errors: { ...named, ...pick(rewardErrors, 'REWARD_LIST_DECIDED') },
  }),
};

export type RewardRules = z.output<typeof rewardRules>;
export type GivenRewardRules = z.input<typeof rewardRules>;
export type RewardList = z.output<typeof list>;
export type RewardLine = z.output<typeof line>;
