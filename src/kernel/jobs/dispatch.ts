import { sql } from 'kysely';
import type { Logger } from 'pino';
import { asSystem, command, workspaceById } from '../enter.ts';
import type { House } from '../house.ts';
import { Later, reactionNamed } from '../outbox.ts';

/** Deliveries in this many attempts; the last failure then stays in the row, for `doctor` and the log. */
export const MAX_ATTEMPTS = 12;

/** Which events are delivered: those that concern a few customers, those that concern many, or all. */
export type Lane = 'few' | 'many' | 'all';

/**
 * Delivers outbox events to their reactions. A delivery is deleted in the same transaction as the reaction's effect,
 * so an effect happens once even when the process dies in between. Returns how many were tried.
 */
export async function deliverDue(house: House, lane: Lane = 'all', limit = 50): Promise<number> {
  let tried = 0;
  while (tried < limit && (await deliverOne(house, lane))) tried += 1;
  return tried;
}

async function deliverOne(house: House, lane: Lane): Promise<boolean> {
  const claimed = await nextDelivery(house, lane);
  if (!claimed) return false;
  const workspace = await workspaceById(house.database, claimed.workspace_id);
  try {
    if (workspace) {
      await command(house.database, asSystem(workspace), async (ctx) => {
        const locked = await sql<{ payload: unknown }>`
          select e.payload, ${LAZILY} from outbox_deliveries d
          join outbox_events e on e.workspace_id = d.workspace_id and e.id = d.event_id
          where d.event_id = ${claimed.event_id} and d.reaction = ${claimed.reaction}
          for update of d skip locked`.execute(ctx.db);
        const row = locked.rows[0];
        if (!row) return;
        await reactionNamed(claimed.reaction)?.run(ctx, row.payload);
        await forget(ctx.db, claimed);
      });
    } else {
      await forget(house.database.local, claimed);
    }
  } catch (error) {
    if (error instanceof Later) await putBack(house, claimed);
    else {
      await postpone(house, claimed, error);
      logFailure(house.log, claimed, error);
    }
  }
  return true;
}

interface Delivery {
  event_id: string;
  reaction: string;
  workspace_id: string;
}

/** Takes the delivery for 60 s by moving its due time, so that a second worker looks at the next one. */
async function nextDelivery(house: House, lane: Lane): Promise<Delivery | undefined> {
  const inLane = lane === 'all' ? sql`true` : sql`of_many = ${lane === 'many'}`;
  const taken = await sql<Delivery>`
    update outbox_deliveries set due_at = now() + interval '60 seconds', attempts = attempts + 1
    where (event_id, reaction) = (
      select event_id, reaction from outbox_deliveries
      where ${inLane} and due_at <= now() and attempts < ${MAX_ATTEMPTS}
      order by due_at limit 1 for update skip locked)
    returning event_id, reaction, workspace_id, ${LAZILY}`.execute(house.database.local);
  return taken.rows[0];
}

/**
 * The transaction's end does not wait for the disk. Effect and delivery are lost together, if at all, and then it is
 * delivered again; what anybody is told of later is written behind it.
 */
const LAZILY = sql`set_config('synchronous_commit', 'off', true)`;

async function forget(db: House['database']['local'], delivery: Delivery): Promise<void> {
  await db
    .deleteFrom('outbox_deliveries')
    .where('event_id', '=', delivery.event_id)
    .where('reaction', '=', delivery.reaction)
    .execute();
}

/** It was no failure: the attempt does not count. */
async function putBack(house: House, delivery: Delivery): Promise<void> {
  await sql`
    update outbox_deliveries set due_at = now() + interval '1 second', attempts = attempts - 1
    where event_id = ${delivery.event_id} and reaction = ${delivery.reaction}`.execute(house.database.local);
}

/** Waits 1, 2, 4 … seconds, at most an hour. */
async function postpone(house: House, delivery: Delivery, error: unknown): Promise<void> {
  await sql`
    update outbox_deliveries
    set due_at = now() + least(3600, power(2, attempts - 1)) * interval '1 second',
        failure = ${error instanceof Error ? error.message.slice(0, 500) : 'unknown'}
    where event_id = ${delivery.event_id} and reaction = ${delivery.reaction}`.execute(house.database.local);
}

function logFailure(log: Logger, delivery: Delivery, error: unknown): void {
  log.error(
    { err: error, reaction: delivery.reaction, event: delivery.event_id },
    'reaction failed, will be tried again',
  );
}
