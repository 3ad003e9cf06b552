import { z } from 'zod';
import { id, instant, money, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const resultErrors = {
  COLLEAGUE_NOT_FOUND: { status: 404 },
  FIGURE_UNKNOWN: { status: 422 },
  TARGET_UNFIT: { status: 422 },
  INCENTIVE_RULE_UNFIT: { status: 422 },
  INCENTIVE_AMOUNT_UNFIT: { status: 422 },
  INCENTIVE_ONLY_SALES: { status: 422 },
  INCENTIVE_MONTH_RUNNING: { status: 409 },
  INCENTIVE_MONTH_CLOSED: { status: 409 },
  INCENTIVE_MONTH_OPEN: { status: 409 },
} as const satisfies ErrorCatalog;

const month = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/);
const person = z.object({ id, name: z.string() });

const figure = z.object({
  key: z.string(),
  name: z.string(),
  /** How it is reckoned, in a sentence. */
  about: z.string(),
  unit: z.enum(['count', 'share', 'money', 'days']),
  /** Fewer is better. */
  fewer: z.boolean(),
  sales: z.boolean(),
});

/** A figure of a colleague in a month: a count, per cent, days; money apart. All null: nothing to show. */
const cell = z.object({
  figure: z.string(),
  value: z.number().nullable(),
  money: money.nullable(),
  /** Of how many, where it is a share. */
  of: z.number().int().nullable(),
  /** In the unit of the figure; of money, whole base currency. */
  target: z.number().nullable(),
  reached: z.boolean().nullable(),
});

const decimal = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/);

const rule = z.object({
  figure: z.string().max(60),
  /** `each`: `amount` for every one beyond `from`; `percent`: of the money beyond `from`; `reached`: `amount` once. */
  kind: z.enum(['each', 'percent', 'reached']),
  /** In the unit of the figure. Null with `reached`: the colleague's own target. */
  from: z.number().min(0).max(1_000_000_000).nullable(),
  amount: decimal.nullable(),
  percent: z.number().min(0.01).max(100).nullable(),
  /** The most that the rule pays a colleague in a month. */
  atMost: decimal.nullable(),
});

const sheet = z.object({
  month,
  /** The month is not over: the figures still move. */
  running: z.boolean(),
  closed: z.object({ at: instant, by: z.string() }).nullable(),
  figures: z.array(figure),
  rules: z.array(rule.extend({ id: z.string() })),
  /** Since when these rules hold. */
  rulesSince: month.nullable(),
  rulesBy: z.string().nullable(),
  rows: z.array(
    z.object({
      member: person,
      lines: z.array(z.object({ ruleId: z.string(), cell, amount: money })),
      total: money,
    }),
  ),
  total: money,
});

const byMonth = z.object({ month: month.optional() }).strict();

export const resultsContract = {
  list: operation({
    method: 'GET',
    path: '/results',
    summary: 'What colleagues did in a month: customers kept before money made',
    requires: 'results.read',
    input: byMonth,
    output: z.object({
      month,
      running: z.boolean(),
      figures: z.array(figure),
      rows: z.array(z.object({ member: person, cells: z.array(cell) })),
    }),
  }),
  read: operation({
    method: 'GET',
    path: '/results/{memberId}',
    summary: 'One colleague, month by month',
    requires: 'results.read',
    input: z
      .object({ memberId: id, month: month.optional(), months: z.coerce.number().int().min(1).max(12).default(6) })
      .strict(),
    output: z.object({
      member: person,
      figures: z.array(figure),
      /** The newest first. */
      months: z.array(z.object({ month, running: z.boolean(), cells: z.array(cell) })),
    }),
    errors: pick(resultErrors, 'COLLEAGUE_NOT_FOUND'),
  }),
  aim: operation({
    method: 'PUT',
    path: '/results/{memberId}/targets',
    summary: 'What a colleague aims at in a month; what is not named stays, null takes it away',
    requires: 'results.manage',
    input: z
      .object({
        memberId: id,
        month,
        targets: z
          .array(
            z.object({ figure: z.string().max(60), target: z.number().min(0).max(1_000_000_000).nullable() }).strict(),
          )
          .max(50),
      })
      .strict(),
    output: z.object({ month, running: z.boolean(), cells: z.array(cell) }),
    errors: pick(resultErrors, 'COLLEAGUE_NOT_FOUND', 'FIGURE_UNKNOWN', 'TARGET_UNFIT'),
  }),
  incentives: operation({
    method: 'GET',
    path: '/incentives',
    summary: 'The incentive sheet of a month, with the rules that everybody can read',
    requires: 'results.read',
    input: byMonth,
    output: sheet,
  }),
  rule: operation({
    method: 'PUT',
    path: '/incentives/rules',
    summary: 'The rules from a month on; never about sales alone',
    requires: 'results.manage',
    input: z.object({ fromMonth: month, rules: z.array(rule.strict()).max(30) }).strict(),
    output: sheet,
    errors: pick(
      resultErrors,
      'INCENTIVE_RULE_UNFIT',
      'INCENTIVE_AMOUNT_UNFIT',
      'INCENTIVE_ONLY_SALES',
      'INCENTIVE_MONTH_CLOSED',
    ),
  }),
  close: operation({
    method: 'POST',
    path: '/incentives/{month}/close',
    summary: 'Reckon a month up: its sheet does not change any more',
    requires: 'results.manage',
    input: z.object({ month }).strict(),
    output: sheet,
    errors: pick(resultErrors, 'INCENTIVE_MONTH_RUNNING', 'INCENTIVE_MONTH_CLOSED'),
    status: 200,
  }),
  reopen: operation({
    method: 'POST',
    path: '/incentives/{month}/reopen',
    summary: 'Something was wrong: the sheet follows the figures again',
    requires: 'results.manage',
    input: z.object({ month }).strict(),
    output: sheet,
    errors: pick(resultErrors, 'INCENTIVE_MONTH_OPEN'),
    status: 200,
  }),
};

export type Cell = z.infer<typeof cell>;
export type FigureView = z.infer<typeof figure>;
export type RuleGiven = z.infer<typeof rule>;
export type IncentiveSheet = z.infer<typeof sheet>;
