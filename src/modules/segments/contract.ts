import { z } from 'zod';
import {
  civilDate,
  event,
  explanation,
  id,
  listInput,
  money,
  operation,
  page,
  type Explanation,
} from '../../kernel/contract.ts';

/** The whole shop is to be divided anew by this scheme: its settings changed. */
export const divisionWanted = event('segments.division_wanted', z.object({ scheme: z.enum(['value-matrix', 'rfm']) }));

const scheme = z.enum(['value-matrix', 'rfm']);
const person = z.object({ id, name: z.string() });
const level = z.number().int().min(1).max(5).nullable();

const playbook = z.object({
  /** What to do with the customers of a class, in one line. */
  strategy: z.string().trim().min(1).max(200),
  /** How, step by step. */
  playbook: z.array(z.string().trim().min(1).max(200)).max(12),
});

const settings = z.object({
  /** Months counted back from the shop's newest purchase; 0 is everything. */
  periodMonths: z.number().int().min(0).max(120),
  /** `fixed` takes the two cuts below; `rank` cuts RFM into equal shares. */
  cutBy: z.enum(['mean', 'median', 'percentile', 'fixed', 'rank']),
  /** For `percentile`: so many customers in a hundred lie below either cut. */
  percent: z.number().int().min(1).max(99).nullable(),
  /** Purchase days from which a customer comes often. */
  fixedFrequency: z.number().positive().max(10_000).nullable(),
  /** Money per purchase day from which a customer spends much. */
  fixedAverage: money.nullable(),
  /** Class → the workspace's own words; null goes back to the standard ones. */
  playbooks: z.record(z.string(), playbook.nullable()),
  version: z.number().int(),
});

/** What a caller may change; `version` is that of the settings they saw. */
const settingsChange = settings.partial().required({ version: true }).extend({ scheme }).strict();

const cell = playbook.extend({
  key: z.string(),
  name: z.string(),
  /** What the customers of the class have in common. */
  about: z.string(),
  count: z.number().int(),
  amount: money,
  /** Of all the money of the period, 0 to 1. */
  share: z.number(),
  /** The words are the workspace's own. */
  ownWords: z.boolean(),
  /** Moves within the last 90 days. */
  entered: z.number().int(),
  left: z.number().int(),
});

const division = z.object({
  scheme,
  /** Newest purchase day of the shop, from which the period is counted back. */
  asOf: civilDate.nullable(),
  /** Purchase days after this one count; null is all of them. */
  afterDay: civilDate.nullable(),
  /** At the cut counts as above it; null for RFM, whose bounds the explanation tells, and while nothing is divided. */
  cuts: z.object({ frequency: z.number(), average: money }).nullable(),
  /** Why nobody is divided. */
  missing: z.enum(['purchases', 'customers']).nullable(),
  /** New settings are being applied. */
  dividing: z.boolean(),
  count: z.number().int(),
  amount: money,
  explanation: explanation.nullable(),
  cells: z.array(cell),
  settings,
});

const member = z.object({
  customer: person.extend({ phone: z.string().nullable(), stage: z.string(), owner: person.nullable() }),
  since: civilDate,
  purchaseDays: z.number().int(),
  amount: money,
  average: money,
  lastOn: civilDate,
  /** RFM only: 1 (worst) to 5. */
  scores: z.object({ r: level, f: level, m: level }),
});

const months = z.object({
  /** The newest first, back to the first division at most. */
  months: z.array(
    z.object({
      month: z.string().regex(/^\d{4}-\d{2}$/),
      cells: z.array(
        z.object({
          key: z.string(),
          /** At the end of the month, of the customers who are on file today. */
          count: z.number().int(),
          entered: z.number().int(),
          left: z.number().int(),
        }),
      ),
    }),
  ),
});

const classKey = z.string().max(40);

export const contract = {
  read: operation({
    method: 'GET',
    path: '/classes/{scheme}',
    summary: 'The classes of a scheme with their customers, money, cuts and playbooks',
    requires: 'classes.read',
    input: z.object({ scheme }).strict(),
    output: division,
  }),
  customers: operation({
    method: 'GET',
    path: '/classes/{scheme}/{key}/customers',
    summary: 'The customers of a class, those who brought most first',
    requires: 'classes.read',
    input: listInput.extend({ scheme, key: classKey }).strict(),
    output: page(member),
  }),
  moves: operation({
    method: 'GET',
    path: '/classes/{scheme}/moves',
    summary: 'How many customers each class had at the end of each month, and how many came and went',
    requires: 'classes.read',
    input: z.object({ scheme, months: z.coerce.number().int().min(1).max(36).default(12) }).strict(),
    output: months,
  }),
  change: operation({
    method: 'PATCH',
    path: '/classes/{scheme}',
    summary: 'Change the period, the cuts or the words of a scheme; the shop is divided anew',
    requires: 'classes.edit',
    input: settingsChange,
    output: settings,
  }),
};

/** What the customer card shows of the classes; a part of GET /customers/{id}/insights. */
export type ClassesInsight = {
  scheme: z.infer<typeof scheme>;
  key: string;
  name: string;
  strategy: string;
  since: string;
  explanation: Explanation;
}[];

export type Division = z.infer<typeof division>;
export type Cell = z.infer<typeof cell>;
export type Member = z.infer<typeof member>;
export type Months = z.infer<typeof months>;
export type Playbook = z.infer<typeof playbook>;
export type DivisionSettings = z.infer<typeof settings>;
export type SettingsChange = z.output<typeof settingsChange>;
