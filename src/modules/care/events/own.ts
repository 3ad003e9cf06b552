import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { agreed, shownOf, type Shown } from './open.ts';
import { guestNamed, leavePlace, takePlace } from './places.ts';
import { gatheringOf, type GatheringRow, type GuestRow } from './stored.ts';

/** More than a shop has ahead of it. */
const SHOWN = 30;

export type OwnEvent = Pick<GatheringRow, 'id' | 'title' | 'starts_at' | 'ends_at' | 'online' | 'place'> & {
  /** `listed`: open to them, nobody asked them yet. */
  state: GuestRow['state'] | 'listed';
};

/** What is ahead for a customer: where they are invited or have a place, and what every member may come to. */
export async function eventsAhead(ctx: Ctx, customerId: string): Promise<OwnEvent[]> {
  const { rows } = await sql<OwnEvent>`
    select e.id, e.title, e.starts_at, e.ends_at, e.online, e.place, coalesce(g.state, 'listed') as state
    from care_gatherings e
    left join care_gathering_guests g on g.workspace_id = e.workspace_id and g.gathering_id = e.id and g.customer_id = ${customerId}
    where e.workspace_id = ${ctx.workspace.id} and e.removed_at is null and e.cancelled_at is null and e.ends_at > ${ctx.now}
      and (e.listed or g.id is not null)
    order by e.starts_at, e.id limit ${SHOWN}`.execute(ctx.db);
  return rows;
}

/** Null: no such event, or none of theirs. */
export async function lookAsMember(ctx: Ctx, id: string, customerId: string): Promise<Shown | null> {
  const found = await ownEvent(ctx, id, customerId, false);
  return found && shownOf(ctx, found.event, found.guest);
}

/** Takes a place or gives it back; false: no such event, or none of theirs. */
export async function answerAsMember(ctx: Ctx, id: string, customerId: string, comes: boolean): Promise<boolean> {
  const found = await ownEvent(ctx, id, customerId, true);
  if (!found) return false;
  const { event, guest } = found;
  if (comes) {
    await takePlace(ctx, event, customerId, { trusted: false });
    await agreed(ctx, event, customerId);
  } else if (guest && event.ends_at > ctx.now) await leavePlace(ctx, event, guest);
  return true;
}

async function ownEvent(ctx: Ctx, id: string, customerId: string, lock: boolean) {
  const event = await gatheringOf(ctx, id, lock).catch(() => null);
  if (!event) return null;
  const guest = (await guestNamed(ctx, id, customerId)) ?? null;
  return guest || (event.listed && event.cancelled_at === null) ? { event, guest } : null;
}
