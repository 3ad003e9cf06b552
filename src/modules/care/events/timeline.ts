import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { TimelineEntry, TimelinePlace, TimelineSource } from '../../customers/index.ts';

/** That they were invited, took a place, gave it back, came. */
export const guestsOnTimeline: TimelineSource = { kind: 'event', permission: 'care.read', read: readVisits };

async function readVisits(
  ctx: Ctx,
  customerId: string,
  before: TimelinePlace | null,
  limit: number,
): Promise<TimelineEntry[]> {
  // One guest is several entries, of which each has an id of its own.
  const own = sql`md5(g.id::text || v.what)::uuid`;
  const older = before ? sql`and (v.at, ${own}) < (${before.at}, ${before.id}::uuid)` : sql``;
  const { rows } = await sql<{ id: string; at: Date; what: string; title: string; event: string }>`
    select ${own} as id, v.at, v.what, e.title, e.id as event
    from care_gathering_guests g
    join care_gatherings e on e.workspace_id = g.workspace_id and e.id = g.gathering_id
    cross join lateral (values (g.registered_at, case g.state when 'waiting' then 'waiting' else 'registered' end),
      (g.away_at, 'away'), (g.came_at, 'came')) v (at, what)
    where g.workspace_id = ${ctx.workspace.id} and g.customer_id = ${customerId} and v.at is not null ${older}
    order by v.at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.map(({ id, at, what, title, event }) => ({
    id,
    at,
    kind: 'event',
    text: { key: `care:event.timeline.${what}`, values: { title } },
    link: `/care/events/${event}`,
  }));
}
