import { z } from 'zod';
import { byId, civilDate, id, instant, money, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { basket, couponErrors } from '../coupons/contract.ts';
import { pointErrors } from '../ledger/contract.ts';
import { amount, filledLine, line, MAX_POINTS, points } from '../shapes-contract.ts';
import { creditErrors, creditStanding } from '../credit/contract.ts';
import { stampedCard } from '../stamps/contract.ts';
import { giftCardCode, valueErrors } from '../value/contract.ts';

export const counterErrors = {
  COUNTER_CODE_SHORT: { status: 422 },
  COUNTER_BASKET_EMPTY: { status: 422 },
  COUNTER_POINTS_NEED_CUSTOMER: { status: 422 },
  COUNTER_POINTS_BEYOND_BILL: { status: 422 },
  COUNTER_VALUE_NEEDS_CUSTOMER: { status: 422 },
  COUNTER_PAID_BEYOND_BILL: { status: 422 },
  COUNTER_TOTAL_CHANGED: { status: 409 },
  COUNTER_MEMBERS_FIRST: { status: 409 },
  COUNTER_SALE_NOT_FOUND: { status: 404 },
  COUNTER_SALE_RETURNED: { status: 409 },
  COUNTER_PHONE_UNFIT: { status: 422 },
} as const satisfies ErrorCatalog;

const coupon = z.object({
  code: z.string(),
  name: z.string(),
  worth: z.string(),
  expiresOn: civilDate.nullable(),
});

const match = z.object({
  customer: z.object({
    id,
    name: z.string(),
    /** "Mr Shan", as one says it. */
    address: z.string(),
    phone: z.string().nullable(),
    stage: z.string(),
  }),
  tier: z
    .object({
      key: z.string(),
      name: z.string(),
      discount: z.object({ percent: z.int(), from: money }).nullable(),
      /** What else the tier brings at the till, in words: so many pieces, days to pay. */
      benefits: z.array(z.string()),
    })
    .nullable(),
  points: z.int(),
  /** What they pay for at the till; null without a programme. */
  pointsValue: money.nullable(),
  /** Those that expire next, within the programme's days of reminding. */
  expiring: z.object({ points: z.int(), on: civilDate }).nullable(),
  /** Of one match alone; several show who they are, no more. */
  usableCoupons: z.array(coupon),
  /** What they have paid ahead, gift cards of theirs included; null where nothing is left. Of one match alone. */
  stored: money.nullable(),
  /** What they owe and may still put on account; null where the tier grants none and nothing is open. Of one match alone. */
  credit: creditStanding.nullable(),
  /** Stamp cards with something on them. Of one match alone. */
  stamps: z.array(stampedCard),
  /** What may be said to them now. */
  sentence: z.string().nullable(),
  /** Why: what Today knows of them, the gravest first. */
  reasons: z.array(z.object({ kind: z.string(), text: z.string() })),
  /** The one thing worth asking. */
  question: z.object({ kind: z.string(), why: z.enum(['missing', 'stale']) }).nullable(),
});

const bill = z.object({
  /** Goods that are kept for other tiers still, and why; such a bill is not recorded. */
  kept: z.array(z.object({ name: z.string(), why: z.string() })),
  subtotal: money,
  tierDiscount: z.object({ name: z.string(), percent: z.int(), amount: money }).nullable(),
  /** `left`: what the tier's discount for many pieces may still take off in the period after this bill. */
  quantityDiscount: z
    .object({
      pieces: z.int(),
      percent: z.int(),
      amount: money,
      left: money.nullable(),
      period: z.enum(['month', 'year']),
    })
    .nullable(),
  coupons: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      worth: z.string(),
      discount: money.nullable(),
      /** Why it does not fit. */
      why: z.string().nullable(),
      chosen: z.boolean(),
      /** One of those that together take off most. */
      best: z.boolean(),
    }),
  ),
  couponsOff: money,
  /** The most that may be used for this bill, 0 where none. */
  mostPoints: z.int(),
  pointStep: z.int(),
  points: z.int(),
  pointsOff: money,
  total: money,
  /** What the member has paid ahead; 0 without one. */
  valueBalance: money,
  /** Paid with it, and with gift cards; never more than the total. */
  value: money,
  giftCards: money,
  /** What may be put on account, and by when this bill would have to be paid; null where the tier grants none. */
  credit: creditStanding.extend({ payBy: civilDate }).nullable(),
  /** Put on account: at most what is left, never more than the rest of the total. */
  onAccount: money,
  /** What is left to be paid otherwise. */
  due: money,
});

const saleInput = {
  customerId: id.nullish(),
  basket,
  codes: z.array(z.string().trim().toUpperCase().max(40)).max(20).default([]),
  points: points.max(MAX_POINTS).default(0),
  /** How much of the total is paid with what the member has paid ahead. */
  value: amount.optional(),
  /** Gift cards that are brought, and how much of each. */
  giftCards: z
    .array(z.object({ code: giftCardCode, amount }).strict())
    .max(5)
    .optional(),
  /** How much of the total is paid later, as the member's tier grants. */
  onAccount: amount.optional(),
};

const sale = z.object({
  orderId: id,
  number: z.string(),
  customer: z.object({ id, name: z.string() }).nullable(),
  at: instant,
  by: z.string(),
  lines: z.array(z.object({ no: z.int(), name: z.string(), quantity: z.string(), unitPrice: money, amount: money })),
  subtotal: money,
  quantityOff: money,
  tierOff: money,
  couponsOff: money,
  points: z.int(),
  pointsOff: money,
  total: money,
  /** Paid with money paid ahead and with gift cards, and what was put on account until a day; `due` was paid otherwise. */
  stored: money,
  onAccount: money,
  payBy: civilDate.nullable(),
  due: money,
  /** Cards that this sale stamped, as they stand now. */
  stamps: z.array(stampedCard.extend({ given: z.int() })),
  /** What this sale gives; usable from the day on. */
  earned: z.object({ points: z.int(), usableFrom: civilDate }).nullable(),
  balance: z.int().nullable(),
  returned: z.boolean(),
  /** Of a sale that was returned: what of it goes back neither to a card nor off the account. */
  backInMoney: money.nullable(),
});

const person = pick(pointErrors, 'CUSTOMER_NOT_FOUND');

export const counterContract = {
  lookup: operation({
    method: 'GET',
    path: '/counter/lookup',
    summary: 'Who stands at the counter: by phone, its last four digits, card number, member code, name or pinyin',
    requires: 'loyalty.read',
    input: z.object({ code: filledLine(80) }).strict(),
    output: z.object({ matches: z.array(match), more: z.boolean() }),
    errors: pick(counterErrors, 'COUNTER_CODE_SHORT'),
  }),
  bill: operation({
    method: 'POST',
    path: '/counter/bill',
    summary: 'What a basket costs with the tier, these coupons and these points',
    requires: 'loyalty.read',
    readOnly: true,
    input: z.object(saleInput).strict(),
    output: bill,
    errors: person,
  }),
  sell: operation({
    method: 'POST',
    path: '/counter/sales',
    summary: 'Record the sale: the order, coupons used, points that paid, points earned; all or nothing',
    requires: 'loyalty.post',
    input: z
      .object({
        ...saleInput,
        /** What the customer was told; a bill that has changed since is refused. */
        total: z
          .string()
          .regex(/^\d{1,12}(\.\d{1,4})?$/)
          .optional(),
        /** The till's own number, once per source. */
        externalId: filledLine(120).optional(),
        /** Of a sale that waited for the network: when it was. */
        placedAt: instant.optional(),
        staff: line(120).nullish(),
        note: line(2000).nullish(),
        idempotencyKey: z.string().min(1).max(200).optional(),
      })
      .strict(),
    output: sale,
    errors: {
      ...person,
      ...pick(
        counterErrors,
        'COUNTER_BASKET_EMPTY',
        'COUNTER_POINTS_NEED_CUSTOMER',
        'COUNTER_POINTS_BEYOND_BILL',
        'COUNTER_VALUE_NEEDS_CUSTOMER',
        'COUNTER_PAID_BEYOND_BILL',
        'COUNTER_TOTAL_CHANGED',
        'COUNTER_MEMBERS_FIRST',
      ),
      ...pick(valueErrors, 'VALUE_AMOUNT_UNFIT', 'VALUE_TOO_LITTLE', 'GIFT_CARD_UNKNOWN', 'GIFT_CARD_TAKEN'),
      ...pick(
        creditErrors,
        'CREDIT_AMOUNT_UNFIT',
        'CREDIT_NEEDS_CUSTOMER',
        'CREDIT_NOT_GRANTED',
        'CREDIT_BEYOND_LIMIT',
      ),
      ...pick(couponErrors, 'COUPON_CODE_UNKNOWN', 'COUPON_DOES_NOT_FIT', 'COUPONS_DO_NOT_STACK'),
      ...pick(pointErrors, 'POINTS_TOO_FEW', 'POINTS_NOT_IN_STEPS', 'POINTS_BELOW_MINIMUM', 'POINTS_WITHOUT_PROGRAMME'),
    },
  }),
  sale: operation({
    method: 'GET',
    path: '/counter/sales/{id}',
    summary: 'A sale with its sums, as the receipt shows it; {id} is that of its order',
    requires: 'loyalty.read',
    input: byId,
    output: sale,
    errors: pick(counterErrors, 'COUNTER_SALE_NOT_FOUND'),
  }),
  receiptLink: operation({
    method: 'GET',
    path: '/counter/sales/{id}/link',
    summary: 'The address of a receipt that the customer may open without signing in; it names nobody',
    requires: 'loyalty.read',
    input: byId,
    output: z.object({ url: z.string() }),
    errors: pick(counterErrors, 'COUNTER_SALE_NOT_FOUND'),
  }),
  refund: operation({
    method: 'POST',
    path: '/counter/sales/{id}/refund',
    summary: 'Take the whole sale back: money, points on both sides, coupons',
    requires: 'loyalty.post',
    input: z.object({ id, reason: filledLine(200) }).strict(),
    output: sale,
    errors: pick(counterErrors, 'COUNTER_SALE_NOT_FOUND', 'COUNTER_SALE_RETURNED'),
    status: 200,
  }),
  goods: operation({
    method: 'GET',
    path: '/counter/goods',
    summary: 'Goods for the basket: by number as a barcode gives it, or by part of the name',
    requires: 'orders.read',
    input: z.object({ q: filledLine(120) }).strict(),
    output: z.object({
      items: z.array(
        z.object({ sku: z.string(), name: z.string(), category: z.string().nullable(), unitPrice: money.nullable() }),
      ),
    }),
  }),
  enrol: operation({
    method: 'POST',
    path: '/counter/customers',
    summary: 'A new member in ten seconds: a phone number and, if they say it, a name',
    requires: 'customers.create',
    input: z
      .object({
        phone: filledLine(40),
        name: line(120).nullish(),
        /** May the shop write to them? */ agrees: z.boolean().nullish(),
      })
      .strict(),
    /** Somebody who was known already is found, not made twice. */
    output: z.object({ match, known: z.boolean() }),
    errors: pick(counterErrors, 'COUNTER_PHONE_UNFIT'),
    status: 200,
  }),
};

export type CounterMatch = z.output<typeof match>;
export type CounterBill = z.output<typeof bill>;
export type CounterSale = z.output<typeof sale>;
const given = z.object(saleInput);
export type GivenSale = z.output<typeof given>;
