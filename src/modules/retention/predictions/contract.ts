import { z } from 'zod';
import {
  civilDate,
  event,
  explanation,
  id,
  instant,
  listInput,
  money,
  noInput,
  operation,
  page,
} from '../../../kernel/contract.ts';

/** The shop is to be assessed anew: purchases came in or went. */
export const predictionsWanted = event('retention.predictions_wanted', z.object({}), true);
/** One portion of customers to be scored by a run; it queues the next one. */
export const scoringDue = event('retention.scoring_due', z.object({ runId: id, after: id.nullable() }), true);

const model = z.enum(['mbg-nbd', 'bg-nbd', 'nbd']);

const prediction = z.object({
  customerId: id,
  name: z.string(),
  externalId: z.string().nullable(),
  model,
  /** Weeks that `pBuys` and `expectedOrders` are for. */
  weeks: z.number().int(),
  /** Chance that the customer has not left; null where nobody is seen to leave. */
  pAlive: z.number().nullable(),
  pBuys: z.number(),
  /** Eight in ten. */
  pBuysLow: z.number(),
  pBuysHigh: z.number(),
  expectedOrders: z.number(),
  expectedOrders52: z.number(),
  /** Of the next 12 months, after discount and margin. */
  value52: money,
  value52Low: money,
  value52High: money,
  /** What is left of each sale, as the values count it. */
  marginPercent: z.number(),
  /** Days between which eight in ten next purchases come, if the customer still comes; null where it cannot be told. */
  nextOrder: z.object({ p10: civilDate, p50: civilDate, p90: civilDate }).nullable(),
  explanation,
});

const month = z.object({
  /** Its first day. */
  month: civilDate,
  orders: z.number(),
  money,
});

const ahead = month.extend({
  ordersLow: z.number(),
  ordersHigh: z.number(),
  moneyLow: money,
  moneyHigh: money,
});

const before = month.extend({
  madeOn: civilDate,
  /** Worked out later from what was known by then. */
  afterwards: z.boolean(),
  cameOrders: z.number().int(),
  came: money,
  /** The month is not over. */
  running: z.boolean(),
});

const card = z.object({
  weeks: z.number().int(),
  chanceWeeks: z.number().int(),
  customers: z.number().int(),
  /** What was found, in sentences. */
  sentences: z.array(explanation),
  /** By rising chance: told and come. */
  bins: z.array(z.object({ customers: z.number().int(), said: z.number(), came: z.number() })),
  errors: z.array(
    z.object({ model: z.enum([...model.options, 'pareto-nbd']), error: z.number(), chosen: z.boolean() }),
  ),
});

const forecast = z.object({
  /** Why there is none, in a sentence; null where there is one. */
  unavailable: z.string().nullable(),
  /** What is there beside what is needed. */
  missing: z.array(
    z.object({ what: z.enum(['customers', 'repeaters', 'days']), have: z.number().int(), need: z.number().int() }),
  ),
  madeAt: instant.nullable(),
  until: civilDate.nullable(),
  customers: z.number().int(),
  model: z.enum([...model.options, 'average']).nullable(),
  months: z.array(ahead),
  before: z.array(before),
  /** The next 12 months together. */
  year: z.object({ orders: z.number(), money, explanation }).nullable(),
  card: card.nullable(),
  /** What has to be borne in mind, in sentences. */
  notes: z.array(explanation),
});

const settings = z.object({
  /** The one margin of the shop, said at `/retention/economics`; null: values are turnover. */
  marginPercent: z.number().nullable(),
  /** By how much money of next year is worth less than today's. */
  discountPercent: z.number().min(0).max(100).multipleOf(0.01),
  version: z.number().int(),
});

const changeSettings = settings.omit({ marginPercent: true }).partial().required({ version: true }).strict();

export const predictionsContract = {
  list: operation({
    method: 'GET',
    path: '/retention/predictions',
    summary: 'Chance to buy again, purchases and value to expect of each customer, with intervals',
    requires: 'retention.read',
    input: listInput
      .extend({
        weeks: z.coerce.number().int().min(1).max(104).default(13),
        sort: z.enum(['-value52', 'value52', '-pBuys', 'pBuys']).default('-value52'),
      })
      .strict(),
    output: page(prediction).extend({ unavailable: z.string().nullable() }),
  }),
  forecast: operation({
    method: 'GET',
    path: '/retention/forecast',
    summary:
      'Purchases and sales to expect of the present customers in the next 12 months, and how earlier forecasts fared',
    requires: 'retention.read',
    input: noInput,
    output: forecast,
  }),
  settings: {
    read: operation({
      method: 'GET',
      path: '/retention/predictions/settings',
      summary: 'Margin and discount that values are reckoned with',
      requires: 'settings.read',
      input: noInput,
      output: settings,
    }),
    change: operation({
      method: 'PATCH',
      path: '/retention/predictions/settings',
      summary: 'Change the discount; the value of every customer is reckoned anew',
      requires: 'settings.edit',
      input: changeSettings,
      output: settings,
    }),
  },
};

export type Prediction = z.infer<typeof prediction>;
export type PredictionSort = '-value52' | 'value52' | '-pBuys' | 'pBuys';
export type Forecast = z.infer<typeof forecast>;
export type PredictionSettings = z.infer<typeof settings>;
export type ChangeSettings = z.infer<typeof changeSettings>;
export type PredictionInsight = { unavailable: string } | Prediction;
