import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { job } from '../../../kernel/jobs/jobs.ts';
import { addDays } from '../../../maths/calendar.ts';
import { endOfDay } from '../../../maths/wall-clock.ts';
import type { GatheringRow } from './stored.ts';
import { tell } from './tell.ts';

/** Each night, and when a worker starts after a power cut: whoever comes tomorrow is reminded today. */
export const eventsNightJob = job('care.events-night', z.unknown(), (ctx) => remindGuests(ctx), {
  nightly: true,
  atStart: true,
});

/** Once for each, however often it is asked; quiet hours push it into the day. What is long over sends nothing more. */
export async function remindGuests(ctx: Ctx): Promise<void> {
  const { zone } = ctx.workspace;
  const [from, to] = [endOfDay(zone, ctx.today), endOfDay(zone, addDays(ctx.today, 1))];
  const { rows: events } = await sql<GatheringRow>`
    select * from care_gatherings
    where workspace_id = ${ctx.workspace.id} and removed_at is null and cancelled_at is null and channel_id is not null
      and starts_at >= ${from} and starts_at < ${to} order by starts_at limit 200`.execute(ctx.db);
  for (const event of events) {
    const { rows } = await sql<{ customer_id: string; turn: number }>`
      select customer_id, turn from care_gathering_guests
      where workspace_id = ${ctx.workspace.id} and gathering_id = ${event.id} and state = 'registered'`.execute(ctx.db);
    await tell(ctx, event, 'reminder', rows);
  }
  await sql`
    update care_sendings d set state = 'finished', finished_at = ${ctx.now} from care_gatherings e
    where d.workspace_id = ${ctx.workspace.id} and d.sender = 'event' and d.state = 'open'
      and e.workspace_id = d.workspace_id and d.sender_id in (e.id, e.invitation_id)
      and e.ends_at < ${new Date(ctx.now.getTime() - 7 * 86_400_000)}`.execute(ctx.db);
}
