import { z } from 'zod';
import {
  byId,
  civilDate,
  id,
  instant,
  listInput,
  money,
  nothing,
  operation,
  page,
  pick,
} from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { amount, filledLine, keyword, line } from '../shapes-contract.ts';

export const couponErrors = {
  COUPON_NOT_FOUND: { status: 404 },
  COUPON_TERMS_UNFIT: { status: 422 },
  COUPON_CODE_TAKEN: { status: 409 },
  COUPON_IN_USE: { status: 409 },
  COUPON_ENDED: { status: 409 },
  COUPON_HAS_ONE_CODE: { status: 422 },
  COUPON_CODE_UNKNOWN: { status: 422 },
  COUPON_DOES_NOT_FIT: { status: 422 },
  COUPONS_DO_NOT_STACK: { status: 422 },
  COUPON_USE_NOT_FOUND: { status: 404 },
  COUPON_RETURNED_ALREADY: { status: 409 },
  CUSTOMER_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

export const couponKinds = ['amount', 'percent', 'product', 'shipping', 'buy-get', 'service'] as const;

const list = z.array(filledLine(120)).max(100).default([]);

export const couponTerms = z
  .object({
    kind: z.enum(couponKinds),
    /** Of `amount`; of `percent` and `shipping` the most it takes off. */
    amount: amount.nullable().default(null),
    percent: z.int().min(1).max(100).nullable().default(null),
    /** Of `product`: what is free. */
    sku: line(120).nullable().default(null),
    /** Of `buy-get`: of so many, so many cheapest are free. */
    buy: z.int().min(1).max(100).nullable().default(null),
    get: z.int().min(1).max(100).nullable().default(null),
    /** Of `service`: what is done for nothing. */
    service: line(120).nullable().default(null),
    /** Only these goods count, for the minimum and for what is taken off. */
    skus: list,
    categories: list,
    minimum: amount.default('0'),
    tiers: z.array(keyword).max(10).default([]),
    /** The last day on which only these tiers may use it; null: always. */
    tiersUntil: civilDate.nullable().default(null),
    /** Live segments; whoever is in one of them. */
    segments: z.array(id).max(10).default([]),
    weekdays: z.array(z.int().min(1).max(7)).max(7).default([]),
    stores: list,
    channels: list,
    firstOrder: z.boolean().default(false),
    /** Together with other coupons that may be. */
    stacks: z.boolean().default(false),
    /** Whoever brings an issued code may use it. */
    transferable: z.boolean().default(false),
    /** Issued codes last so many days. */
    validDays: z.int().min(1).max(3650).nullable().default(null),
  })
  .strict();

const code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9-]{3,40}$/);

const facts = {
  name: filledLine(80),
  terms: couponTerms,
  /** One code for everybody; without it each code is issued. */
  code: code.nullable().default(null),
  fromDay: civilDate.nullable().default(null),
  untilDay: civilDate.nullable().default(null),
  totalLimit: z.int().min(1).max(10_000_000).nullable().default(null),
  personLimit: z.int().min(1).max(10_000).nullable().default(null),
};

const coupon = z.object({
  id,
  name: z.string(),
  /** What it is worth, in words. */
  worth: z.string(),
  terms: couponTerms,
  code: z.string().nullable(),
  fromDay: civilDate.nullable(),
  untilDay: civilDate.nullable(),
  totalLimit: z.int().nullable(),
  personLimit: z.int().nullable(),
  used: z.int(),
  issued: z.int(),
  /** What it has taken off. */
  discount: money,
  state: z.enum(['coming', 'running', 'over']),
  version: z.int(),
});

export const basket = z
  .object({
    lines: z
      .array(
        z
          .object({
            sku: line(120).nullish(),
            name: line(300).optional(),
            category: line(120).nullish(),
            quantity: z
              .string()
              .regex(/^\d{1,6}(\.\d{1,3})?$/)
              .default('1'),
            unitPrice: amount,
          })
          .strict(),
      )
      .max(500)
      .default([]),
    shipping: amount.default('0'),
    store: line(120).nullish(),
    channel: line(120).nullish(),
  })
  .strict();

const reason = z.object({ code: z.string(), text: z.string() });

const offered = z.object({
  couponId: id,
  voucherId: id.nullable(),
  code: z.string(),
  name: z.string(),
  worth: z.string(),
  expiresOn: civilDate.nullable(),
  /** What it takes off this basket; null where it does not fit, then `why` says what is missing. */
  discount: money.nullable(),
  why: reason.nullable(),
  /** One of those that together take off most. */
  best: z.boolean(),
  /** Together with others that do. */
  stacks: z.boolean(),
});

const use = z.object({ id, couponId: id, code: z.string(), name: z.string(), discount: money });

const owned = z.object({
  id,
  couponId: id,
  name: z.string(),
  worth: z.string(),
  code: z.string(),
  expiresOn: civilDate.nullable(),
  issuedAt: instant,
  why: z.string(),
  state: z.enum(['open', 'used', 'expired', 'withdrawn']),
});

const seen = pick(couponErrors, 'COUPON_NOT_FOUND');
const person = pick(couponErrors, 'CUSTOMER_NOT_FOUND');
const codes = z.array(code).max(20);

export const couponsContract = {
  list: operation({
    method: 'GET',
    path: '/loyalty/coupons',
    summary: 'Coupons, newest first, with how often they were used',
    requires: 'loyalty.read',
    input: listInput.strict(),
    output: page(coupon),
  }),
  segments: operation({
    method: 'GET',
    path: '/loyalty/coupon-segments',
    summary: 'Segments that a coupon may be for',
    requires: 'loyalty.manage',
    input: z.object({}).strict(),
    output: z.object({ items: z.array(z.object({ id, name: z.string() })) }),
  }),
  create: operation({
    method: 'POST',
    path: '/loyalty/coupons',
    summary: 'Make a coupon',
    requires: 'loyalty.manage',
    input: z.object(facts).strict(),
    output: coupon,
    errors: pick(couponErrors, 'COUPON_TERMS_UNFIT', 'COUPON_CODE_TAKEN'),
  }),
  change: operation({
    method: 'PATCH',
    path: '/loyalty/coupons/{id}',
    summary: 'Change a coupon; its terms only while nobody has used or been given one',
    requires: 'loyalty.manage',
    input: z
      .object({
        id,
        name: facts.name.optional(),
        terms: couponTerms.optional(),
        untilDay: civilDate.nullable().optional(),
        totalLimit: z.int().min(1).max(10_000_000).nullable().optional(),
        personLimit: z.int().min(1).max(10_000).nullable().optional(),
        version: z.int().optional(),
      })
      .strict(),
    output: coupon,
    errors: { ...seen, ...pick(couponErrors, 'COUPON_TERMS_UNFIT', 'COUPON_IN_USE') },
  }),
  end: operation({
    method: 'POST',
    path: '/loyalty/coupons/{id}/end',
    summary: 'End a coupon: nobody can use it any more',
    requires: 'loyalty.manage',
    input: byId,
    output: coupon,
    errors: seen,
  }),
  issue: operation({
    method: 'POST',
    path: '/loyalty/coupons/{id}/issue',
    summary: 'Issue codes: one for each of these customers, or so many for whoever brings them',
    requires: 'loyalty.post',
    input: z
      .object({ id, customerIds: z.array(id).max(1000).default([]), count: z.int().min(0).max(1000).default(0) })
      .strict(),
    output: z.object({ vouchers: z.array(owned.extend({ customerId: id.nullable() })) }),
    errors: { ...seen, ...person, ...pick(couponErrors, 'COUPON_ENDED', 'COUPON_HAS_ONE_CODE') },
  }),
  ofCustomer: operation({
    method: 'GET',
    path: '/loyalty/accounts/{customerId}/coupons',
    summary: 'Codes that were issued to a customer, newest first',
    requires: 'loyalty.read',
    input: listInput.extend({ customerId: id }).strict(),
    output: page(owned),
    errors: person,
  }),
  usable: operation({
    method: 'POST',
    path: '/loyalty/coupons/usable',
    summary: 'Which coupons fit a basket, what each takes off, and which together take off most',
    requires: 'loyalty.read',
    readOnly: true,
    input: z
      .object({ customerId: id.nullish(), codes: codes.default([]), basket: basket.default(basket.parse({})) })
      .strict(),
    output: z.object({ coupons: z.array(offered), best: money }),
    errors: person,
  }),
  use: operation({
    method: 'POST',
    path: '/loyalty/coupons/use',
    summary: 'Use coupons for a basket',
    requires: 'loyalty.post',
    input: z
      .object({
        customerId: id.nullish(),
        codes: codes.min(1),
        basket: basket.default(basket.parse({})),
        /** The number of the till's document. */
        reference: line(120).nullish(),
        idempotencyKey: z.string().min(1).max(200).optional(),
      })
      .strict(),
    output: z.object({ uses: z.array(use), discount: money }),
    errors: {
      ...person,
      ...pick(couponErrors, 'COUPON_CODE_UNKNOWN', 'COUPON_DOES_NOT_FIT', 'COUPONS_DO_NOT_STACK'),
    },
  }),
  giveBack: operation({
    method: 'POST',
    path: '/loyalty/coupon-uses/{id}/return',
    summary: 'Take a use back: the coupon may be used again',
    requires: 'loyalty.post',
    input: byId,
    output: nothing,
    errors: pick(couponErrors, 'COUPON_USE_NOT_FOUND', 'COUPON_RETURNED_ALREADY'),
  }),
};

export type CouponTerms = z.output<typeof couponTerms>;
export type GivenTerms = z.input<typeof couponTerms>;
export type GivenBasket = z.output<typeof basket>;
export type CouponView = z.output<typeof coupon>;
export type OfferedCoupon = z.output<typeof offered>;
export type OwnedCoupon = z.output<typeof owned>;
const newCoupon = z.object(facts);
export type NewCoupon = z.output<typeof newCoupon>;
