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
import { pointErrors } from '../ledger/contract.ts';
import { amount, filledLine, line, points, somePoints } from '../shapes-contract.ts';

export const drawErrors = {
  DRAW_NOT_FOUND: { status: 404 },
  DRAW_PUBLISHED: { status: 409 },
  DRAW_NOT_PUBLISHED: { status: 409 },
  DRAW_NOT_OPEN: { status: 409 },
  DRAW_OVER: { status: 409 },
  DRAW_ODDS_TOO_HIGH: { status: 422 },
  DRAW_PRIZE_UNFIT: { status: 422 },
  DRAW_FALLBACK_UNFIT: { status: 422 },
  DRAW_DAYS_UNFIT: { status: 422 },
  DRAW_ORDER_UNFIT: { status: 422 },
  DRAW_LIMIT_OF_DAY: { status: 409 },
  DRAW_LIMIT_REACHED: { status: 409 },
  DRAW_NO_TRY: { status: 409 },
  DRAW_POINTS_TOO_FEW: { status: 409 },
} as const satisfies ErrorCatalog;

const give = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('gift'), giftId: id }).strict(),
  /** A coupon whose codes are issued one by one. */
  z.object({ kind: z.literal('coupon'), couponId: id }).strict(),
  z.object({ kind: z.literal('points'), points: somePoints.max(10_000_000) }).strict(),
  /** Stored value, given by the shop. */
  z.object({ kind: z.literal('value'), amount }).strict(),
]);

const prize = z
  .object({
    name: filledLine(60),
    /** Of ten thousand tries; what all of them leave is "nothing". */
    odds: z.int().min(1).max(10_000),
    /** How many can be won; null: as many as are drawn. A gift comes off its own stock besides. */
    stock: z.int().min(1).max(1_000_000).nullable().default(null),
    give,
  })
  .strict();

const limit = z.int().min(1).max(1000).nullable().default(null);

/** What a draw is made of. */
export const drawRules = z
  .object({
    name: filledLine(60),
    /** What a try costs; 0: only tries that were given. */
    points: points.max(10_000_000).default(0),
    /** An order of so much within the days of the draw brings a try. */
    orderFrom: amount.nullable().default(null),
    dayLimit: limit,
    personLimit: limit,
    fromDay: civilDate,
    untilDay: civilDate,
    prizes: z.array(prize).min(1).max(12),
    /** The place, 1 first, of the prize that is given where the one won has run out; null: nothing is. */
    fallback: z.int().min(1).max(12).nullable().default(null),
  })
  .strict();

const shownPrize = z.object({
  place: z.int(),
  name: z.string(),
  odds: z.int(),
  stock: z.int().nullable(),
  won: z.int(),
  give,
  /** The gift's or coupon's name, the points, the money. */
  what: z.string(),
});

const draw = z.object({
  id,
  name: z.string(),
  points: z.int(),
  orderFrom: z.string().nullable(),
  dayLimit: z.int().nullable(),
  personLimit: z.int().nullable(),
  fromDay: civilDate,
  untilDay: civilDate,
  prizes: z.array(shownPrize),
  /** Of ten thousand. */
  nothing: z.int(),
  fallback: z.int().nullable(),
  state: z.enum(['draft', 'coming', 'open', 'over']),
  /** SHA-256 of the seed; null before publication. */
  seedHash: z.string().nullable(),
  /** Told once the draw is over. */
  seed: z.string().nullable(),
  tries: z.int(),
  won: z.int(),
  /** What the gifts and the stored value that were won cost; coupons and points count when they are used. */
  cost: money,
  version: z.int(),
});

const drawnTry = z.object({
  id,
  no: z.int(),
  /** 0 to 9999. */
  number: z.int(),
  customer: z.object({ id, name: z.string() }).nullable(),
  /** What was given. */
  prize: z.object({ place: z.int(), name: z.string(), what: z.string() }).nullable(),
  /** What the number names, where that had run out. */
  missed: z.string().nullable(),
  /** Of a coupon that was won. */
  code: z.string().nullable(),
  points: z.int(),
  at: instant,
  day: civilDate,
  by: z.string(),
});

/** A draw as it stands for one customer. */
const standing = z.object({
  draw: draw.pick({
    id: true,
    name: true,
    points: true,
    untilDay: true,
    prizes: true,
    nothing: true,
    fallback: true,
    state: true,
    seedHash: true,
    seed: true,
  }),
  /** Tries that cost nothing. */
  free: z.int(),
  /** What stands in the way of another try, in words; null where nothing does. */
  why: z.string().nullable(),
  /** The newest first. */
  tries: z.array(drawnTry),
});

const seen = pick(drawErrors, 'DRAW_NOT_FOUND');
const unfit = pick(
  drawErrors,
  'DRAW_ODDS_TOO_HIGH',
  'DRAW_PRIZE_UNFIT',
  'DRAW_FALLBACK_UNFIT',
  'DRAW_DAYS_UNFIT',
  'DRAW_ORDER_UNFIT',
);
const person = pick(pointErrors, 'CUSTOMER_NOT_FOUND');

export const drawsContract = {
  list: operation({
    method: 'GET',
    path: '/loyalty/draws',
    summary: 'Lucky draws with their odds, newest first',
    requires: 'loyalty.read',
    input: z.object({}).strict(),
    output: z.object({ items: z.array(draw) }),
  }),
  create: operation({
    method: 'POST',
    path: '/loyalty/draws',
    summary: 'Draft a lucky draw: prizes with odds of ten thousand, what a try costs, limits',
    requires: 'loyalty.manage',
    input: drawRules,
    output: draw,
    errors: unfit,
  }),
  change: operation({
    method: 'PUT',
    path: '/loyalty/draws/{id}',
    summary: 'Change a draft; what is published stays as it was told',
    requires: 'loyalty.manage',
    input: z.object({ id, version: z.int().optional(), rules: drawRules }).strict(),
    output: draw,
    errors: { ...seen, ...unfit, ...pick(drawErrors, 'DRAW_PUBLISHED') },
  }),
  drop: operation({
    method: 'DELETE',
    path: '/loyalty/draws/{id}',
    summary: 'Throw a draft away',
    requires: 'loyalty.manage',
    input: byId,
    output: nothing,
    errors: { ...seen, ...pick(drawErrors, 'DRAW_PUBLISHED') },
  }),
  publish: operation({
    method: 'POST',
    path: '/loyalty/draws/{id}/publish',
    summary: 'Publish a draw: odds and prizes are fixed, and the hash of its seed is told',
    requires: 'loyalty.manage',
    input: z.object({ id, version: z.int() }).strict(),
    output: draw,
    errors: {
      ...seen,
      ...unfit,
      ...pick(drawErrors, 'DRAW_PUBLISHED'),
      ...pick(pointErrors, 'POINTS_WITHOUT_PROGRAMME'),
    },
  }),
  end: operation({
    method: 'POST',
    path: '/loyalty/draws/{id}/end',
    summary: 'End a draw before its last day; its seed is told from then on',
    requires: 'loyalty.manage',
    input: byId,
    output: draw,
    errors: { ...seen, ...pick(drawErrors, 'DRAW_NOT_PUBLISHED') },
  }),
  tries: operation({
    method: 'GET',
    path: '/loyalty/draws/{id}/tries',
    summary: 'Every try with its number, newest first: with the seed, all of them can be told again',
    requires: 'loyalty.read',
    input: listInput.extend({ id }).strict(),
    output: page(drawnTry),
    errors: seen,
  }),
  ofCustomer: operation({
    method: 'GET',
    path: '/loyalty/accounts/{customerId}/draws',
    summary: 'The open draws, and those of late in which a customer drew, as they stand for them',
    requires: 'loyalty.read',
    input: z.object({ customerId: id }).strict(),
    output: z.object({ items: z.array(standing) }),
    errors: person,
  }),
  give: operation({
    method: 'POST',
    path: '/loyalty/draws/{id}/chances',
    summary: 'Give a customer tries that cost nothing',
    requires: 'loyalty.adjust',
    input: z.object({ id, customerId: id, tries: z.int().min(1).max(20), reason: line(200).nullish() }).strict(),
    output: standing,
    errors: { ...seen, ...person, ...pick(drawErrors, 'DRAW_OVER') },
  }),
  draw: operation({
    method: 'POST',
    path: '/loyalty/draws/{id}/tries',
    summary: 'Draw once: a given try, or one for points',
    requires: 'loyalty.post',
    input: z.object({ id, customerId: id, idempotencyKey: z.string().min(1).max(200).optional() }).strict(),
    output: drawnTry,
    errors: {
      ...seen,
      ...person,
      ...pick(
        drawErrors,
        'DRAW_NOT_OPEN',
        'DRAW_OVER',
        'DRAW_LIMIT_OF_DAY',
        'DRAW_LIMIT_REACHED',
        'DRAW_NO_TRY',
        'DRAW_POINTS_TOO_FEW',
      ),
      ...pick(pointErrors, 'POINTS_WITHOUT_PROGRAMME'),
    },
  }),
};

export type GivenDrawRules = z.input<typeof drawRules>;
export type DrawRules = z.output<typeof drawRules>;
export type DrawPrize = z.output<typeof shownPrize>;
export type DrawView = z.output<typeof draw>;
export type DrawnTry = z.output<typeof drawnTry>;
export type DrawStanding = z.output<typeof standing>;
