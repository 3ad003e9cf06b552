import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { TimelineEntry, TimelinePlace, TimelineSource } from '../customers/index.ts';
import { dayInWords } from './sentences.ts';

/** What people answered stands on the customer's card; answers taken back do not. */
export const answersOnTimeline: TimelineSource = { kind: 'care', read: readAnswers };

const noValues: Record<string, string> = {};

async function readAnswers(
  ctx: Ctx,
  _customerId: string,
  before: TimelinePlace | null,
  limit: number,
  cards: readonly string[],
): Promise<TimelineEntry[]> {
  const rows = await ctx.db
    .selectFrom('today_outcomes as answer')
    .leftJoin('today_outcomes as undo', (join) =>
      join.onRef('undo.workspace_id', '=', 'answer.workspace_id').onRef('undo.undoes', '=', 'answer.id'),
    )
    .select(['answer.id', 'answer.at', 'answer.outcome', 'answer.way', 'answer.note', 'answer.until', 'answer.by_name'])
    .where('answer.workspace_id', '=', ctx.workspace.id)
    .where('answer.customer_id', 'in', cards)
    .where('answer.outcome', '!=', 'undone')
    .where('undo.id', 'is', null)
    .$if(before !== null, (query) =>
      query.where(sql<boolean>`(answer.at, answer.id::text) < (${before?.at}::timestamptz, ${before?.id}::text)`),
    )
    .orderBy('answer.at', 'desc')
    .orderBy('answer.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    at: row.at,
    id: row.id,
    kind: 'care',
    text: {
      key: row.outcome === 'done' ? `today:timeline.done.${row.way ?? 'plain'}` : `today:timeline.${row.outcome}`,
      values: row.until === null ? noValues : { until: dayInWords(ctx.locale, row.until) },
    },
    by: row.by_name,
    body: row.note,
  }));
}
