import { sql } from 'kysely';
import type { z } from 'zod';
import type { EventDefinition } from './contract.ts';
import type { Ctx } from './context.ts';
import { newId } from './ids.ts';
import { tell } from './live.ts';

/** What another module does when something happened: a name, an event, one call. Runs in a transaction of its own. */
export interface Reaction {
  readonly name: string;
  readonly event: string;
  readonly run: (ctx: Ctx, payload: unknown) => Promise<void>;
  readonly wants?: (payload: unknown) => boolean;
}

/** `wants`: asked when the event is written, so that nothing is queued for what a reaction would only look at and leave. */
export function reaction<Payload extends z.ZodType>(
  name: string,
  event: EventDefinition<Payload>,
  run: (ctx: Ctx, payload: z.output<Payload>) => Promise<void>,
  wants?: (payload: z.output<Payload>) => boolean,
): Reaction {
  return {
    name,
    event: event.name,
    run: (ctx, payload) => run(ctx, event.payload.parse(payload)),
    ...(wants ? { wants: (payload) => wants(event.payload.parse(payload)) } : {}),
  };
}

/** A reaction throws it where somebody else is at what it needs: it is delivered again soon, and the next has its turn. */
export class Later extends Error {}

/** One at a time among those who name the same; throws `Later` while another transaction is at it. */
export async function lockOrLater(ctx: Ctx, name: string): Promise<void> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as free`.execute(ctx.db);
  if (!rows[0]?.free) throw new Later(name);
}

const reactionsByEvent = new Map<string, Reaction[]>();
const reactionsByName = new Map<string, Reaction>();

/** Called once at start with the reactions of all modules. */
export function installReactions(reactions: readonly Reaction[]): void {
  reactionsByEvent.clear();
  reactionsByName.clear();
  for (const one of reactions) {
    if (reactionsByName.has(one.name)) throw new Error(`Two reactions are called ${one.name}.`);
    reactionsByName.set(one.name, one);
    reactionsByEvent.set(one.event, [...(reactionsByEvent.get(one.event) ?? []), one]);
  }
}

export function reactionNamed(name: string): Reaction | undefined {
  return reactionsByName.get(name);
}

/** Writes the event and its deliveries in the running transaction; reactions run after commit. */
export async function emit<Payload extends z.ZodType>(
  ctx: Ctx,
  event: EventDefinition<Payload>,
  payload: z.input<Payload>,
): Promise<void> {
  const eventId = newId();
  await ctx.db
    .insertInto('outbox_events')
    .values({
      workspace_id: ctx.workspace.id,
      id: eventId,
      name: event.name,
      payload: JSON.stringify(payload),
      at: ctx.now,
    })
    .execute();
  const reactions = (reactionsByEvent.get(event.name) ?? []).filter(({ wants }) => wants?.(payload) ?? true);
  if (reactions.length === 0) return;
  const ofMany = event.ofMany(event.payload.parse(payload));
  await ctx.db
    .insertInto('outbox_deliveries')
    .values(
      reactions.map((one) => ({
        event_id: eventId,
        reaction: one.name,
        workspace_id: ctx.workspace.id,
        due_at: new Date(),
        of_many: ofMany,
      })),
    )
    .execute();
  await tell(ctx.db, { workspaceId: ctx.workspace.id, topic: 'outbox', payload: null });
}
