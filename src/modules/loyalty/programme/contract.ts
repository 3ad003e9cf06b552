import { z } from 'zod';
import { civilDate, instant, noInput, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { amount, filledLine, keyword, line, points, somePoints, times } from '../shapes-contract.ts';

export const programmeErrors = {
  PROGRAMME_NOT_THERE: { status: 409 },
  PROGRAMME_DRAFT_MISSING: { status: 404 },
  PROGRAMME_START_TOO_EARLY: { status: 422 },
  PROGRAMME_TIERS_UNFIT: { status: 422 },
  PROGRAMME_AMOUNT_UNFIT: { status: 422 },
} as const satisfies ErrorCatalog;

const words = z.array(filledLine(120)).max(50);

/** When a boost counts; an empty list counts always. */
const boostWhen = z
  .object({
    categories: words.default([]),
    skus: words.default([]),
    stores: words.default([]),
    channels: words.default([]),
    /** ISO 8601: Monday 1 … Sunday 7. */
    weekdays: z.array(z.int().min(1).max(7)).max(7).default([]),
    birthday: z.enum(['day', 'week', 'month']).nullable().default(null),
    from: civilDate.nullable().default(null),
    until: civilDate.nullable().default(null),
  })
  .strict();

/** `times` 0 leaves the goods out. Of several that count for a line the largest does, one with 0 before all. */
const boost = z.object({ name: filledLine(60), times, when: boostWhen.default(boostWhen.parse({})) }).strict();

const activity = z
  .object({
    key: keyword,
    name: filledLine(60),
    points: somePoints.max(1_000_000),
    /** What is counted: nights, kilometres … null: each time. */
    unit: line(20).nullable().default(null),
    /** So many times a month at most. */
    perMonth: z.int().min(1).max(1000).nullable().default(null),
  })
  .strict();

const level = z
  .object({
    key: keyword,
    name: filledLine(40),
    /** From which measure on: base currency, orders, days or points. The first is 0: everybody. */
    from: amount,
    times: times.default('1'),
    perks: z.array(filledLine(120)).max(20).default([]),
    /** Points given once on reaching it. */
    gift: points.max(10_000_000).default(0),
    /** Benefits that the shop keeps to: per cent off from an amount on or for so many pieces, days to pay and their limit. */
    discount: z
      .object({ percent: z.int().min(1).max(90), from: amount.default('0') })
      .strict()
      .nullable()
      .default(null),
    /** Per cent off a line of at least so many pieces, at most so much in a period. */
    quantity: z
      .object({
        pieces: z.int().min(2).max(10_000),
        percent: z.int().min(1).max(90),
        most: amount.nullable().default(null),
        period: z.enum(['month', 'year']).default('month'),
      })
      .strict()
      .nullable()
      .default(null),
    credit: z
      .object({ days: z.int().min(1).max(365), limit: amount })
      .strict()
      .nullable()
      .default(null),
  })
  .strict();

export const programmeRules = z
  .object({
    name: filledLine(60),
    /** So many points for every full `per` of net amount. */
    earn: z
      .object({
        points: points.max(1_000_000),
        per: amount,
        /** For every order besides. */
        perOrder: points.max(1_000_000).default(0),
        /** Orders under it earn nothing. */
        minimum: amount.default('0'),
        maxPerOrder: somePoints.nullable().default(null),
        maxPerDay: somePoints.nullable().default(null),
        boosts: z.array(boost).max(50).default([]),
      })
      .strict(),
    activities: z
      .array(activity)
      .max(50)
      .default([])
      .refine((list) => new Set(list.map(({ key }) => key)).size === list.length),
    /** Days after the order until its points can be used; a refund in between costs nobody anything. */
    pendingDays: z.int().min(0).max(365).default(0),
    expiry: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('never') }).strict(),
        z.object({ kind: z.literal('months'), months: z.int().min(1).max(120) }).strict(),
        z.object({ kind: z.literal('month-end'), months: z.int().min(0).max(120) }).strict(),
        z.object({ kind: z.literal('year-end'), years: z.int().min(0).max(10) }).strict(),
        z.object({ kind: z.literal('date'), date: civilDate }).strict(),
      ])
      .default({ kind: 'never' }),
    /** So many days before points expire, the counter says so. 0: only on the last day. */
    remindDays: z.int().min(0).max(90).default(14),
    /** `points` are worth `worth` at the till; no fewer than `minimum` at once, in whole steps. */
    redeem: z
      .object({
        points: somePoints.max(1_000_000),
        worth: amount,
        minimum: somePoints.default(1),
        step: somePoints.default(1),
        /** Of an order's amount, per cent. */
        maxShare: z.int().min(1).max(100).default(100),
      })
      .strict(),
    tiers: z
      .object({
        by: z.enum(['spend', 'orders', 'visits', 'points']),
        window: z.enum(['calendar', 'rolling', 'anniversary']),
        /** What was bought before the programme began counts, too. */
        countBefore: z.boolean().default(true),
        /** Days after the end of a tier in which it can still be earned anew. */
        graceDays: z.int().min(0).max(180).default(0),
        levels: z.array(level).min(1).max(10),
      })
      .strict(),
    limits: z
      .object({
        /** Changes by hand beyond so many points need a second colleague. */
        alone: points.default(1000),
        /** What one colleague may give by hand in a day. */
        colleaguePerDay: points.nullable().default(null),
      })
      .strict()
      .default({ alone: 1000, colleaguePerDay: null }),
  })
  .strict();

const programme = z.object({
  no: z.int().nullable(),
  rules: programmeRules,
  fromDay: civilDate.nullable(),
  publishedAt: instant.nullable(),
  publishedBy: z.string().nullable(),
  version: z.int(),
});

export const programmeContract = {
  read: operation({
    method: 'GET',
    path: '/loyalty/programme',
    summary: 'The programme in force, the draft of the next one, and the versions before',
    requires: 'loyalty.read',
    input: noInput,
    output: z.object({
      current: programme.nullable(),
      draft: programme.nullable(),
      earlier: z.array(programme),
      /** What a shop of this kind may begin with, while there is nothing. */
      suggestion: programmeRules,
    }),
  }),
  draft: operation({
    method: 'PUT',
    path: '/loyalty/programme/draft',
    summary: 'Write the draft of the next version',
    requires: 'loyalty.manage',
    input: z.object({ rules: programmeRules, version: z.int().optional() }).strict(),
    output: programme,
    errors: pick(programmeErrors, 'PROGRAMME_TIERS_UNFIT', 'PROGRAMME_AMOUNT_UNFIT'),
  }),
  discard: operation({
    method: 'DELETE',
    path: '/loyalty/programme/draft',
    summary: 'Throw the draft away',
    requires: 'loyalty.manage',
    input: noInput,
    output: z.object({ ok: z.literal(true) }),
    errors: pick(programmeErrors, 'PROGRAMME_DRAFT_MISSING'),
  }),
  publish: operation({
    method: 'POST',
    path: '/loyalty/programme/publish',
    summary: 'Put the draft in force from a day on; orders before earn by the version before, or nothing',
    requires: 'loyalty.manage',
    input: z.object({ fromDay: civilDate.optional(), version: z.int() }).strict(),
    output: programme,
    errors: pick(programmeErrors, 'PROGRAMME_DRAFT_MISSING', 'PROGRAMME_START_TOO_EARLY'),
  }),
};

export type ProgrammeRules = z.output<typeof programmeRules>;
export type GivenRules = z.input<typeof programmeRules>;
export type Boost = ProgrammeRules['earn']['boosts'][number];
export type ProgrammeView = z.output<typeof programme>;
