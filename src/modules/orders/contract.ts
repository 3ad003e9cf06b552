import { z } from 'zod';
import {
  byId,
  civilDate,
  currency,
  event,
  id,
  instant,
  listInput,
  money,
  noInput,
  nothing,
  operation,
  page,
  pick,
} from '../../kernel/contract.ts';
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
  VISIT_NOT_FOUND: { status: 404 },
  PRODUCT_NOT_FOUND: { status: 404 },
  PRODUCT_SKU_TAKEN: { status: 409 },
  RATE_IN_BASE_CURRENCY: { status: 422 },
} as const satisfies ErrorCatalog;

/** Something about these customers' purchases changed. */
export const ordersRecorded = event('orders.recorded', z.object({ customerIds: z.array(id) }));
/** An import, its undo or a new rate changed the purchases of many. */
export const ordersImported = event('orders.imported', z.object({ changeSetId: id.nullable() }));

/** The source of orders that name none. */
export const BY_HAND = 'manual';

const text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value.replaceAll('\0', '').replace(/\s+/g, ' ').trim());
const filled = (max: number) => text(max).pipe(z.string().min(1));
const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,4})?$/);
const quantity = z.string().regex(/^-?\d{1,10}(\.\d{1,3})?$/);

// Before 1900 lies a slip of the keyboard, and the years before 1 that no civil date can write.
const day = civilDate.refine((text) => text >= '1900');
const moment = instant.refine((text) => new Date(text).getTime() > Date.UTC(1900, 0, 2));

const lineInput = z
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

const newOrder = z
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
});

const orderSummary = z.object({
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
  version: z.number().int(),
});
const order = orderSummary.extend({ lines: z.array(orderLine), refunds: z.array(refund) });

const orderQuery = listInput
  .extend({
    customerId: id.optional(),
    /** The order's number, from its beginning. */
    q: z.string().max(120).optional(),
    from: civilDate.optional(),
    to: civilDate.optional(),
  })
  .strict();

const changedOrder = z
  .object({
    id,
    state: z.enum(['placed', 'cancelled']).optional(),
    note: text(2000).nullish(),
    /** Gives the order to somebody else, or to nobody. */
    customerId: id.nullish(),
    version: z.number().int().optional(),
  })
  .strict();

const newRefund = z.object({ id, amount: decimal, at: moment.optional(), reason: text(500).nullish() }).strict();

const product = z.object({
  id,
  sku: z.string(),
  name: z.string(),
  category: z.string().nullable(),
  unitPrice: money.nullable(),
  version: z.number().int(),
});
const productFacts = { category: text(120).nullish(), unitPrice: money.nullish() };
const newProduct = z.object({ sku: filled(120), name: filled(300), ...productFacts }).strict();
const changedProduct = z
  .object({
    id,
    sku: filled(120).optional(),
    name: filled(300).optional(),
    ...productFacts,
    version: z.number().int().optional(),
  })
  .strict();

const visit = z.object({
  id,
  customerId: id,
  at: instant,
  store: z.string().nullable(),
  note: z.string().nullable(),
});
const newVisit = z
  .object({ customerId: id, at: moment.optional(), store: text(120).nullish(), note: text(2000).nullish() })
  .strict();

const positiveDecimal = z
  .string()
  .regex(/^\d{1,10}(\.\d{1,10})?$/)
  .refine((text) => Number(text) > 0);
const rate = z.object({ currency, validFrom: day, rate: positiveDecimal }).strict();

const seen = pick(orderErrors, 'ORDER_NOT_FOUND');

export const contract = {
  record: operation({
    method: 'POST',
    path: '/orders',
    summary: 'Record an order',
    requires: 'orders.create',
    input: newOrder,
    output: order,
    errors: pick(
      orderErrors,
      'ORDER_EXTERNAL_ID_TAKEN',
      'ORDER_CUSTOMER_UNKNOWN',
      'ORDER_TOTAL_DIFFERS',
      'ORDER_AMOUNT_IMPOSSIBLE',
      'ORDER_IN_FUTURE',
      'ORDER_CURRENCY_UNKNOWN',
    ),
  }),
  list: operation({
    method: 'GET',
    path: '/orders',
    summary: 'Orders, newest first',
    requires: 'orders.read',
    input: orderQuery,
    output: page(orderSummary),
  }),
  read: operation({
    method: 'GET',
    path: '/orders/{id}',
    summary: 'One order with its lines and refunds',
    requires: 'orders.read',
    input: byId,
    output: order,
    errors: seen,
  }),
  change: operation({
    method: 'PATCH',
    path: '/orders/{id}',
    summary: 'Cancel or reopen an order, change its note or its customer',
    requires: 'orders.edit',
    input: changedOrder,
    output: order,
    errors: { ...seen, ...pick(orderErrors, 'ORDER_CUSTOMER_UNKNOWN') },
  }),
  refund: operation({
    method: 'POST',
    path: '/orders/{id}/refunds',
    summary: 'Give money back',
    requires: 'orders.edit',
    input: newRefund,
    output: order,
    errors: { ...seen, ...pick(orderErrors, 'REFUND_TOO_LARGE', 'ORDER_CANCELLED', 'ORDER_AMOUNT_IMPOSSIBLE') },
  }),
  products: {
    create: operation({
      method: 'POST',
      path: '/products',
      summary: 'Add a product',
      requires: 'products.edit',
      input: newProduct,
      output: product,
      errors: pick(orderErrors, 'PRODUCT_SKU_TAKEN', 'ORDER_AMOUNT_IMPOSSIBLE'),
    }),
    list: operation({
      method: 'GET',
      path: '/products',
      summary: 'Products by name',
      requires: 'orders.read',
      input: listInput.extend({ q: z.string().max(200).optional() }).strict(),
      output: page(product),
    }),
    change: operation({
      method: 'PATCH',
      path: '/products/{id}',
      summary: 'Change a product',
      requires: 'products.edit',
      input: changedProduct,
      output: product,
      errors: pick(orderErrors, 'PRODUCT_NOT_FOUND', 'PRODUCT_SKU_TAKEN', 'ORDER_AMOUNT_IMPOSSIBLE'),
    }),
  },
  visits: {
    record: operation({
      method: 'POST',
      path: '/visits',
      summary: 'Note that a customer came',
      requires: 'orders.create',
      input: newVisit,
      output: visit,
      errors: pick(orderErrors, 'ORDER_CUSTOMER_UNKNOWN'),
    }),
    list: operation({
      method: 'GET',
      path: '/visits',
      summary: 'Visits of a customer, newest first',
      requires: 'orders.read',
      input: listInput.extend({ customerId: id }).strict(),
      output: page(visit),
    }),
    remove: operation({
      method: 'DELETE',
      path: '/visits/{id}',
      summary: 'Take a visit back that was noted by mistake',
      requires: 'orders.create',
      input: byId,
      output: nothing,
      errors: pick(orderErrors, 'VISIT_NOT_FOUND', 'ORDER_CUSTOMER_UNKNOWN'),
    }),
  },
  rates: {
    list: operation({
      method: 'GET',
      path: '/currency-rates',
      summary: 'Rates into the base currency',
      requires: 'orders.read',
      input: noInput,
      output: z.object({ base: currency, items: z.array(rate) }),
    }),
    set: operation({
      method: 'PUT',
      path: '/currency-rates',
      summary: 'Set the rate of a currency from a day on; amounts are computed anew',
      requires: 'settings.edit',
      input: rate,
      output: nothing,
      errors: pick(orderErrors, 'RATE_IN_BASE_CURRENCY', 'ORDER_CURRENCY_UNKNOWN'),
    }),
    remove: operation({
      method: 'DELETE',
      path: '/currency-rates/{currency}/{validFrom}',
      summary: 'Remove a rate; amounts are computed anew',
      requires: 'settings.edit',
      input: z.object({ currency, validFrom: day }).strict(),
      output: nothing,
    }),
  },
};

export type NewOrderInput = z.output<typeof newOrder>;
export type OrderView = z.input<typeof order>;
export type OrderSummary = z.input<typeof orderSummary>;
export type OrderQuery = z.output<typeof orderQuery>;
export type ChangedOrderInput = z.output<typeof changedOrder>;
export type NewRefundInput = z.output<typeof newRefund>;
export type NewProductInput = z.output<typeof newProduct>;
export type ChangedProductInput = z.output<typeof changedProduct>;
export type ProductView = z.input<typeof product>;
export type NewVisitInput = z.output<typeof newVisit>;
export type VisitView = z.input<typeof visit>;
export type RateView = z.output<typeof rate>;
