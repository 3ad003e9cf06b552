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
import { offersContract } from './offers/contract.ts';
import { runningContract } from './running/contract.ts';
import { day, decimal, filled, moment, newOrder, order, orderErrors, orderSummary, text } from './shapes-contract.ts';

export { BY_HAND, orderErrors } from './shapes-contract.ts';

/** Something about these customers' purchases changed. */
export const ordersRecorded = event('orders.recorded', z.object({ customerIds: z.array(id) }));
/** Refunded, in part or whole, or cancelled, or that was taken back: also orders of nobody. */
export const ordersReturned = event('orders.returned', z.object({ orderIds: z.array(id) }));
/** An import, its undo or a new rate changed the purchases of many. */
export const ordersImported = event('orders.imported', z.object({ changeSetId: id.nullable() }), true);
/** Somebody came, or a visit was taken back. */
export const visitsChanged = event('orders.visits_changed', z.object({ customerIds: z.array(id) }));

const orderQuery = listInput
  .extend({
    customerId: id.optional(),
    /**
     * The order's number from its beginning, its customer (name, pinyin, phone, card), what was bought (name, pinyin,
     * article number) or its amount.
     */
    q: z.string().max(120).optional(),
    from: civilDate.optional(),
    to: civilDate.optional(),
    source: z.string().max(60).optional(),
    phase: z.enum(['in', 'after']).optional(),
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

const reversal = z.object({ id, refundId: id, reason: filled(500) }).strict();

const product = z.object({
  id,
  sku: z.string(),
  name: z.string(),
  category: z.string().nullable(),
  unitPrice: money.nullable(),
  guaranteeMonths: z.number().int().nullable(),
  serviceMonths: z.number().int().nullable(),
  version: z.number().int(),
});
const productFacts = {
  category: text(120).nullish(),
  unitPrice: money.nullish(),
  /** After-sale of orders with it lasts as long, from the hand-over on. */
  guaranteeMonths: z.number().int().min(1).max(600).nullish(),
  /** A service is due every so many months after the hand-over. */
  serviceMonths: z.number().int().min(1).max(120).nullish(),
};
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
      'ORDER_DAY_BEFORE_PLACED',
    ),
  }),
  sources: operation({
    method: 'GET',
    path: '/order-sources',
    summary: 'Where orders came from',
    requires: 'orders.read',
    input: noInput,
    output: z.object({ items: z.array(z.string()) }),
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
    summary: 'One order with its lines, refunds and course',
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
  takeBackRefund: operation({
    method: 'POST',
    path: '/orders/{id}/refunds/{refundId}/take-back',
    summary: 'Take a refund back that was a mistake; everything counts as if it had not been',
    requires: 'orders.edit',
    input: reversal,
    output: order,
    errors: { ...seen, ...pick(orderErrors, 'REFUND_NOT_FOUND', 'REFUND_TAKEN_BACK') },
  }),
  offers: offersContract,
  running: runningContract,
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

export type { NewOrderInput, OrderSummary, OrderView } from './shapes-contract.ts';
export type OrderQuery = z.output<typeof orderQuery>;
export type ChangedOrderInput = z.output<typeof changedOrder>;
export type RefundReversal = z.output<typeof reversal>;
export type NewRefundInput = z.output<typeof newRefund>;
export type NewProductInput = z.output<typeof newProduct>;
export type ChangedProductInput = z.output<typeof changedProduct>;
export type ProductView = z.input<typeof product>;
export type NewVisitInput = z.output<typeof newVisit>;
export type VisitView = z.input<typeof visit>;
export type RateView = z.output<typeof rate>;
