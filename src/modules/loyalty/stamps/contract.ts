import { z } from 'zod';
import { byId, civilDate, id, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { filledLine } from '../shapes-contract.ts';

export const stampErrors = {
  STAMP_CARD_NOT_FOUND: { status: 404 },
  STAMP_CARD_ENDED: { status: 409 },
  STAMP_CARDS_TOO_MANY: { status: 409 },
  STAMP_REWARD_UNFIT: { status: 422 },
  STAMPS_TOO_FEW: { status: 422 },
  CUSTOMER_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

const words = z.array(filledLine(120)).max(50).default([]);

const card = z.object({
  id,
  name: z.string(),
  needed: z.int(),
  counts: z.enum(['piece', 'order']),
  skus: z.array(z.string()),
  categories: z.array(z.string()),
  reward: z.object({ couponId: id, name: z.string(), worth: z.string() }),
  fromDay: civilDate,
  ended: z.boolean(),
  /** Customers who have stamps on it. */
  holders: z.int(),
  /** Full cards that were given their reward. */
  rewards: z.int(),
});

/** A card as the counter, the receipt and the member's page show it. */
export const stampedCard = z.object({
  name: z.string(),
  stamps: z.int(),
  needed: z.int(),
  toGo: z.int(),
  reward: z.string(),
});

const held = z.object({
  card: z.object({ id, name: z.string(), needed: z.int(), reward: z.string() }),
  /** On the card in hand. */
  stamps: z.int(),
  toGo: z.int(),
  rewards: z.int(),
});

const seen = pick(stampErrors, 'STAMP_CARD_NOT_FOUND');

export const stampsContract = {
  list: operation({
    method: 'GET',
    path: '/loyalty/stamp-cards',
    summary: 'Stamp cards, newest first: what they count, what a full one is worth, who has them',
    requires: 'loyalty.read',
    input: z.object({}).strict(),
    output: z.object({ items: z.array(card) }),
  }),
  create: operation({
    method: 'POST',
    path: '/loyalty/stamp-cards',
    summary: 'Offer a stamp card: so many pieces or orders, then a code of a coupon',
    requires: 'loyalty.manage',
    input: z
      .object({
        name: filledLine(60),
        needed: z.int().min(2).max(100),
        counts: z.enum(['piece', 'order']).default('piece'),
        skus: words,
        categories: words,
        /** A coupon whose codes are issued one by one. */
        couponId: id,
        /** The first day whose orders count; today unless said. */
        fromDay: civilDate.optional(),
      })
      .strict(),
    output: card,
    errors: pick(stampErrors, 'STAMP_REWARD_UNFIT', 'STAMP_CARDS_TOO_MANY'),
  }),
  end: operation({
    method: 'POST',
    path: '/loyalty/stamp-cards/{id}/end',
    summary: 'End a stamp card: what is not full lapses, rewards given stay good',
    requires: 'loyalty.manage',
    input: byId,
    output: card,
    errors: seen,
  }),
  stamp: operation({
    method: 'POST',
    path: '/loyalty/stamp-cards/{id}/stamp',
    summary: 'Stamp by hand what no order tells of, or take a stamp off again',
    requires: 'loyalty.post',
    input: z
      .object({
        id,
        customerId: id,
        stamps: z
          .int()
          .min(-20)
          .max(20)
          .refine((value) => value !== 0),
        reason: filledLine(200),
      })
      .strict(),
    output: held,
    errors: { ...seen, ...pick(stampErrors, 'STAMP_CARD_ENDED', 'STAMPS_TOO_FEW', 'CUSTOMER_NOT_FOUND') },
  }),
  ofCustomer: operation({
    method: 'GET',
    path: '/loyalty/accounts/{customerId}/stamps',
    summary: 'The running stamp cards and how far a customer is on each',
    requires: 'loyalty.read',
    input: z.object({ customerId: id }).strict(),
    output: z.object({ items: z.array(held) }),
    errors: pick(stampErrors, 'CUSTOMER_NOT_FOUND'),
  }),
};

export type StampCardView = z.output<typeof card>;
export type StampedCard = z.output<typeof stampedCard>;
export type HeldCard = z.output<typeof held>;
