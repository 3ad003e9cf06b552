import { z } from 'zod';
import { civilDate, explanation, money, operation } from '../../../kernel/contract.ts';
import { scheme } from '../keys-contract.ts';

const monthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

const months = z.object({
  /** The newest first, back to the first division at most. */
  months: z.array(
    z.object({
      month: monthText,
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

const side = z.string().nullable();

const flows = z.object({
  /** First and last month of the flows; null before the first division. */
  from: monthText.nullable(),
  until: monthText.nullable(),
  /** Of the customers on file today: who was where at the beginning, and where at the end. Null is no class. */
  flows: z.array(
    z.object({
      from: side,
      to: side,
      count: z.number().int(),
      amount: money,
      direction: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
    }),
  ),
  names: z.record(z.string(), z.string()),
});

const group = z.object({ count: z.number().int(), up: z.number().int(), down: z.number().int() });

const effect = z.object({
  from: civilDate,
  until: civilDate,
  rows: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      contacted: group,
      alone: group,
      /** Share that moved up, contacted less left alone, with Newcombe's 95 % interval; null without either group. */
      difference: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
      verdict: z.enum(['too-few', 'more', 'less', 'unclear']),
      explanation,
    }),
  ),
});

export const migrationContract = {
  moves: operation({
    method: 'GET',
    path: '/classes/{scheme}/moves',
    summary: 'How many customers each class had at the end of each month, and how many came and went',
    requires: 'classes.read',
    input: z.object({ scheme, months: z.coerce.number().int().min(1).max(36).default(12) }).strict(),
    output: months,
  }),
  flows: operation({
    method: 'GET',
    path: '/classes/{scheme}/flows',
    summary: 'Who moved from which class to which over some months, with the money that moved along',
    requires: 'classes.read',
    input: z
      .object({ scheme, until: monthText.optional(), months: z.coerce.number().int().min(1).max(36).default(3) })
      .strict(),
    output: flows,
  }),
  effect: operation({
    method: 'GET',
    path: '/classes/{scheme}/effect',
    summary: 'Whether those who were contacted moved up more often than others of the same class',
    requires: 'classes.read',
    input: z.object({ scheme, months: z.coerce.number().int().min(1).max(12).default(3) }).strict(),
    output: effect,
  }),
};

export type Months = z.infer<typeof months>;
export type Flows = z.infer<typeof flows>;
export type Effect = z.infer<typeof effect>;
