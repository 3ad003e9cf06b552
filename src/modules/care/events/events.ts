import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { instantAt } from '../../../maths/wall-clock.ts';
import { channelOf, minorOf } from '../channels/channels.ts';
import { careErrors } from '../errors-contract.ts';
import type { EventGiven, OpenedGathering } from './contract.ts';
import { hoursNow, hoursOf } from './hours.ts';
import { dropPlanned, moveUp } from './places.ts';
import { presentOpened } from './present.ts';
import { countsFor, gatheringOf, gatheringToCome, type GatheringRow } from './stored.ts';
import { rewordPlanned, tell } from './tell.ts';

const refuse = refusals(careErrors);

export async function createEvent(ctx: Ctx, given: EventGiven): Promise<OpenedGathering> {
  return readEvent(ctx, { id: await writeEvent(ctx, given, null) });
}

export async function writeEvent(ctx: Ctx, given: EventGiven, changeSetId: string | null): Promise<string> {
  const id = newId();
  if (given.channelId) await channelOf(ctx, given.channelId);
  await ctx.db
    .insertInto('care_gatherings')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      invitation_id: newId(),
      title: given.title,
      ...hoursOf(ctx, given),
      ...columnsOf(ctx, given),
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
      change_set_id: changeSetId,
    })
    .execute();
  await recordAudit(ctx, { action: 'event.created', entity: 'event', entityId: id, detail: { title: given.title } });
  return id;
}

export async function readEvent(ctx: Ctx, { id }: { id: string }): Promise<OpenedGathering> {
  return presentOpened(ctx, await gatheringOf(ctx, id));
}

type Changes = { [Key in keyof EventGiven]?: EventGiven[Key] | undefined };

/** What is not named stays. Letters that go out from now on say it as it is now. */
export async function changeEvent(
  ctx: Ctx,
  { id, version, ...given }: Changes & { id: string; version?: number | undefined },
): Promise<OpenedGathering> {
  const before = await gatheringOf(ctx, id, true);
  if (before.cancelled_at !== null) throw refuse('EVENT_CANCELLED');
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await presentOpened(ctx, before) });
  if (given.channelId) await channelOf(ctx, given.channelId);
  const { registered } = await countsFor(ctx, id);
  if (given.places && given.places < registered)
    throw refuse('EVENT_PLACES_TAKEN', { path: 'places', count: registered });
  const { day, from, to } = hoursNow(ctx, before);
  await ctx.db
    .updateTable('care_gatherings')
    .set({
      ...(given.title === undefined ? {} : { title: given.title }),
      ...hoursOf(ctx, { day: given.day ?? day, from: given.from ?? from, to: given.to ?? to }),
      ...columnsOf(ctx, given),
      letters: '{}',
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, {
    action: 'event.changed',
    entity: 'event',
    entityId: id,
    detail: { fields: Object.keys(given) },
  });
  const event = await gatheringOf(ctx, id);
  await rewordPlanned(ctx, event);
  if (isElsewhere(before, event)) await tellMoved(ctx, event);
  await moveUp(ctx, event);
  return readEvent(ctx, { id });
}

export async function cancelEvent(ctx: Ctx, { id }: { id: string }): Promise<{ told: number }> {
  const event = await gatheringToCome(ctx, id);
  await ctx.db
    .updateTable('care_gatherings')
    .set({ cancelled_at: ctx.now, letters: '{}', version: event.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  // Nobody is invited to, or reminded of, what does not take place.
  await ctx.db
    .deleteFrom('care_messages as m')
    .using('care_sendings as d')
    .where('m.workspace_id', '=', ctx.workspace.id)
    .whereRef('d.workspace_id', '=', 'm.workspace_id')
    .whereRef('d.id', '=', 'm.sending_id')
    .where('d.sender', '=', 'event')
    .where('d.sender_id', 'in', [event.id, event.invitation_id])
    .where('m.state', '=', 'planned')
    .execute();
  const guests = await guestsOf(ctx, id);
  await recordAudit(ctx, { action: 'event.cancelled', entity: 'event', entityId: id });
  const told = await tell(ctx, await gatheringOf(ctx, id), 'cancelled', guests);
  return { told };
}

export async function removeEvent(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await gatheringOf(ctx, id, true);
  const known = await ctx.db
    .selectFrom('care_gathering_guests')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('gathering_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  if (known) throw refuse('EVENT_HAS_GUESTS');
  await ctx.db
    .updateTable('care_gatherings')
    .set({ removed_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'event.removed', entity: 'event', entityId: id });
  return { ok: true };
}

/** Whoever comes has to know another hour, or another place. */
function isElsewhere(before: GatheringRow, now: GatheringRow): boolean {
  return (
    before.starts_at.getTime() !== now.starts_at.getTime() ||
    before.ends_at.getTime() !== now.ends_at.getTime() ||
    before.place !== now.place
  );
}

async function tellMoved(ctx: Ctx, event: GatheringRow): Promise<void> {
  if (event.ends_at <= ctx.now) return;
  // Of two changes in one night the last is told.
  await dropPlanned(ctx, event, { kind: 'moved' });
  await tell(ctx, event, 'moved', await guestsOf(ctx, event.id));
}

/** Whoever has a place, or waits for one. */
function guestsOf(ctx: Ctx, gatheringId: string): Promise<{ customer_id: string; turn: number }[]> {
  return ctx.db
    .selectFrom('care_gathering_guests')
    .select(['customer_id', 'turn'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('gathering_id', '=', gatheringId)
    .where('state', 'in', ['registered', 'waiting'])
    .execute();
}

function columnsOf(ctx: Ctx, given: Changes) {
  const { opensOn } = given;
  return {
    ...(given.text === undefined ? {} : { body: given.text }),
    ...(given.online === undefined ? {} : { online: given.online }),
    ...(given.place === undefined ? {} : { place: given.place }),
    ...(given.places === undefined ? {} : { places: given.places }),
    ...(given.price === undefined ? {} : { price: given.price }),
    ...(given.tiers === undefined ? {} : { tiers: given.tiers }),
    ...(opensOn === undefined ? {} : { opens_at: opensOn === null ? null : instantAt(ctx.workspace.zone, opensOn, 0) }),
    ...(given.listed === undefined ? {} : { listed: given.listed }),
    ...(given.channelId === undefined ? {} : { channel_id: given.channelId }),
    ...(given.cost === undefined ? {} : { cost_minor: minorOf(ctx, given.cost) }),
    ...(given.effectDays === undefined ? {} : { effect_days: given.effectDays }),
  };
}
