import type { Ctx } from '../../kernel/context.ts';
import { refuse } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../kernel/paging.ts';
import { visibleCustomers } from '../customers/index.ts';
import { factsOf, type AnsweredReason } from './answered-reasons.ts';
import type { DoneItem, Outcome, Way } from './contract.ts';
import { sentenceOf } from './sentences.ts';

interface DoneQuery {
  limit: number;
  cursor?: string | undefined;
  day?: string | undefined;
}

/** The answers of a day, newest first, without those taken back. */
export async function listDone(ctx: Ctx, { limit, cursor, day = ctx.today }: DoneQuery) {
  const after = answerBefore(cursor);
  const [rows, counted] = await Promise.all([
    answersOf(ctx, day)
      .select(['answer.id', 'answer.customer_id', 'customers.name', 'answer.outcome', 'answer.way', 'answer.note'])
      .select(['answer.until', 'answer.at', 'answer.by_name', 'answer.reasons'])
      .$if(after !== null, (query) => query.where('answer.id', '<', after))
      .orderBy('answer.id', 'desc')
      .limit(limit + 1)
      .execute(),
    ctx.db
      .selectFrom(
        answersOf(ctx, day)
          .select('answer.id')
          .limit(COUNT_LIMIT + 1)
          .as('counted'),
      )
      .select((eb) => eb.fn.countAll<bigint>().as('count'))
      .executeTakeFirstOrThrow(),
  ]);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => presentDone(ctx, row)),
    nextCursor: last ? encodeCursor([last.id]) : null,
    count: countOf(Number(counted.count)),
  };
}

function answerBefore(cursor: string | undefined): string | null {
  const id = decodeCursor(cursor, 1)?.[0] ?? null;
  if (id !== null && !isId(String(id))) throw refuse('BAD_INPUT', { path: 'cursor', problem: '' });
  return id === null ? null : String(id);
}

function answersOf(ctx: Ctx, day: string) {
  return ctx.db
    .selectFrom('today_outcomes as answer')
    .innerJoin('customers', (join) =>
      join.onRef('customers.workspace_id', '=', 'answer.workspace_id').onRef('customers.id', '=', 'answer.customer_id'),
    )
    .leftJoin('today_outcomes as undo', (join) =>
      join.onRef('undo.workspace_id', '=', 'answer.workspace_id').onRef('undo.undoes', '=', 'answer.id'),
    )
    .where('answer.workspace_id', '=', ctx.workspace.id)
    .where('answer.day', '=', day)
    .where('answer.outcome', '!=', 'undone')
    .where('undo.id', 'is', null)
    .where(visibleCustomers(ctx));
}

interface DoneRow {
  id: string;
  customer_id: string;
  name: string;
  outcome: string;
  way: string | null;
  note: string | null;
  until: string | null;
  at: Date;
  by_name: string;
  reasons: unknown;
}

function presentDone(ctx: Ctx, row: DoneRow): DoneItem {
  const reasons = row.reasons as AnsweredReason[];
  return {
    id: row.id,
    customer: { id: row.customer_id, name: row.name },
    outcome: row.outcome as Outcome,
    way: row.way as Way | null,
    note: row.note,
    until: row.until,
    at: row.at.toISOString(),
    by: row.by_name,
    reasons: reasons.map((reason) => sentenceOf(ctx, row.name, factsOf(reason))),
  };
}
