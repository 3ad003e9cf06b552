import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';

/** A job that has not begun by then is taken for lost. */
const LOST_MS = 60_000;

/**
 * One job waits in the queue for the first of all who are due, however many wait. True where this is earlier than what
 * the queue has: then a job is to be queued for it.
 */
export async function isEarlier(ctx: Ctx, due: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into care_journey_clock (workspace_id, wakes_at) values (${ctx.workspace.id}, ${due})
    on conflict (workspace_id) do update set wakes_at = excluded.wakes_at
      where care_journey_clock.wakes_at is null or care_journey_clock.wakes_at > excluded.wakes_at
        or care_journey_clock.wakes_at < ${new Date(ctx.now.getTime() - LOST_MS)}
    returning workspace_id`.execute(ctx.db);
  return rows.length > 0;
}

/** Forgets the hour and answers when the next is due. Who enters meanwhile waits for this row, and is seen or sees it. */
export async function resetClock(ctx: Ctx): Promise<Date | null> {
  await sql`
    insert into care_journey_clock (workspace_id, wakes_at) values (${ctx.workspace.id}, null)
    on conflict (workspace_id) do update set wakes_at = null`.execute(ctx.db);
  const { rows } = await sql<{ due: Date | null }>`
    select min(first.due_at) as due from care_journeys j
    cross join lateral (select e.due_at from care_journey_entries e
      where e.workspace_id = j.workspace_id and e.journey_id = j.id and e.state = 'waiting' order by e.due_at limit 1) first
    where j.workspace_id = ${ctx.workspace.id} and j.state = 'running'`.execute(ctx.db);
  return rows[0]?.due ?? null;
}

/** The queue knows nothing of a shifted clock: as far ahead as it is on ours. */
export function onTheQueuesClock(ctx: Ctx, due: Date): Date {
  return new Date(Date.now() + due.getTime() - ctx.now.getTime());
}
