import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { dayRange } from '../../customers/index.ts';
import type { Condition } from './kinds.ts';
import { takesNothing, type Range } from './rules/measure.ts';
import { rangeShape, windowMoves, windowShape, type Window } from './shapes.ts';
import type { Words } from './words.ts';

/** How often something happened in some days, or when last. */
export const happenedShape = {
  within: windowShape.optional(),
  times: rangeShape.optional(),
  last: windowShape.optional(),
};

export interface Happened {
  within?: Window | undefined;
  times?: Range | undefined;
  spent?: Range | undefined;
  last?: Window | undefined;
}

export function oneMeasure({ times, spent, last }: Happened): boolean {
  return [times, spent, last].filter((one) => one !== undefined).length === 1;
}

export function happenedMoves({ within, last }: Happened): boolean {
  return windowMoves(within) || windowMoves(last);
}

/**
 * The condition on `customers` for rows `source (customer_id, day, amount)` that lie within the days asked for already.
 * Somebody without a row has done it 0 times and spent 0.
 */
export function happenedCondition(
  ctx: Ctx,
  { times, spent, last }: Happened,
  { source, counted }: { source: RawBuilder<unknown>; counted: RawBuilder<unknown> },
): Condition {
  if (last) {
    const { from, to } = dayRange(ctx, last) ?? {};
    return among(source, inRange(sql`max(day)`, { from, to }, sql`date`));
  }
  if (times?.from === 1 && times.to == null) return sql`customers.id in (select customer_id from (${source}) happened)`;
  const [measure, range] = times ? [counted, times] : [sql`sum(amount)`, spent ?? {}];
  const inside = inRange(measure, range, sql`numeric`);
  return takesNothing(range) ? sql`not ${among(source, sql`not (${inside})`)}` : among(source, inside);
}

/** "bought green tea at least 2 times in the last 90 days"; that something never happened has words of its own. */
export function sayHappened(
  words: Words,
  value: Happened,
  not: boolean,
  { yes, no, what }: { yes: string; no: string; what: string },
): string {
  const when = value.within ? words.days(value.within) : '';
  if (value.times?.to === 0) return words.t(not ? yes : no, { when, what, measure: '' });
  const measure = measureWords(words, value);
  if (not && measure === '') return words.t(no, { when, what });
  const condition = words.t(yes, { when, what, measure });
  return not ? words.t('say.notThat', { condition }) : condition;
}

function measureWords(words: Words, { times, spent, last }: Happened): string {
  if (last) return words.t('measure.last', { days: words.days(last) });
  if (spent) return words.t('measure.spent', { range: words.money(spent) });
  if (times?.from === 1 && times.to == null) return '';
  return words.t('measure.times', { range: words.number(times ?? {}) });
}

function among(source: RawBuilder<unknown>, having: RawBuilder<unknown>): Condition {
  // `exists` and its negation become joins; `in` beside `not` would not.
  return sql`exists (
    select 1 from (select customer_id from (${source}) happened group by customer_id having ${having}) fitting
    where fitting.customer_id = customers.id)`;
}

function inRange(
  measure: RawBuilder<unknown>,
  { from, to }: { from?: number | string | null | undefined; to?: number | string | null | undefined },
  type: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const bounds = [
    ...(from == null ? [] : [sql`${measure} >= ${from}::${type}`]),
    ...(to == null ? [] : [sql`${measure} <= ${to}::${type}`]),
  ];
  return sql.join(bounds, sql` and `);
}
