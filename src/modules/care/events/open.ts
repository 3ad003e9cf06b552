import { stranger } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { asSystem, command, query, workspaceById } from '../../../kernel/enter.ts';
import { refusals } from '../../../kernel/errors.ts';
import type { House } from '../../../kernel/house.ts';
import type { Locale } from '../../../kernel/i18n/locales.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { isId } from '../../../kernel/ids.ts';
import {
  announceChanged,
  createCustomer,
  customerNames,
  findCustomersBy,
  normaliseEmail,
  phoneKey,
  recordConsents,
} from '../../customers/index.ts';
import { countAttempt } from '../../workspaces/index.ts';
import { careErrors } from '../errors-contract.ts';
import { CONSENT_CHANNEL } from '../gate/facts.ts';
import type { Link } from '../public/tokens.ts';
import type { ChannelKind } from '../shapes-contract.ts';
import { barredCode, guestNamed, leavePlace, takePlace, tierOf } from './places.ts';
import { placeFor } from './rules/admission.ts';
import { countsFor, gatheringOf, guestOf, type GatheringRow, type GuestRow } from './stored.ts';
import { channelThere } from './tell.ts';

const refuse = refusals(careErrors);

/** An event as one page shows it: to a guest by the own link, or to anybody. */
export interface Shown {
  event: GatheringRow;
  guest: GuestRow | null;
  name: string;
  /** Why no place is given now: an error's code. */
  barred: string | null;
  /** Places left; null: as many as come. */
  left: number | null;
  /** What a message needs to reach a new guest. */
  needs: 'email' | 'phone' | 'either';
}

type Within<T> = (ctx: Ctx, event: GatheringRow, guest: GuestRow | null) => Promise<T>;

/** Null: what the link names is not there any more. */
export async function lookAtEvent(
  house: House,
  link: Link,
  tongue: Locale,
): Promise<{ ctx: Ctx; shown: Shown } | null> {
  return behind(house, link, tongue, 'query', async (ctx, event, guest) => ({
    ctx,
    shown: await shownOf(ctx, event, guest),
  }));
}

/** The guest takes a place, or gives it back, by the own link. */
export async function answerInvitation(house: House, link: Link, tongue: Locale, comes: boolean): Promise<boolean> {
  const done = await behind(house, link, tongue, 'command', async (ctx, event, guest) => {
    if (!guest) return false;
    if (!comes) {
      if (event.ends_at > ctx.now) await leavePlace(ctx, event, guest);
      return true;
    }
    await takePlace(ctx, event, guest.customer_id, { trusted: false });
    await agreed(ctx, event, guest.customer_id);
    return true;
  });
  return done ?? false;
}

export interface Entered {
  name: string;
  phone: string;
  email: string;
  /** Wants to hear of further things. */
  news: boolean;
  /** Of the form as it was given out: sent twice it is one registration. */
  once: string;
}

/**
 * Anybody, by the page for all. Whether somebody is a customer, or has a place already, shows in nothing: the answer is
 * what a stranger would get, and the ticket goes to the address that the card has.
 */
export async function registerOpenly(
  house: House,
  link: Link,
  tongue: Locale,
  entered: Entered,
  ip: string,
): Promise<'registered' | 'waiting' | null> {
  await countAttempt(
    { key: `event places from ${ip}`, attempts: 20, seconds: 3600 },
    { key: `event places of ${link.id}`, attempts: 1000, seconds: 86_400 },
  );
  return behind(house, link, tongue, 'command', async (ctx, event) => {
    const code = barredCode(event, null, ctx.now);
    if (code) throw refuse(code);
    const asked = await addressed(ctx, event, entered);
    const { registered, waiting } = await countsFor(ctx, event.id);
    const ofStranger = placeFor(event.places, registered, waiting);
    const [found] = await findCustomersBy(ctx, {
      phones: asked.phone ? [asked.phone] : [],
      emails: asked.email ? [asked.email] : [],
    });
    const customerId = found?.id ?? (await newProspect(ctx, event, asked, entered.news));
    const before = await guestNamed(ctx, event.id, customerId);
    if (before && before.id !== entered.once && before.state !== 'invited') {
      if (before.state === 'away') await takePlace(ctx, event, customerId, { trusted: true });
      return ofStranger;
    }
    const guest = await takePlace(ctx, event, customerId, { trusted: true, id: await freeId(ctx, entered.once) });
    return guest.state === 'waiting' ? 'waiting' : 'registered';
  });
}

export async function shownOf(ctx: Ctx, event: GatheringRow, guest: GuestRow | null): Promise<Shown> {
  const { registered, waiting } = await countsFor(ctx, event.id);
  const tier = guest && (await tierOf(ctx, guest.customer_id));
  const name = guest && (await customerNames(ctx, [guest.customer_id])).get(guest.customer_id)?.name;
  return {
    event,
    guest,
    name: name ?? '',
    barred: barredCode(event, tier, ctx.now),
    left: event.places === null ? null : waiting > 0 ? 0 : Math.max(0, event.places - registered),
    needs: await needOf(ctx, event),
  };
}

async function needOf(ctx: Ctx, event: GatheringRow): Promise<Shown['needs']> {
  const channel = event.channel_id ? await channelThere(ctx, event.channel_id) : undefined;
  return channel?.kind === 'email' ? 'email' : channel?.kind === 'sms' ? 'phone' : 'either';
}

async function addressed(ctx: Ctx, event: GatheringRow, entered: Entered) {
  const name = entered.name.replace(/\s+/g, ' ');
  const phone = entered.phone && phoneKey(ctx, entered.phone) ? entered.phone : null;
  const email = entered.email ? normaliseEmail(entered.email) : undefined;
  const needs = await needOf(ctx, event);
  if (name === '') throw refuse('GUEST_ADDRESS_UNFIT', { path: 'name' });
  if ((entered.email && !email) || (!email && needs === 'email'))
    throw refuse('GUEST_ADDRESS_UNFIT', { path: 'email' });
  if ((entered.phone && !phone) || (!phone && (needs === 'phone' || !email)))
    throw refuse('GUEST_ADDRESS_UNFIT', { path: 'phone' });
  return { name, phone, email: email ?? null };
}

async function newProspect(
  ctx: Ctx,
  event: GatheringRow,
  { name, phone, email }: { name: string; phone: string | null; email: string | null },
  news: boolean,
): Promise<string> {
  const { id } = await createCustomer(ctx, { name, phone, email, source: 'event', stage: 'prospect' });
  await agreed(ctx, event, id);
  const proof = translate(ctx.workspace.language, 'care:event.proof.news', { title: event.title });
  if (news)
    await recordConsents(ctx, id, [{ channel: 'any', purpose: 'marketing', granted: true, proof, source: 'form' }]);
  return id;
}

/** Whoever takes a place wants to be told of it: that, and nothing else, is agreed to. */
export async function agreed(ctx: Ctx, event: GatheringRow, customerId: string): Promise<void> {
  const channel = event.channel_id ? await channelThere(ctx, event.channel_id) : undefined;
  const proof = translate(ctx.workspace.language, 'care:event.proof.place', { title: event.title });
  const said = { channel: channel ? CONSENT_CHANNEL[channel.kind as ChannelKind] : 'any', purpose: 'service' };
  await recordConsents(ctx, customerId, [{ ...said, granted: true, proof, source: 'form' }]);
  await announceChanged(ctx, [customerId], null);
}

/** The number on the form, unless it is none or somebody has it. */
async function freeId(ctx: Ctx, once: string): Promise<string | undefined> {
  if (!isId(once)) return undefined;
  const taken = await ctx.db
    .selectFrom('care_gathering_guests')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', once)
    .executeTakeFirst();
  return taken ? undefined : once;
}

/** The shop whose link it is, entered in the guest's name. */
async function behind<T>(
  house: House,
  link: Link,
  tongue: Locale,
  mode: 'query' | 'command',
  work: Within<T>,
): Promise<T | null> {
  const workspace = await workspaceById(house.database, link.workspaceId);
  if (!workspace) return null;
  const grants = { 'customers.read': 'all', 'customers.create': 'all', 'customers.edit': 'all' } as const;
  const by = link.kind === 'v' ? 'open' : 'link';
  const actor = { ...stranger, name: translate(workspace.language, `care:event.by.${by}`), grants };
  const enter = mode === 'command' ? command : query;
  return enter(house.database, { ...asSystem(workspace), actor, locale: tongue }, async (ctx) => {
    const found = await namedBy(ctx, link, mode === 'command');
    return found && work(ctx, found.event, found.guest);
  });
}

async function namedBy(
  ctx: Ctx,
  link: Link,
  lock: boolean,
): Promise<{ event: GatheringRow; guest: GuestRow | null } | null> {
  const named = link.kind === 'v' ? { event: link.id, guest: null } : await guestBehind(ctx, link);
  if (!named) return null;
  const event = await gatheringOf(ctx, named.event, lock).catch(() => null);
  if (!event) return null;
  // Read after the lock: what another request has just done is known.
  return { event, guest: named.guest === null ? null : await guestOf(ctx, event.id, named.guest) };
}

async function guestBehind(ctx: Ctx, { kind, id }: Link): Promise<{ event: string; guest: string } | null> {
  const guests = ctx.db
    .selectFrom('care_gathering_guests as g')
    .select(['g.id as guest', 'g.gathering_id as event'])
    .where('g.workspace_id', '=', ctx.workspace.id);
  if (kind === 'g') return (await guests.where('g.id', '=', id).executeTakeFirst()) ?? null;
  const row = await guests
    .innerJoin('care_gatherings as e', (join) =>
      join.onRef('e.workspace_id', '=', 'g.workspace_id').onRef('e.id', '=', 'g.gathering_id'),
    )
    .innerJoin('care_messages as m', (join) =>
      join.onRef('m.workspace_id', '=', 'g.workspace_id').onRef('m.customer_id', '=', 'g.customer_id'),
    )
    .innerJoin('care_sendings as d', (join) =>
      join.onRef('d.workspace_id', '=', 'm.workspace_id').onRef('d.id', '=', 'm.sending_id'),
    )
    .where('m.id', '=', id)
    .where('d.sender', '=', 'event')
    .where((eb) => eb.or([eb('d.sender_id', '=', eb.ref('e.id')), eb('d.sender_id', '=', eb.ref('e.invitation_id'))]))
    .executeTakeFirst();
  return row ?? null;
}
