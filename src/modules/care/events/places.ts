import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { careErrors } from '../errors-contract.ts';
import { barredFrom, movingUp, placeFor, type Barred } from './rules/admission.ts';
import { countsFor, type GatheringRow, type GuestRow } from './stored.ts';
import { tell, type LetterKind } from './tell.ts';

const refuse = refusals(careErrors);

const CODES = {
  cancelled: 'EVENT_CANCELLED',
  over: 'EVENT_OVER',
  membersOnly: 'EVENT_MEMBERS_ONLY',
  notOpenYet: 'EVENT_NOT_OPEN_YET',
} as const satisfies Record<Barred, keyof typeof careErrors>;

export function barredCode(event: GatheringRow, tier: string | null, now: Date) {
  const barred = barredFrom(
    { tiers: event.tiers, opensAt: event.opens_at, endsAt: event.ends_at, cancelled: event.cancelled_at !== null },
    tier,
    now,
  );
  return barred && CODES[barred];
}

/**
 * A place, or one on the waiting list. The event's row is locked by whoever calls, so that of many who want the last
 * place one gets it. Asking again changes nothing. `trusted`: somebody of the shop says so, tiers do not count.
 */
export async function takePlace(
  ctx: Ctx,
  event: GatheringRow,
  customerId: string,
  { trusted, id }: { trusted: boolean; id?: string | undefined },
): Promise<GuestRow> {
  const before = await guestNamed(ctx, event.id, customerId);
  if (before && (before.state === 'registered' || before.state === 'waiting')) return before;
  const tier = trusted ? (event.tiers[0] ?? null) : await tierOf(ctx, customerId);
  const code = barredCode(event, tier, ctx.now);
  if (code) throw refuse(code);
  const { registered, waiting } = await countsFor(ctx, event.id);
  const state = placeFor(event.places, registered, waiting);
  const row = await ctx.db
    .insertInto('care_gathering_guests')
    .values({
      workspace_id: ctx.workspace.id,
      id: id ?? newId(),
      gathering_id: event.id,
      customer_id: customerId,
      state,
      turn: 1,
      registered_at: ctx.now,
      by_name: ctx.actor.name,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'gathering_id', 'customer_id']).doUpdateSet({
        state,
        turn: (before?.turn ?? 0) + 1,
        registered_at: ctx.now,
        away_at: null,
        by_name: ctx.actor.name,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, {
    action: 'event.registered',
    entity: 'customer',
    entityId: customerId,
    detail: { event: event.id, state },
  });
  await tell(ctx, event, state === 'registered' ? 'ticket' : 'waiting', [row]);
  return row;
}

/** Gives the place back; the event's row is locked. Saying it again changes nothing. */
export async function leavePlace(ctx: Ctx, event: GatheringRow, guest: GuestRow): Promise<GuestRow> {
  if (guest.state === 'away') return guest;
  const row = await ctx.db
    .updateTable('care_gathering_guests')
    .set({ state: 'away', away_at: ctx.now, came_at: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', guest.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await dropPlanned(ctx, event, { customerId: guest.customer_id });
  await recordAudit(ctx, {
    action: 'event.away',
    entity: 'customer',
    entityId: guest.customer_id,
    detail: { event: event.id },
  });
  await moveUp(ctx, event);
  return row;
}

/** Whoever waits longest gets what is free, and is told. */
export async function moveUp(ctx: Ctx, event: GatheringRow): Promise<void> {
  if (event.cancelled_at !== null || event.ends_at <= ctx.now) return;
  const { registered, waiting } = await countsFor(ctx, event.id);
  const free = movingUp(event.places, registered, waiting);
  if (free === 0) return;
  const { rows } = await sql<{ customer_id: string; turn: number }>`
    update care_gathering_guests g set state = 'registered'
    where g.workspace_id = ${ctx.workspace.id} and g.id in (
      select id from care_gathering_guests
      where workspace_id = ${ctx.workspace.id} and gathering_id = ${event.id} and state = 'waiting'
      order by registered_at, id limit ${free})
    returning g.customer_id, g.turn`.execute(ctx.db);
  await tell(ctx, event, 'movedUp', rows);
}

export async function guestNamed(ctx: Ctx, gatheringId: string, customerId: string): Promise<GuestRow | undefined> {
  return ctx.db
    .selectFrom('care_gathering_guests')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('gathering_id', '=', gatheringId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
}

export async function tierOf(ctx: Ctx, customerId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('loyalty_accounts')
    .select('tier')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row?.tier ?? null;
}

/** What has not left yet does not leave: of a guest, or of a kind of letter. */
export async function dropPlanned(
  ctx: Ctx,
  event: GatheringRow,
  { customerId = null, kind = null }: { customerId?: string | null; kind?: LetterKind | null },
): Promise<void> {
  await sql`
    delete from care_messages m using care_sendings d
    where m.workspace_id = ${ctx.workspace.id} and m.state = 'planned'
      and (${customerId}::uuid is null or m.customer_id = ${customerId}::uuid)
      and (${kind}::text is null or split_part(m.step, ' ', 1) = ${kind}::text)
      and d.workspace_id = m.workspace_id and d.id = m.sending_id and d.sender = 'event' and d.sender_id = ${event.id}`.execute(
    ctx.db,
  );
}
