import { z } from 'zod';
import { byId, civilDate, id, instant, listInput, operation, page, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { earlyErrors, membersFirst } from '../early/contract.ts';
import { pointErrors } from '../ledger/contract.ts';
import { filledLine, keyword, line, somePoints } from '../shapes-contract.ts';

export const giftErrors = {
  GIFT_NOT_FOUND: { status: 404 },
  GIFT_ENDED: { status: 409 },
  GIFT_OUT_OF_STOCK: { status: 409 },
  GIFT_LIMIT_REACHED: { status: 409 },
  GIFT_MEMBERS_FIRST: { status: 409 },
  GIFT_UPGRADE_IN_VAIN: { status: 409 },
  GIFT_CLAIM_NOT_FOUND: { status: 404 },
  GIFT_CLAIM_DONE: { status: 409 },
} as const satisfies ErrorCatalog;

const facts = {
  name: filledLine(80),
  points: somePoints.max(100_000_000),
  /** How many are there; null: as many as are asked for. */
  stock: z.int().min(0).max(1_000_000).nullable().default(null),
  personLimit: z.int().min(1).max(1000).nullable().default(null),
  ...membersFirst,
  /** A tier for so many days instead of a thing; it counts at once. */
  upgrade: z
    .object({ tier: keyword, days: z.int().min(1).max(3650) })
    .strict()
    .nullable()
    .default(null),
};

const gift = z.object({
  id,
  name: z.string(),
  points: z.int(),
  stock: z.int().nullable(),
  personLimit: z.int().nullable(),
  tiers: z.array(z.string()),
  tiersUntil: civilDate.nullable(),
  upgrade: z.object({ tier: z.string(), name: z.string(), days: z.int() }).nullable(),
  /** For whom it is kept still, in words; null: for everybody. */
  kept: z.string().nullable(),
  /** Promised and not picked up yet. */
  waiting: z.int(),
  collected: z.int(),
  ended: z.boolean(),
  version: z.int(),
});

const claim = z.object({
  id,
  gift: z.object({ id, name: z.string() }),
  customer: z.object({ id, name: z.string() }).nullable(),
  /** 0: it was won in a draw. */
  points: z.int(),
  store: z.string().nullable(),
  at: instant,
  by: z.string(),
  state: z.enum(['waiting', 'collected', 'cancelled']),
});

const seen = pick(giftErrors, 'GIFT_NOT_FOUND');
const claimed = pick(giftErrors, 'GIFT_CLAIM_NOT_FOUND', 'GIFT_CLAIM_DONE');

export const giftsContract = {
  list: operation({
    method: 'GET',
    path: '/loyalty/gifts',
    summary: 'Gifts for points, newest first',
    requires: 'loyalty.read',
    input: listInput.strict(),
    output: page(gift),
  }),
  create: operation({
    method: 'POST',
    path: '/loyalty/gifts',
    summary: 'Offer a gift for points',
    requires: 'loyalty.manage',
    input: z.object(facts).strict(),
    output: gift,
    errors: pick(earlyErrors, 'EARLY_TIERS_UNKNOWN'),
  }),
  change: operation({
    method: 'PATCH',
    path: '/loyalty/gifts/{id}',
    summary: 'Change a gift, or count its stock anew',
    requires: 'loyalty.manage',
    input: z
      .object({
        id,
        name: facts.name.optional(),
        points: facts.points.optional(),
        stock: z.int().min(0).max(1_000_000).nullable().optional(),
        personLimit: z.int().min(1).max(1000).nullable().optional(),
        tiers: z.array(keyword).max(10).optional(),
        tiersUntil: civilDate.nullable().optional(),
        ended: z.boolean().optional(),
        version: z.int().optional(),
      })
      .strict(),
    output: gift,
    errors: { ...seen, ...pick(earlyErrors, 'EARLY_TIERS_UNKNOWN') },
  }),
  claim: operation({
    method: 'POST',
    path: '/loyalty/gifts/{id}/claim',
    summary: 'Take the points for a gift and put it aside',
    requires: 'loyalty.post',
    input: z.object({ id, customerId: id, store: line(120).nullish() }).strict(),
    output: claim,
    errors: {
      ...seen,
      ...pick(
        giftErrors,
        'GIFT_ENDED',
        'GIFT_OUT_OF_STOCK',
        'GIFT_LIMIT_REACHED',
        'GIFT_MEMBERS_FIRST',
        'GIFT_UPGRADE_IN_VAIN',
      ),
      ...pick(pointErrors, 'POINTS_TOO_FEW', 'CUSTOMER_NOT_FOUND'),
    },
  }),
  claims: operation({
    method: 'GET',
    path: '/loyalty/gift-claims',
    summary: 'Gifts that wait to be picked up, the oldest first; or all of a customer',
    requires: 'loyalty.read',
    input: listInput.extend({ customerId: id.optional() }).strict(),
    output: page(claim),
    errors: pick(pointErrors, 'CUSTOMER_NOT_FOUND'),
  }),
  handOut: operation({
    method: 'POST',
    path: '/loyalty/gift-claims/{id}/hand-out',
    summary: 'The gift was picked up',
    requires: 'loyalty.post',
    input: byId,
    output: claim,
    errors: claimed,
  }),
  cancel: operation({
    method: 'POST',
    path: '/loyalty/gift-claims/{id}/cancel',
    summary: 'Give the points back and the gift to the shelf',
    requires: 'loyalty.post',
    input: byId,
    output: claim,
    errors: claimed,
  }),
};

export type GiftView = z.output<typeof gift>;
export type ClaimView = z.output<typeof claim>;
