import { z } from 'zod';
import { civilDate, explanation, id, money, noInput, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { costSides, valueSides } from './rules/delivered.ts';

export const equityErrors = {
  VALUE_SCORE_OF_WHOM: { status: 422 },
  VALUE_SCORE_CUSTOMER_UNKNOWN: { status: 422 },
} as const satisfies ErrorCatalog;

const side = z.enum([...valueSides, ...costSides]);
const averages = z.record(side, z.number());
const delivered = z
  .object({
    scores: z.number().int(),
    average: averages,
    value: z.number(),
    improvements: z.array(z.object({ side, missing: z.number() })),
  })
  .nullable();
const classKey = z.enum(['spender', 'best', 'uncertain', 'frequent']);

const equity = z.object({
  until: civilDate.nullable(),
  /** What the year's money is worked out by: what is expected of each customer, or the rhythm they have. */
  basis: z.enum(['predictions', 'rhythm']),
  /** What the customers who are not lost bring in a year, after the margin where one is known. */
  total: money,
  customers: z.number().int(),
  explanation,
  classes: z.array(
    z.object({
      /** Null: not divided into classes. */
      class: classKey.nullable(),
      customers: z.number().int(),
      money,
      /** Scored for the class itself and for its customers. */
      delivered,
    }),
  ),
  delivered,
});

const one = z.number().int().min(1).max(10);
const given = z
  .object({
    /** One of the two. */
    customerId: id.nullish(),
    class: classKey.nullish(),
    /** Whose view it is: a colleague’s, or what the customer said. */
    source: z.enum(['colleague', 'customer']).default('colleague'),
    product: one,
    service: one,
    staff: one,
    image: one,
    money: one,
    time: one,
    energy: one,
    psychic: one,
    note: z.string().trim().max(500).nullish(),
  })
  .strict();

export const equityContract = {
  read: operation({
    method: 'GET',
    path: '/retention/equity',
    summary: 'What all customers are worth, and what they get for what it costs them, by class',
    requires: 'retention.figures',
    input: noInput,
    output: equity,
  }),
  score: operation({
    method: 'POST',
    path: '/retention/value-scores',
    summary: 'Score what a customer or a class gets: four values and four costs, one to ten',
    requires: 'retention.edit',
    input: given,
    output: z.object({ id, delivered }),
    errors: pick(equityErrors, 'VALUE_SCORE_OF_WHOM', 'VALUE_SCORE_CUSTOMER_UNKNOWN'),
  }),
};

export type Equity = z.infer<typeof equity>;
export type ScoreGiven = z.infer<typeof given>;
