import { z } from 'zod';
import {
  byId,
  civilDate,
  currency,
  id,
  instant,
  listInput,
  money,
  operation,
  page,
  pick,
} from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { day, decimal, filled, lineInput, order, orderErrors, text } from '../shapes-contract.ts';

export const offerErrors = {
  OFFER_NOT_FOUND: { status: 404 },
  OFFER_ANSWERED: { status: 409 },
  OFFER_OPEN: { status: 409 },
  OFFER_AMOUNT_MISSING: { status: 422 },
  OFFER_DAY_PAST: { status: 422 },
} as const satisfies ErrorCatalog;

/** Why a customer said no. */
const lostReason = z.enum(['price', 'timing', 'competitor', 'no_need', 'no_answer', 'other']);

export const offer = z.object({
  id,
  customer: z.object({ id, name: z.string() }),
  title: z.string(),
  /** As typed, amounts in `total`'s currency. Without lines it is one amount. */
  lines: z.array(
    z.object({
      sku: z.string().nullable(),
      name: z.string(),
      category: z.string().nullable(),
      quantity: z.string(),
      unitPrice: z.string(),
      discount: z.string(),
      total: z.string(),
    }),
  ),
  total: money,
  validUntil: civilDate,
  /** Open, and its last day is over. */
  ranOut: z.boolean(),
  note: z.string().nullable(),
  state: z.enum(['open', 'accepted', 'declined']),
  /** What it became. */
  orderId: id.nullable(),
  madeAt: instant,
  madeBy: z.string(),
  answeredAt: instant.nullable(),
  answeredBy: z.string().nullable(),
  lostReason: lostReason.nullable(),
  competitor: z.string().nullable(),
  lostNote: z.string().nullable(),
  version: z.number().int(),
});

const newOffer = z
  .object({
    customerId: id,
    /** What it is about: "wedding cake", "office tea for a year". */
    title: filled(200),
    lines: z.array(lineInput).max(100).default([]),
    /** Needed without lines; with lines it must be their sum. */
    total: decimal.optional(),
    currency: currency.optional(),
    validUntil: day,
    note: text(2000).nullish(),
  })
  .strict()
  .refine((one) => one.lines.length > 0 || one.total !== undefined, { path: ['total'] });

const changedOffer = z
  .object({
    id,
    title: filled(200).optional(),
    validUntil: day.optional(),
    note: text(2000).nullish(),
    version: z.number().int().optional(),
  })
  .strict();

const acceptance = z
  .object({
    id,
    /** The day the order is promised for; none: it is handed over at once. */
    promisedOn: day.nullish(),
    externalId: filled(120).optional(),
  })
  .strict();

const refusal = z
  .object({ id, reason: lostReason, competitor: text(120).nullish(), note: text(2000).nullish() })
  .strict();

const seen = pick(offerErrors, 'OFFER_NOT_FOUND');
const open = { ...seen, ...pick(offerErrors, 'OFFER_ANSWERED') };

export const offersContract = {
  make: operation({
    method: 'POST',
    path: '/offers',
    summary: 'Make a customer an offer; it is no purchase until it is accepted',
    requires: 'orders.create',
    input: newOffer,
    output: offer,
    errors: {
      ...pick(offerErrors, 'OFFER_AMOUNT_MISSING', 'OFFER_DAY_PAST'),
      ...pick(
        orderErrors,
        'ORDER_CUSTOMER_UNKNOWN',
        'ORDER_TOTAL_DIFFERS',
        'ORDER_AMOUNT_IMPOSSIBLE',
        'ORDER_CURRENCY_UNKNOWN',
      ),
    },
  }),
  list: operation({
    method: 'GET',
    path: '/offers',
    summary: 'Offers: open ones by their last day, answered ones newest first',
    requires: 'orders.read',
    input: listInput
      .extend({ customerId: id.optional(), state: z.enum(['open', 'accepted', 'declined']).default('open') })
      .strict(),
    output: page(offer),
  }),
  read: operation({
    method: 'GET',
    path: '/offers/{id}',
    summary: 'One offer',
    requires: 'orders.read',
    input: byId,
    output: offer,
    errors: seen,
  }),
  change: operation({
    method: 'PATCH',
    path: '/offers/{id}',
    summary: 'Change the words of an open offer, or how long it holds',
    requires: 'orders.create',
    input: changedOffer,
    output: offer,
    errors: { ...open, ...pick(offerErrors, 'OFFER_DAY_PAST'), ...pick(orderErrors, 'ORDER_CUSTOMER_UNKNOWN') },
  }),
  accept: operation({
    method: 'POST',
    path: '/offers/{id}/accept',
    summary: 'The customer says yes: the offer becomes an order with the same lines',
    requires: 'orders.create',
    input: acceptance,
    output: z.object({ offer, order }),
    errors: {
      ...open,
      ...pick(orderErrors, 'ORDER_CUSTOMER_UNKNOWN', 'ORDER_EXTERNAL_ID_TAKEN', 'ORDER_DAY_BEFORE_PLACED'),
    },
  }),
  decline: operation({
    method: 'POST',
    path: '/offers/{id}/decline',
    summary: 'The customer says no, and why',
    requires: 'orders.create',
    input: refusal,
    output: offer,
    errors: { ...open, ...pick(orderErrors, 'ORDER_CUSTOMER_UNKNOWN') },
  }),
  reopen: operation({
    method: 'POST',
    path: '/offers/{id}/reopen',
    summary: 'Open a declined offer again',
    requires: 'orders.create',
    input: byId,
    output: offer,
    errors: {
      ...seen,
      ...pick(offerErrors, 'OFFER_OPEN', 'OFFER_ANSWERED'),
      ...pick(orderErrors, 'ORDER_CUSTOMER_UNKNOWN'),
    },
  }),
};

export type OfferView = z.input<typeof offer>;
export type LostReason = z.infer<typeof lostReason>;
export type NewOfferInput = z.output<typeof newOffer>;
export type ChangedOfferInput = z.output<typeof changedOffer>;
export type Acceptance = z.output<typeof acceptance>;
export type OfferRefusal = z.output<typeof refusal>;
