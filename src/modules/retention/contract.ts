import { z } from 'zod';
import {
  civilDate,
  event,
  explanation,
  id,
  listInput,
  money,
  noInput,
  operation,
  page,
  type Explanation,
  type Money,
} from '../../kernel/contract.ts';
import { casesContract } from './cases/contract.ts';
import { predictionsContract } from './predictions/contract.ts';
import { cohortsContract } from './cohorts/contract.ts';
import { costsContract } from './costs/contract.ts';
import { equityContract } from './equity/contract.ts';
import { holdOutContract } from './hold-out/contract.ts';
import { leakyBucketContract } from './leaky-bucket/contract.ts';
import { winBackContract } from './win-back/contract.ts';

import { indicatorsContract } from './indicators/contract.ts';
import { keyAccountsContract } from './key-accounts/contract.ts';
import { goodsBreakKinds } from './product-rhythm/rules/goods-breaks.ts';
import { recommendationsContract } from './recommendations/contract.ts';

/** All customers are to be looked at anew: settings or the shop's own figures changed. */
export const refreshWanted = event('retention.refresh_wanted', z.object({}), true);
/** One portion of that; it queues the next one. */
export const refreshDue = event('retention.refresh_due', z.object({ refreshId: id, after: id.nullable() }), true);

const kind = z.enum(['late', 'amount_down', 'slowing', ...goodsBreakKinds]);
const state = z.enum(['steady', 'due', 'late', 'lost']);
const outcome = z.enum(['bought', 'recovered', 'lost', 'dismissed', 'withdrawn', 'promised', 'given_up']);
const group = z.enum(['regulars', 'due', 'new', 'back', 'lost', 'never']);
const person = z.object({ id, name: z.string() });

const rhythm = z.object({
  usualDays: z.number(),
  /** Every second gap lies within usualDays ± spreadDays. */
  spreadDays: z.number(),
  /** The customer's own gaps behind it; 0 is what others in the shop do. */
  gaps: z.number().int(),
  firstOn: civilDate,
  lastOn: civilDate,
  dueOn: civilDate,
  alertOn: civilDate,
  /** What raises the alert: the customer's own rhythm, or a fixed number of days. */
  basis: z.enum(['rhythm', 'fixed-days']),
  sinceDays: z.number().int(),
  /** Share of such gaps that are over by now. */
  quantile: z.number(),
  state,
  perYear: money,
  explanation,
});

const alert = z.object({
  id,
  kind,
  text: z.string(),
  raisedOn: civilDate,
  stake: money,
  caredOn: civilDate.nullable(),
  settledOn: civilDate.nullable(),
  outcome: outcome.nullable(),
  returnedAfterDays: z.number().int().nullable(),
  returned: money.nullable(),
  /** How the stake is made up. */
  explanation,
});

const watched = z.object({
  customer: person.extend({ phone: z.string().nullable(), stage: z.string(), owner: person.nullable() }),
  /** What was bought on the last day. */
  lastAmount: money.nullable(),
  rhythm: rhythm.nullable(),
  alert: alert.nullable(),
});

const figure = z.object({ count: z.number().int(), money, explanation });

const summary = z.object({
  /** The day up to which silence is counted. */
  until: civilDate.nullable(),
  /** Newest purchase of anybody. */
  lastOn: civilDate.nullable(),
  /** The whole shop has been quiet for longer than usual: closed, or newer orders are not recorded yet. */
  resting: z.boolean(),
  /** Customers whose rhythm is known from at least one gap of their own. */
  customersWithRhythm: z.number().int(),
  refreshing: z.boolean(),
  regulars: figure,
  due: figure,
  late: figure,
  changed: figure,
  new: figure,
  back: figure,
  lost: figure,
});

const settings = z.object({
  /** Days of silence that raise an alert for customers without a rhythm of their own. */
  fixedDays: z.number().int().min(7).max(1000),
  /** Days after the alert without a purchase until the customer counts as lost. */
  lostDays: z.number().int().min(7).max(1000),
  /** Days without a new alert after somebody said that there is nothing to worry about. */
  quietDays: z.number().int().min(0).max(365),
  /** Days between two purchases that are usual in the trade, as long as the shop itself knows little. */
  usualDays: z.number().int().min(1).max(1000),
  /** New alerts in a day, for the whole shop, about goods that customers no longer buy; 0 is none. */
  goodsAlerts: z.number().int().min(0).max(50),
  /** Customers with one of these tags are never watched. */
  ignoredTags: z.array(z.string().trim().min(1).max(60)).max(50),
  version: z.number().int(),
});

export const contract = {
  cases: casesContract,
  predictions: predictionsContract,
  recommendations: recommendationsContract,
  indicators: indicatorsContract,
  keyAccounts: keyAccountsContract,
  cohorts: cohortsContract,
  leakyBucket: leakyBucketContract,
  costs: costsContract,
  winBack: winBackContract,
  holdOut: holdOutContract,
  equity: equityContract,
  alerts: operation({
    method: 'GET',
    path: '/retention/alerts',
    summary: 'Customers whose rhythm or habits broke, the largest stake first; settled ones newest first',
    requires: 'retention.read',
    input: listInput
      .extend({
        show: z.enum(['open', 'settled']).default('open'),
        /** `changed` is all but `late`. */
        kind: z.enum([...kind.options, 'changed']).optional(),
        owner: z.enum(['mine', 'nobody']).optional(),
      })
      .strict(),
    output: page(watched),
  }),
  watch: operation({
    method: 'GET',
    path: '/retention/watch',
    summary: 'The customers behind each figure of the summary',
    requires: 'retention.read',
    input: listInput.extend({ group: group.default('regulars') }).strict(),
    output: page(watched),
  }),
  summary: operation({
    method: 'GET',
    path: '/retention/summary',
    summary: 'How many customers come back, are due, late, new, returned or lost, with the money they stand for',
    requires: 'retention.read',
    input: noInput,
    output: summary,
  }),
  settings: {
    read: operation({
      method: 'GET',
      path: '/retention/settings',
      summary: 'When silence becomes an alert',
      requires: 'settings.read',
      input: noInput,
      output: settings,
    }),
    change: operation({
      method: 'PATCH',
      path: '/retention/settings',
      summary: 'Change when silence becomes an alert; all customers are looked at anew',
      requires: 'settings.edit',
      input: settings.partial().required({ version: true }).strict(),
      output: settings,
    }),
  },
};

/** What the customer card shows of the rhythm; the parts of GET /customers/{id}/insights that are this module's. */
export type RhythmInsight =
  | { unavailable: string }
  | (WatchedRhythm & {
      until: string;
      middleHalf: number[];
      purchases: { on: string; amount: Money }[];
      gapDays: { on: string; days: number }[];
    });
export type ValueInsight =
  | { unavailable: string }
  | {
      total: Money;
      lastYear: Money;
      purchaseDays: number;
      averagePerDay: Money;
      perYear: Money;
      explanation: Explanation;
    };

export type AlertKind = z.infer<typeof kind>;
export type AlertOutcome = z.infer<typeof outcome>;
export type WatchGroup = z.infer<typeof group>;
export type Watched = z.infer<typeof watched>;
export type WatchedRhythm = z.infer<typeof rhythm>;
export type WatchedAlert = z.infer<typeof alert>;
export type Summary = z.infer<typeof summary>;
export type WatchSettings = z.infer<typeof settings>;
