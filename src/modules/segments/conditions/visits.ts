import { sql } from 'kysely';
import { z } from 'zod';
import { happenedCondition, happenedMoves, happenedShape, oneMeasure, sayHappened } from './happened.ts';
import type { ConditionKind } from './kinds.ts';
import { andWithin } from './shapes.ts';

const shape = z.object(happenedShape).strict().refine(oneMeasure);
type Visits = z.infer<typeof shape>;

/** That somebody came, whether they bought or not. */
export const visits: ConditionKind<Visits> = {
  key: 'visits',
  title: 'segments:conditions.kind.visits',
  group: 'purchases',
  permission: 'orders.read',
  shape,
  parts: [
    { key: 'within', title: 'segments:conditions.part.within', input: 'days' },
    { key: 'times', title: 'segments:conditions.part.times', input: 'number', oneOf: 'measure' },
    { key: 'last', title: 'segments:conditions.part.last', input: 'days', oneOf: 'measure' },
  ],
  reads: ['visits'],
  moves: happenedMoves,
  sql: (ctx, value, among) =>
    happenedCondition(ctx, value, {
      source: sql`
        select v.customer_id, v.day, 0 as amount from visits v
        where v.workspace_id = ${ctx.workspace.id} ${andWithin(ctx, sql.ref('v.day'), value.within)}
          ${among(sql.ref('v.customer_id'))}`,
      counted: sql`count(*)`,
    }),
  say: (words, value, not) => sayHappened(words, value, not, { yes: 'say.visited', no: 'say.visitedNot', what: '' }),
};
