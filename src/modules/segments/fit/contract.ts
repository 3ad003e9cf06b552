import { z } from 'zod';
import { money, operation } from '../../../kernel/contract.ts';
import { FIT_QUESTIONS } from '../rules/fit.ts';
import { classKey, line, scheme } from '../keys-contract.ts';

const score = z.number().int().min(1).max(5);
const scores = z.partialRecord(z.enum(FIT_QUESTIONS), score.nullable());
const fitFacts = { scores, chosen: z.boolean(), reason: line(500).nullable() };

const fitRow = z.object({
  key: z.string(),
  name: z.string(),
  about: z.string(),
  count: z.number().int(),
  amount: money,
  share: z.number(),
  perCustomer: money.nullable(),
  /** Customers more or fewer than 90 days ago, as a share of then; null when nobody was there. */
  growth: z.number().nullable(),
  /** Contacts a month by the rhythm of the playbook. */
  contacts: z.number(),
  ...fitFacts,
  /** Mean of the scores given, 1 to 5. */
  fit: z.number().nullable(),
  by: z.string().nullable(),
  version: z.number().int(),
});

const fit = z.object({
  /** The money of prospects is what they may bring a year. */
  population: z.enum(['buyers', 'prospects', 'tastes']),
  rows: z.array(fitRow),
  /** Contacts a month: what the chosen classes need, and what the business can make. */
  needs: z.number(),
  serves: z.number().int().nullable(),
  settingsVersion: z.number().int(),
});

export const fitContract = {
  fit: operation({
    method: 'GET',
    path: '/classes/{scheme}/fit',
    summary: 'The classes side by side with what the business can serve',
    requires: 'classes.read',
    input: z.object({ scheme }).strict(),
    output: fit,
  }),
  judge: operation({
    method: 'PUT',
    path: '/classes/{scheme}/fit/{key}',
    summary: 'Say how well a class fits, and whether it is a target and why',
    requires: 'classes.edit',
    input: z.object({ scheme, key: classKey, ...fitFacts, version: z.number().int() }).strict(),
    output: fit,
  }),
};

export type Fit = z.infer<typeof fit>;
export type FitRow = z.infer<typeof fitRow>;
