import { z } from 'zod';
import {
  byId,
  civilDate,
  explanation,
  id,
  instant,
  listInput,
  money,
  nothing,
  operation,
  page,
  pick,
} from '../../../kernel/contract.ts';
import { audience } from '../campaigns/contract.ts';
import { careErrors } from '../errors-contract.ts';
import { channelKinds, clock, filledLine, line, prose } from '../shapes-contract.ts';

export const guestStates = ['invited', 'registered', 'waiting', 'away'] as const;

const counts = z.object({
  invited: z.number().int(),
  registered: z.number().int(),
  waiting: z.number().int(),
  away: z.number().int(),
  came: z.number().int(),
});

const facts = {
  title: filledLine(120),
  text: prose(4000),
  online: z.boolean(),
  /** The address; of what is online its link. */
  place: line(300),
  /** By the shop's clocks; an end before the beginning is on the next day. */
  day: civilDate,
  from: clock,
  to: clock,
  places: z.number().int().min(1).max(100_000).nullish(),
  price: line(60),
  /** Keys of tiers: only for them, or with `opensOn` for them until that day. */
  tiers: z.array(line(60)).max(20),
  opensOn: civilDate.nullish(),
  /** Through which its guests are told; without one nothing is sent. */
  channelId: id.nullish(),
  /** Members find it on their page and may sign up without an invitation. */
  listed: z.boolean(),
  cost: money.nullish(),
  effectDays: z.number().int().min(1).max(180),
};
const whole = z
  .object({
    ...facts,
    text: facts.text.default(''),
    online: facts.online.default(false),
    place: facts.place.default(''),
    price: facts.price.default(''),
    tiers: facts.tiers.default([]),
    listed: facts.listed.default(false),
    effectDays: facts.effectDays.default(30),
  })
  .strict();
/** Without what a new one has by itself: that would come in wherever a change does not name it. */
const changes = z.object(facts).partial();

const gathering = z.object({
  id,
  title: z.string(),
  online: z.boolean(),
  startsAt: instant,
  endsAt: instant,
  places: z.number().int().nullable(),
  state: z.enum(['coming', 'now', 'past', 'cancelled']),
  counts,
});

const opened = gathering.extend({
  text: z.string(),
  place: z.string(),
  day: civilDate,
  from: clock,
  to: clock,
  price: z.string(),
  tiers: z.array(z.string()),
  opensOn: civilDate.nullable(),
  channel: z.object({ id, kind: z.enum(channelKinds), name: z.string() }).nullable(),
  listed: z.boolean(),
  cost: money,
  effectDays: z.number().int(),
  /** The page for everybody. */
  url: z.string(),
  createdBy: z.string(),
  version: z.number().int(),
});

const guest = z.object({
  id,
  /** Null: out of the caller's reach. */
  customer: z.object({ id, name: z.string() }).nullable(),
  state: z.enum(guestStates),
  registeredAt: instant.nullable(),
  cameAt: instant.nullable(),
  /** The guest's own page with the ticket, to hand on by other ways; null where the caller may not see the customer. */
  url: z.string().nullable(),
});

const faults = pick(careErrors, 'EVENT_NOT_FOUND', 'EVENT_HOURS_UNFIT', 'CHANNEL_NOT_FOUND');
const running = pick(careErrors, 'EVENT_NOT_FOUND', 'EVENT_CANCELLED', 'EVENT_OVER');
const aGuest = z.object({ id, guestId: id }).strict();
const invitation = z.object({ id, audience }).strict();

export const eventsContract = {
  list: operation({
    method: 'GET',
    path: '/care/events',
    summary: 'Events, the latest day first',
    requires: 'care.read',
    input: listInput.strict(),
    output: page(gathering),
  }),
  read: operation({
    method: 'GET',
    path: '/care/events/{id}',
    summary: 'An event with its guests counted and the address of its page',
    requires: 'care.read',
    input: byId,
    output: opened,
    errors: pick(careErrors, 'EVENT_NOT_FOUND'),
  }),
  create: operation({
    method: 'POST',
    path: '/care/events',
    summary: 'Plan an event; nobody is told yet',
    requires: 'care.edit',
    input: whole,
    output: opened,
    errors: faults,
  }),
  change: operation({
    method: 'PATCH',
    path: '/care/events/{id}',
    summary: 'Change an event; more places go to the waiting list',
    requires: 'care.edit',
    input: changes.extend({ id, version: z.number().int().optional() }).strict(),
    output: opened,
    errors: { ...faults, ...pick(careErrors, 'EVENT_CANCELLED', 'EVENT_PLACES_TAKEN') },
  }),
  cancel: operation({
    method: 'POST',
    path: '/care/events/{id}/cancel',
    summary: 'Call an event off; whoever has a place or waits for one is told',
    requires: 'care.send',
    input: byId,
    output: z.object({ told: z.number().int() }),
    errors: running,
    status: 200,
  }),
  remove: operation({
    method: 'DELETE',
    path: '/care/events/{id}',
    summary: 'Remove an event that nobody knows of yet',
    requires: 'care.edit',
    input: byId,
    output: nothing,
    errors: pick(careErrors, 'EVENT_NOT_FOUND', 'EVENT_HAS_GUESTS'),
  }),
  check: operation({
    method: 'POST',
    path: '/care/events/{id}/invitation/check',
    summary: 'How many an invitation would reach, and why the others not',
    requires: 'care.read',
    input: invitation,
    output: z.object({
      audience: z.number().int(),
      reached: z.number().int(),
      later: z.number().int(),
      refused: z.array(z.object({ reason: z.string(), count: z.number().int() })),
    }),
    errors: pick(careErrors, 'EVENT_NOT_FOUND', 'EVENT_NO_CHANNEL', 'CHANNEL_NOT_FOUND', 'CARE_AUDIENCE_UNFIT'),
    readOnly: true,
  }),
  invite: operation({
    method: 'POST',
    path: '/care/events/{id}/invitation',
    summary: 'Invite those who were not invited yet; each once, through the same gate as everything',
    requires: 'care.send',
    input: invitation,
    output: z.object({ invited: z.number().int() }),
    errors: {
      ...running,
      ...pick(careErrors, 'EVENT_NO_CHANNEL', 'EVENT_NOBODY', 'CHANNEL_NOT_FOUND', 'CARE_AUDIENCE_UNFIT'),
    },
    status: 200,
  }),
  guests: operation({
    method: 'GET',
    path: '/care/events/{id}/guests',
    summary: 'Who was invited, comes, waits or gave the place back; by name with `q`',
    requires: 'care.read',
    input: listInput.extend({ id, state: z.enum(guestStates).optional(), q: line(80).optional() }).strict(),
    output: page(guest),
    errors: pick(careErrors, 'EVENT_NOT_FOUND'),
  }),
  addGuest: operation({
    method: 'POST',
    path: '/care/events/{id}/guests',
    summary: 'Write a customer down who said so at the shop or by telephone',
    requires: 'care.edit',
    input: z.object({ id, customerId: id }).strict(),
    output: guest,
    errors: { ...running, CUSTOMER_NOT_FOUND: { status: 404 } },
  }),
  freePlace: operation({
    method: 'POST',
    path: '/care/events/{id}/guests/{guestId}/away',
    summary: 'A guest does not come; the first who waits moves up and is told',
    requires: 'care.edit',
    input: aGuest,
    output: guest,
    errors: { ...running, ...pick(careErrors, 'GUEST_NOT_FOUND') },
    status: 200,
  }),
  checkIn: operation({
    method: 'POST',
    path: '/care/events/{id}/arrivals',
    summary: 'A guest is at the door: by the ticket’s code or by name; a second time is told',
    requires: 'care.edit',
    input: z.object({ id, code: line(400).optional(), guestId: id.optional() }).strict(),
    output: z.object({ guest, again: z.boolean(), cameAt: instant }),
    errors: pick(
      careErrors,
      'EVENT_NOT_FOUND',
      'EVENT_CANCELLED',
      'GUEST_NOT_FOUND',
      'GUEST_CODE_UNKNOWN',
      'GUEST_HAS_NO_PLACE',
    ),
    status: 200,
  }),
  takeBack: operation({
    method: 'DELETE',
    path: '/care/events/{id}/guests/{guestId}/arrival',
    summary: 'The wrong one was let in: take the arrival back',
    requires: 'care.edit',
    input: aGuest,
    output: guest,
    errors: pick(careErrors, 'EVENT_NOT_FOUND', 'GUEST_NOT_FOUND'),
  }),
  tag: operation({
    method: 'POST',
    path: '/care/events/{id}/tag',
    summary: 'Afterwards: give a tag to those who came, or to those who had a place and did not',
    requires: 'customers.edit',
    input: z.object({ id, who: z.enum(['came', 'missed']), tag: filledLine(60) }).strict(),
    output: z.object({ matched: z.number().int(), changed: z.number().int(), changeSet: id.nullable() }),
    errors: pick(careErrors, 'EVENT_NOT_FOUND', 'EVENT_NOBODY'),
    status: 200,
  }),
  effect: operation({
    method: 'GET',
    path: '/care/events/{id}/effect',
    summary: 'What it cost, and what those who came bought after it, against before',
    requires: 'care.read',
    input: byId,
    output: z.object({
      came: z.number().int(),
      buyers: z.number().int(),
      after: money,
      before: money,
      cost: money,
      /** Purchases count to this day. */
      until: civilDate,
      preliminary: z.boolean(),
      /** A change beyond chance: the interval of the paired difference leaves zero out. */
      verdict: z.enum(['notYet', 'tooFew', 'unsure', 'more', 'less']),
      difference: money.nullable(),
      low: money.nullable(),
      high: money.nullable(),
      explanation,
    }),
    errors: pick(careErrors, 'EVENT_NOT_FOUND'),
  }),
};

export type EventGiven = z.output<typeof whole>;
export type Gathering = z.infer<typeof gathering>;
export type OpenedGathering = z.infer<typeof opened>;
export type GuestState = (typeof guestStates)[number];
export type Guest = z.infer<typeof guest>;
