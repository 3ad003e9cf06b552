import { z } from 'zod';
import {
  civilDate,
  explanation,
  id,
  instant,
  listInput,
  money,
  operation,
  page,
  pick,
} from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { filledLine, keyword, line, MAX_POINTS, somePoints } from '../shapes-contract.ts';

export const pointErrors = {
  POINTS_TOO_FEW: { status: 422 },
  POINTS_TOO_MANY: { status: 422 },
  POINTS_NOT_IN_STEPS: { status: 422 },
  POINTS_BELOW_MINIMUM: { status: 422 },
  POINTS_WITHOUT_PROGRAMME: { status: 409 },
  POINTS_OR_ACTIVITY: { status: 422 },
  ACTIVITY_UNKNOWN: { status: 422 },
  ACTIVITY_TOO_OFTEN: { status: 422 },
  POINTS_LIMIT_OF_DAY: { status: 422 },
  POINTS_BEYOND_ALONE: { status: 422 },
  ENTRY_NOT_FOUND: { status: 404 },
  ENTRY_NOT_REVERSIBLE: { status: 409 },
  ENTRY_REVERSED_ALREADY: { status: 409 },
  TRANSFER_NOT_IN_FAMILY: { status: 422 },
  TRANSFER_TO_ONESELF: { status: 422 },
  POINT_REQUEST_NOT_FOUND: { status: 404 },
  POINT_REQUEST_DECIDED: { status: 409 },
  POINT_REQUEST_OWN: { status: 403 },
  CUSTOMER_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

export const entryKinds = [
  'earn',
  'redeem',
  'reverse',
  'take_back',
  'expire',
  'adjust',
  'transfer',
  'merge',
  'part',
] as const;

const entry = z.object({
  id,
  customerId: id,
  kind: z.enum(entryKinds),
  points: z.int(),
  /** The balance with it. */
  balance: z.int(),
  /** What it is for, in words: the order, the activity, what somebody wrote. */
  text: z.string(),
  reason: z.string().nullable(),
  orderId: id.nullable(),
  reversesId: id.nullable(),
  at: instant,
  day: civilDate,
  by: z.string(),
  /** Points of it that can still be reversed. */
  reversible: z.int(),
});

const posted = z.object({ entry, balance: z.int() });

const tier = z.object({
  key: z.string(),
  name: z.string(),
  since: civilDate,
  /** The last day of it unless it is earned anew. */
  until: civilDate.nullable(),
  perks: z.array(z.string()),
  times: z.string(),
  discount: z.object({ percent: z.int(), from: money }).nullable(),
  credit: z.object({ days: z.int(), limit: money }).nullable(),
  /** "To keep gold: spend ￥320 by 31 Dec". */
  keep: explanation.nullable(),
  next: explanation.nullable(),
  /** Where the measure stands between this level and the next, 0 to 1; null at the top. */
  progress: z.number().nullable(),
});

const account = z.object({
  customerId: id,
  balance: z.int(),
  /** Earned, not usable yet. */
  pending: z.int(),
  pendingUntil: civilDate.nullable(),
  /** Points taken back that were spent already. */
  debt: z.int(),
  /** What the balance is worth at the till; null without a programme. */
  worth: money.nullable(),
  tier: tier.nullable(),
  lots: z.array(z.object({ remaining: z.int(), expiresOn: civilDate.nullable() })),
});

const body = {
  customerId: id,
  reason: line(200).nullish(),
  /** The same key has one effect, however often it is sent. */
  idempotencyKey: z.string().min(1).max(200).optional(),
};

const ledgerQuery = listInput.extend({
  kind: z.enum(entryKinds).optional(),
  from: civilDate.optional(),
  to: civilDate.optional(),
});

const request = z.object({
  id,
  customer: z.object({ id, name: z.string() }).nullable(),
  points: z.int(),
  reason: z.string(),
  at: instant,
  by: z.string(),
  /** Oneself asked for it: somebody else decides. */
  own: z.boolean(),
});

const seen = pick(pointErrors, 'CUSTOMER_NOT_FOUND');

export const ledgerContract = {
  earn: operation({
    method: 'POST',
    path: '/loyalty/earn',
    summary: 'Give points: so many, or for an activity of the programme',
    requires: 'loyalty.post',
    input: z
      .object({
        ...body,
        points: somePoints.max(MAX_POINTS).optional(),
        activity: keyword.optional(),
        /** Nights, kilometres …: of an activity that counts. */
        quantity: z.int().min(1).max(1_000_000).default(1),
      })
      .strict(),
    output: posted,
    errors: {
      ...seen,
      ...pick(
        pointErrors,
        'POINTS_TOO_MANY',
        'POINTS_WITHOUT_PROGRAMME',
        'POINTS_OR_ACTIVITY',
        'ACTIVITY_UNKNOWN',
        'ACTIVITY_TOO_OFTEN',
        'POINTS_LIMIT_OF_DAY',
        'POINTS_BEYOND_ALONE',
      ),
    },
  }),
  redeem: operation({
    method: 'POST',
    path: '/loyalty/redeem',
    summary: 'Take points that the customer pays with',
    requires: 'loyalty.post',
    input: z.object({ ...body, points: somePoints.max(MAX_POINTS) }).strict(),
    output: posted.extend({ worth: money }),
    errors: {
      ...seen,
      ...pick(pointErrors, 'POINTS_TOO_FEW', 'POINTS_NOT_IN_STEPS', 'POINTS_BELOW_MINIMUM', 'POINTS_WITHOUT_PROGRAMME'),
    },
  }),
  reverse: operation({
    method: 'POST',
    path: '/loyalty/reverse',
    summary: 'Take an entry back, or a part of it: spent points return, given ones go',
    requires: 'loyalty.post',
    input: z
      .object({
        /** Without it, the newest entry of the customer that can be reversed. */
        entryId: id.optional(),
        customerId: id.optional(),
        /** Without it, all of what is left of the entry. */
        points: somePoints.max(MAX_POINTS).optional(),
        reason: body.reason,
        idempotencyKey: body.idempotencyKey,
      })
      .strict()
      .refine(({ entryId, customerId }) => entryId !== undefined || customerId !== undefined, { path: ['entryId'] }),
    output: posted,
    errors: {
      ...seen,
      ...pick(pointErrors, 'ENTRY_NOT_FOUND', 'ENTRY_NOT_REVERSIBLE', 'ENTRY_REVERSED_ALREADY', 'POINTS_TOO_MANY'),
    },
  }),
  adjust: operation({
    method: 'POST',
    path: '/loyalty/adjust',
    summary: 'Correct points with a reason; beyond a limit a second colleague must agree',
    requires: 'loyalty.adjust',
    input: z
      .object({
        ...body,
        points: z.int().refine((value) => value !== 0),
        reason: filledLine(200),
      })
      .strict(),
    /** Either it is posted, or it waits for a colleague. */
    output: z.object({ entry: entry.nullable(), balance: z.int(), requestId: id.nullable() }),
    errors: { ...seen, ...pick(pointErrors, 'POINTS_TOO_FEW', 'POINTS_TOO_MANY') },
  }),
  transfer: operation({
    method: 'POST',
    path: '/loyalty/transfer',
    summary: 'Give points to somebody of the same family or household',
    requires: 'loyalty.post',
    input: z.object({ ...body, toCustomerId: id, points: somePoints.max(MAX_POINTS) }).strict(),
    output: posted,
    errors: {
      ...seen,
      ...pick(pointErrors, 'POINTS_TOO_FEW', 'POINTS_TOO_MANY', 'TRANSFER_NOT_IN_FAMILY', 'TRANSFER_TO_ONESELF'),
    },
  }),
  account: operation({
    method: 'GET',
    path: '/loyalty/accounts/{customerId}',
    summary: 'Points, tier, and what expires when',
    requires: 'loyalty.read',
    input: z.object({ customerId: id }).strict(),
    output: account,
    errors: seen,
  }),
  entries: operation({
    method: 'GET',
    path: '/loyalty/accounts/{customerId}/entries',
    summary: 'The entries of a customer, newest first',
    requires: 'loyalty.read',
    input: ledgerQuery.extend({ customerId: id }).strict(),
    output: page(entry),
    errors: seen,
  }),
  ledger: operation({
    method: 'GET',
    path: '/loyalty/entries',
    summary: 'Everybody’s entries, newest first',
    requires: 'loyalty.read',
    input: ledgerQuery.strict(),
    output: page(entry.extend({ customer: z.object({ id, name: z.string() }).nullable() })),
  }),
  requests: {
    list: operation({
      method: 'GET',
      path: '/loyalty/requests',
      summary: 'Corrections that wait for a second colleague',
      requires: 'loyalty.adjust',
      input: listInput.strict(),
      output: page(request),
    }),
    decide: operation({
      method: 'POST',
      path: '/loyalty/requests/{id}/decide',
      summary: 'Agree to a correction of somebody else, or decline it',
      requires: 'loyalty.adjust',
      input: z.object({ id, agree: z.boolean() }).strict(),
      output: z.object({ entry: entry.nullable() }),
      errors: {
        ...seen,
        ...pick(
          pointErrors,
          'POINT_REQUEST_NOT_FOUND',
          'POINT_REQUEST_DECIDED',
          'POINT_REQUEST_OWN',
          'POINTS_TOO_FEW',
          'POINTS_TOO_MANY',
        ),
      },
    }),
  },
};

type Input<Part extends keyof typeof ledgerContract> = (typeof ledgerContract)[Part] extends {
  '~orpc': { inputSchema?: infer Schema };
}
  ? Schema extends z.ZodType
    ? z.output<Schema>
    : never
  : never;

export type EarnInput = Input<'earn'>;
export type RedeemInput = Input<'redeem'>;
export type ReverseInput = Input<'reverse'>;
export type AdjustInput = Input<'adjust'>;
export type TransferInput = Input<'transfer'>;
export type LedgerQuery = z.output<typeof ledgerQuery>;
export type EntryView = z.output<typeof entry>;
export type AccountView = z.output<typeof account>;
export type TierView = z.output<typeof tier>;
export type EntryKind = (typeof entryKinds)[number];
