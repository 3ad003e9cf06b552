import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { isId } from '../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { customerNames } from '../../customers/index.ts';
import type { JourneyPerson } from './contract.ts';
import { journeyOf, type EntryRow } from './stored.ts';

interface Asked {
  id: string;
  state?: JourneyPerson['state'] | undefined;
  stepId?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** Who entered; of those out of one's reach only that they are there. */
export async function listPeople(ctx: Ctx, { id, state, stepId, limit, cursor }: Asked) {
  await journeyOf(ctx, id);
  const [place] = decodeCursor(cursor, 1) ?? [];
  const before = typeof place === 'string' && isId(place) ? sql`and id < ${place}` : sql``;
  const from = sql`from care_journey_entries where workspace_id = ${ctx.workspace.id} and journey_id = ${id}
    ${state ? sql`and state = ${state}` : sql``} ${stepId ? sql`and step = ${stepId}` : sql``}`;
  const { rows } = await sql<EntryRow>`select * ${from} ${before} order by id desc limit ${limit + 1}`.execute(ctx.db);
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (select 1 ${from} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  const page = rows.slice(0, limit);
  const names = await customerNames(
    ctx,
    page.map(({ customer_id: customer }) => customer),
  );
  return {
    items: page.map((row): JourneyPerson => {
      const customer = names.get(row.customer_id);
      return {
        id: row.id,
        customer: customer ? { id: row.customer_id, name: customer.name } : null,
        state: row.state as JourneyPerson['state'],
        version: row.version,
        stepId: row.step,
        enteredAt: row.entered_at.toISOString(),
        dueAt: row.due_at?.toISOString() ?? null,
        endedWhy: row.ended_why,
      };
    }),
    nextCursor: rows.length > limit ? encodeCursor([page.at(-1)?.id ?? null]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}
