import { z } from 'zod';
import { civilDate, currency, explanation, id, instant, money } from '../../kernel/contract.ts';
import type { ErrorCatalog } from '../../kernel/errors.ts';

export const orderErrors = {
  ORDER_NOT_FOUND: { status: 404 },
  ORDER_EXTERNAL_ID_TAKEN: { status: 409 },
  ORDER_CUSTOMER_UNKNOWN: { status: 422 },
  ORDER_TOTAL_DIFFERS: { status: 422 },
  ORDER_AMOUNT_IMPOSSIBLE: { status: 422 },
  ORDER_IN_FUTURE: { status: 422 },
  ORDER_CURRENCY_UNKNOWN: { status: 422 },
  ORDER_CANCELLED: { status: 409 },
  REFUND_TOO_LARGE: { status: 422 },
  REFUND_NOT_FOUND: { status: 404 },
  REFUND_TAKEN_BACK: { status: 409 },
  ORDER_DAY_BEFORE_PLACED: { status: 422 },
  ORDER_NOT_IN_PROGRESS: { status: 409 },
  ORDER_NOT_HANDED_OVER: { status: 409 },
  VISIT_NOT_FOUND: { status: 404 },
  PRODUCT_NOT_FOUND: { status: 404 },
  PRODUCT_SKU_TAKEN: { status: 409 },
  RATE_IN_BASE_CURRENCY: { status: 422 },
} as const satisfies ErrorCatalog;

/** The source of orders that name none. */
export const BY_HAND = 'manual';

export const text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value.replaceAll('\0', '').replace(/\s+/g, ' ').trim());
export const filled = (max: number) => text(max).pipe(z.string().min(1));
export const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,4})?$/);
const quantity = z.string().regex(/^-?\d{1,10}(\.\d{1,3})?$/);

// Before 1900 lies a slip of the keyboard, and the years before 1 that no civil date can write.
export const day = civilDate.refine((text) => text >= '1900');
export const moment = instant.refine((text) => new Date(text).getTime() > Date.UTC(1900, 0, 2));

export const lineInput = z
  .object({
    sku: text(120).nullish(),
    name: filled(300).optional(),
    category: text(120).nullish(),
    quantity: quantity.default('1'),
    /** Decimal amounts in the order's currency. */
    unitPrice: decimal,
    discount: decimal.optional(),
  })
  .strict()
  .refine((line) => line.name !== undefined || Boolean(line.sku), { path: ['name'] });

const customerInput = z
  .object({
    id: id.optional(),
    externalId: text(120).optional(),
    phone: text(80).optional(),
    email: text(400).optional(),
    cardNumber: text(120).optional(),
    /** Makes a new customer where none of the above is known. */
    name: filled(200).optional(),
    kind: z.enum(['person', 'company']).optional(),
    gender: z.enum(['male', 'female', 'other', 'unknown']).optional(),
    address: z
      .record(filled(40), text(300))
      .refine((parts) => Object.keys(parts).length <= 100)
      .optional(),
    tags: z.array(filled(60)).max(60).optional(),
  })
  .strict();

export const newOrder = z
  .object({
    externalId: filled(120).optional(),
    /** Where the number comes from: it is unique within its source. */
    source: filled(60).default(BY_HAND),
    customer: customerInput.nullish(),
    placedAt: moment.optional(),
    currency: currency.optional(),
    lines: z.array(lineInput).max(500).default([]),
    /** Needed without lines; with lines it must be their sum. */
    total: decimal.optional(),
    store: text(120).nullish(),
    staff: text(120).nullish(),
    channel: text(120).nullish(),
    note: text(2000).nullish(),
    /** The day it is promised for; without one, and without `handedOverAt`, it is handed over as it is placed. */
    promisedOn: day.nullish(),
    handedOverAt: moment.nullish(),
  })
  .strict()
  .refine((order) => order.lines.length > 0 || order.total !== undefined, { path: ['total'] });

const orderLine = z.object({
  no: z.number().int(),
  sku: z.string().nullable(),
  name: z.string(),
  category: z.string().nullable(),
  quantity: z.string(),
  unitPrice: z.string(),
  discount: z.string(),
  total: z.string(),
});

const refund = z.object({
  id,
  amount: money,
  at: instant,
  reason: z.string().nullable(),
  /** It was a mistake and counts no more. */
  takenBack: z.object({ at: instant, by: z.string(), reason: z.string().nullable() }).nullable(),
});

export const orderSummary = z.object({
  id,
  externalId: z.string(),
  source: z.string(),
  customer: z.object({ id, name: z.string() }).nullable(),
  placedAt: instant,
  day: civilDate,
  total: money,
  refunded: money,
  /** In the base currency; null while no rate is known. */
  totalBase: money.nullable(),
  state: z.enum(['placed', 'cancelled']),
  store: z.string().nullable(),
  staff: z.string().nullable(),
  channel: z.string().nullable(),
  note: z.string().nullable(),
  promisedOn: civilDate.nullable(),
  handedOverAt: instant.nullable(),
  /** Last day of the after-sale time. */
  afterUntil: civilDate.nullable(),
  /** `in`: promised and not handed over yet; `after`: handed over, guarantee or after-sale time running. */
  phase: z.enum(['in', 'after']).nullable(),
  version: z.number().int(),
});

const step = z.object({
  id,
  kind: z.enum([
    'promised',
    'moved_on',
    'handed_over',
    'hand_over_undone',
    'checked_in',
    'check_in_undone',
    'cancelled',
    'reopened',
    'changed_hands',
  ]),
  at: instant,
  by: z.string(),
  /** Of `promised`: the day. */
  promisedOn: civilDate.nullable(),
  note: z.string().nullable(),
});

export const order = orderSummary.extend({
  lines: z.array(orderLine),
  refunds: z.array(refund),
  /** What happened to it since it was placed, oldest first. */
  steps: z.array(step),
  /** The offer it came from. */
  offerId: id.nullable(),
  /** Where `afterUntil` comes from. */
  afterExplanation: explanation.nullable(),
});

/** Clocks of tills are not exact; milliseconds. */
export const TOLERATED_AHEAD = 86_400_000;

export type NewOrderInput = z.output<typeof newOrder>;
export type OrderView = z.input<typeof order>;
export type OrderSummary = z.input<typeof orderSummary>;
