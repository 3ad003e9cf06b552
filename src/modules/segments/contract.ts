import { z } from 'zod';
import {
  civilDate,
  event,
  explanation,
  id,
  listInput,
  money,
  noInput,
  nothing,
  operation,
  page,
  type Explanation,
} from '../../kernel/contract.ts';
import { SIGNALS } from './rules/intention.ts';
import { BUYER_MEASURES } from './rules/measures.ts';
import { PLAYBOOK_ROLES } from './rules/playbooks.ts';
import { APART, CUT_WAYS, LACKS } from './rules/schemes.ts';
import { segmentsContract } from './conditions/contract.ts';
import { fitContract } from './fit/contract.ts';
import { migrationContract } from './migration/contract.ts';
import { classKey, line, scheme } from './keys-contract.ts';

/** The whole shop is to be divided anew by this scheme: its settings changed. */
export const divisionWanted = event('segments.division_wanted', z.object({ scheme: z.string() }), true);

/** Who was in which class before is to be worked out anew: the shop was first divided, or old sales came in. */
export const pastWanted = event('segments.past_wanted', z.object({ scheme: z.string() }), true);

const person = z.object({ id, name: z.string() });
const level = z.number().int().min(1).max(5).nullable();
const decimal = z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/);

const playbook = z.object({
  /** What to do with the customers of a class, in one line. */
  strategy: line(200).min(1),
  /** How, step by step. */
  playbook: z.array(line(200).min(1)).max(12),
  /** What to say. */
  words: line(500).optional(),
  /** What to offer. */
  offer: line(300).optional(),
  /** Of what the class brings in the period, in a hundred, to be spent on it. */
  budgetPercent: z.number().min(0).max(100).optional(),
  /** Days between two contacts with a customer; 0 is only when they ask. */
  rhythmDays: z.number().int().min(0).max(730).optional(),
  /** Who looks after the class. */
  role: z.enum(PLAYBOOK_ROLES).optional(),
});

const settings = z.object({
  /** Whether the shop is divided by this scheme at all. */
  active: z.boolean(),
  /** Months counted back from the shop's newest purchase; 0 is everything. */
  periodMonths: z.number().int().min(0).max(120),
  cutBy: z.enum(CUT_WAYS),
  /** Each branch, or each currency, is cut where its own customers lie; with fewer than 10 customers where the shop is. */
  apart: z.enum(APART),
  /** For `percentile`: so many customers in a hundred lie below either cut. */
  percent: z.number().int().min(1).max(99).nullable(),
  /** For `shares`: how many customers in a hundred are on the highest level, the next, … */
  shares: z.array(z.number().min(0.1).max(99)).max(4),
  /** For `fixed`: the cuts of each measure, ascending, money in the currency of the books, recency in days. */
  bounds: z.record(z.string(), z.array(decimal).max(4)),
  /** RFM: 3 or 5 steps; null goes by the number of customers. */
  steps: z.union([z.literal(3), z.literal(5)]).nullable(),
  /** P-class: the points of each signal. */
  weights: z.partialRecord(z.enum(SIGNALS), z.number().int().min(-100).max(100)),
  /** How many contacts a month the business can make with chosen classes. */
  serves: z.number().int().min(1).max(1_000_000).nullable(),
  /** Class → the workspace's own words; null goes back to the standard ones. */
  playbooks: z.record(z.string(), playbook.nullable()),
  version: z.number().int(),
});

/** What a caller may change; `version` is that of the settings they saw. */
const settingsChange = settings.partial().required({ version: true }).extend({ scheme }).strict();

const ownAxes = {
  across: z.enum(BUYER_MEASURES),
  acrossLevels: z.union([z.literal(2), z.literal(3)]),
  up: z.enum(BUYER_MEASURES),
  upLevels: z.union([z.literal(2), z.literal(3)]),
};
const ownNames = { name: line(60).min(1), names: z.record(z.string(), line(60).min(1).nullable()).optional() };

const listed = z.object({
  scheme,
  name: z.string(),
  /** What it tells, in one line. */
  about: z.string(),
  active: z.boolean(),
  own: z.boolean(),
});

const bound = z.union([z.number(), money]);

const measure = z.object({
  key: z.string(),
  name: z.string(),
  unit: z.enum(['times', 'money', 'days', 'months', 'points', 'percent']),
  levels: z.number().int(),
  /** Ascending; of recency the days within which somebody bought, descending. */
  bounds: z.array(bound),
});

const cell = playbook.required({ words: true, offer: true, budgetPercent: true, rhythmDays: true, role: true }).extend({
  key: z.string(),
  name: z.string(),
  /** What the customers of the class have in common. */
  about: z.string(),
  count: z.number().int(),
  amount: money,
  /** Of all the money of the period, 0 to 1. */
  share: z.number(),
  /** `budgetPercent` of the money; null while there is none. */
  budget: money.nullable(),
  /** The words are the workspace's own. */
  ownWords: z.boolean(),
  /** Moves within the last 90 days. */
  entered: z.number().int(),
  left: z.number().int(),
});

const division = z.object({
  scheme,
  name: z.string(),
  about: z.string(),
  population: z.enum(['buyers', 'prospects', 'tastes']),
  /** Of a scheme of the workspace's own. */
  own: z.object({ ...ownAxes, names: z.record(z.string(), z.string()), version: z.number().int() }).nullable(),
  /** Newest purchase day of the shop, from which the period is counted back. */
  asOf: civilDate.nullable(),
  /** Purchase days after this one count; null is all of them. */
  afterDay: civilDate.nullable(),
  /** By measure: where it is cut; several cuts as a list. Null while nothing is divided. */
  cuts: z.record(z.string(), z.union([bound, z.array(bound)])).nullable(),
  measures: z.array(measure),
  /** The ways of cutting that the scheme has. */
  ways: z.array(z.enum(CUT_WAYS)),
  /** Why nobody is divided. */
  missing: z.enum(LACKS).nullable(),
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
  /** 0, like the money, for who has not bought yet; the amount is then what they may bring a year. */
  purchaseDays: z.number().int(),
  amount: money,
  average: money,
  lastOn: civilDate.nullable(),
  /** RFM only: 1 (worst) to 5. */
  scores: z.object({ r: level, f: level, m: level }),
  /** By measure of the scheme. */
  values: z.record(z.string(), z.union([z.number(), money]).nullable()),
});

const branch = { branchId: id.optional() };

export const contract = {
  list: operation({
    method: 'GET',
    path: '/classes',
    summary: 'The ways of dividing customers, the built-in ones and the workspace’s own',
    requires: 'classes.read',
    input: noInput,
    output: z.object({ items: z.array(listed) }),
  }),
  segments: segmentsContract,
  read: operation({
    method: 'GET',
    path: '/classes/{scheme}',
    summary: 'The classes of a scheme with their customers, money, cuts and playbooks; of a branch, if asked',
    requires: 'classes.read',
    input: z.object({ scheme, ...branch }).strict(),
    output: division,
  }),
  customers: operation({
    method: 'GET',
    path: '/classes/{scheme}/{key}/customers',
    summary: 'The customers of a class, those who brought most first',
    requires: 'classes.read',
    input: listInput.extend({ scheme, key: classKey, ...branch }).strict(),
    output: page(member),
  }),
  ...migrationContract,
  ...fitContract,
  change: operation({
    method: 'PATCH',
    path: '/classes/{scheme}',
    summary: 'Change the period, the cuts or the words of a scheme; the shop is divided anew',
    requires: 'classes.edit',
    input: settingsChange,
    output: settings,
  }),
  make: operation({
    method: 'POST',
    path: '/classes',
    summary: 'Make a way of dividing of one’s own, by two measures',
    requires: 'classes.edit',
    input: z.object({ ...ownNames, ...ownAxes }).strict(),
    output: listed,
  }),
  rename: operation({
    method: 'PATCH',
    path: '/classes/own/{scheme}',
    summary: 'Rename an own scheme and its classes',
    requires: 'classes.edit',
    input: z.object({ scheme, ...ownNames, version: z.number().int() }).strict(),
    output: listed,
  }),
  remove: operation({
    method: 'DELETE',
    path: '/classes/own/{scheme}',
    summary: 'Give up an own scheme; the standard ones can only be put aside',
    requires: 'classes.edit',
    input: z.object({ scheme }).strict(),
    output: nothing,
  }),
};

/** What the customer card shows of the classes; a part of GET /customers/{id}/insights. */
export type ClassesInsight = {
  scheme: string;
  schemeName: string;
  key: string;
  name: string;
  strategy: string;
  since: string;
  explanation: Explanation;
}[];

export type Division = z.infer<typeof division>;
export type Listed = z.infer<typeof listed>;
export type Cell = z.infer<typeof cell>;
export type Bound = z.infer<typeof bound>;
export type DivisionMeasure = z.infer<typeof measure>;
export type Member = z.infer<typeof member>;
export type Playbook = z.infer<typeof playbook>;
export type DivisionSettings = z.infer<typeof settings>;
export type SettingsChange = z.output<typeof settingsChange>;
