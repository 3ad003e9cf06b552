import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { isId } from '../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { isCivilDate } from '../../../maths/calendar.ts';
import { visibleCustomers } from '../../customers/index.ts';
import type { SegmentMember } from './contract.ts';
import { describeCustomers } from './preview.ts';
import { wholeSegment } from './view.ts';

interface Page {
  items: SegmentMember[];
  nextCursor: string | null;
  count: { value: number; exact: boolean };
}

/** The customers of a segment, those who came in last first. */
export async function listSegmentMembers(
  ctx: Ctx,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string | undefined },
): Promise<Page> {
  const segment = await wholeSegment(ctx, id);
  const from = sql`
    from segment_members m
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id
    where m.workspace_id = ${ctx.workspace.id} and m.segment_id = ${segment.id}
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}`;
  const [{ rows }, counted] = await Promise.all([
    sql<{ customer_id: string; since: string }>`
      select m.customer_id, m.since ${from} ${after(cursor)}
      order by m.since desc, m.customer_id limit ${limit + 1}`.execute(ctx.db),
    sql<{ count: number }>`
      select count(*)::int as count from (select 1 ${from} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const since = new Map(shown.map((row) => [row.customer_id, row.since]));
  const customers = await describeCustomers(ctx, [...since.keys()]);
  return {
    items: customers.map(({ spent, lastOn, ...customer }) => {
      return { customer, spent, lastOn, since: since.get(customer.id) ?? ctx.today };
    }),
    nextCursor: rows.length > limit && last ? encodeCursor([last.since, last.customer_id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

function after(cursor: string | undefined) {
  const [since, id] = decodeCursor(cursor, 2) ?? [];
  // Of another list: begin again.
  if (typeof since !== 'string' || !isCivilDate(since) || typeof id !== 'string' || !isId(id)) return sql``;
  return sql`and (m.since < ${since}::date or (m.since = ${since}::date and m.customer_id > ${id}::uuid))`;
}
