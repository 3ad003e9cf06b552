import { z } from 'zod';
import {
  byId,
  civilDate,
  id,
  instant,
  listInput,
  money,
  noInput,
  nothing,
  operation,
  page,
  pick,
} from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const handOverErrors = {
  HAND_OVER_NOT_FOUND: { status: 404 },
  HAND_OVER_MEMBER_UNKNOWN: { status: 422 },
  HAND_OVER_RECEIVER_UNKNOWN: { status: 422 },
  HAND_OVER_CLOSED: { status: 409 },
  HAND_OVER_NOT_GIVEN: { status: 409 },
  HAND_OVER_NO_ROOM: { status: 409 },
  HAND_OVER_TOO_MANY: { status: 422 },
  HAND_OVER_CUSTOMER_UNKNOWN: { status: 404 },
  HAND_OVER_LINK_EXPIRED: { status: 410 },
  LAST_OWNER: { status: 409 },
  ROLE_TOO_HIGH: { status: 403 },
} as const satisfies ErrorCatalog;

const person = z.object({ id, name: z.string() });
const kind = z.enum(['leaving', 'absent']);
const message = z.string().trim().min(1).max(2000);

const head = z.object({
  id,
  kind,
  state: z.enum(['draft', 'given', 'returned', 'dropped']),
  member: person,
  endsAt: instant.nullable(),
  customers: z.number().int(),
  by: z.string(),
  createdAt: instant,
  givenAt: instant.nullable(),
  returnedAt: instant.nullable(),
});

const share = z.object({
  /** Null: the pool. */
  member: person.nullable(),
  customers: z.number().int(),
  value: money,
  /** How many more customers there is room for; null without a limit. */
  room: z.number().int().nullable(),
});

const reading = z.object({
  kind: z.enum(['opened', 'revealed', 'listed', 'exported']),
  usual: z.number().int(),
  /** Days on which it was three times the usual or more, the newest first. */
  unusual: z.array(z.object({ day: civilDate, customers: z.number().int() })),
});

const whole = head.extend({
  contactDays: z.number().int(),
  message: z.string().nullable(),
  byMail: z.boolean(),
  value: money,
  atRisk: z.number().int(),
  recentOrders: z.number().int(),
  /** The colleague's open tasks; with a time of day they are appointments. */
  tasks: z.number().int(),
  appointments: z.number().int(),
  shares: z.array(share),
  /** What the colleague read and took out in the last 60 days, where the caller may know. */
  readings: z.array(reading).nullable(),
  /** Keys that the colleague made; they end with the access. */
  keys: z.array(z.object({ id, name: z.string() })),
  contacted: z.number().int(),
  objections: z.number().int(),
  changeSet: id.nullable(),
  version: z.number().int(),
});

const item = z.object({
  customer: person,
  to: person.nullable(),
  why: z.enum(['knows', 'branch', 'room', 'chosen', 'nobody']),
  value: money,
  atRisk: z.boolean(),
  lastOn: civilDate.nullable(),
  recentOrders: z.number().int(),
  tasks: z.number().int(),
  /** The first contact; null before it is given, and for the pool. */
  contact: z.object({ taskId: id, dueOn: civilDate.nullable(), done: z.boolean() }).nullable(),
  message: z.enum(['none', 'waiting', 'sending', 'mailed', 'failed', 'copied']),
  objectedAt: instant.nullable(),
  objection: z.string().nullable(),
});

const rate = z.object({
  /** Bought in the half year before. */
  customers: z.number().int(),
  /** Of those, bought again in the time looked at. */
  back: z.number().int(),
});

const watch = z.object({
  /** Days since it was given, 90 at most. */
  days: z.number().int(),
  of: z.number().int(),
  since: z.object({ handed: rate, rest: rate }),
  /** The same number of days before it was given. */
  before: z.object({ handed: rate, rest: rate }),
});

const changes = z
  .object({
    id,
    endsAt: instant.nullish(),
    contactDays: z.number().int().min(1).max(60).optional(),
    message: message.nullish(),
    byMail: z.boolean().optional(),
    assign: z
      .array(z.object({ customerId: id, toId: id.nullable() }).strict())
      .max(500)
      .optional(),
    /** Propose anew, among these colleagues only. */
    receivers: z.array(id).min(1).max(100).optional(),
    version: z.number().int().optional(),
  })
  .strict();

const linkToken = z.object({ token: z.string().min(20).max(100) }).strict();

export const handOverContract = {
  list: operation({
    method: 'GET',
    path: '/hand-overs',
    summary: 'Hand-overs, the newest first',
    requires: 'members.manage',
    input: noInput,
    output: z.object({ items: z.array(head) }),
  }),
  begin: operation({
    method: 'POST',
    path: '/hand-overs',
    summary: 'Gather what a colleague looks after, with a proposal of who gets what; a draft that is there is answered',
    requires: 'members.manage',
    input: z.object({ memberId: id, kind, endsAt: instant.nullish() }).strict(),
    output: whole,
    errors: pick(handOverErrors, 'HAND_OVER_MEMBER_UNKNOWN', 'HAND_OVER_TOO_MANY'),
  }),
  read: operation({
    method: 'GET',
    path: '/hand-overs/{id}',
    summary: 'A hand-over: what is at stake, who gets how much, and how far it is',
    requires: 'members.manage',
    input: byId,
    output: whole,
    errors: pick(handOverErrors, 'HAND_OVER_NOT_FOUND'),
  }),
  customers: operation({
    method: 'GET',
    path: '/hand-overs/{id}/customers',
    summary: 'The customers of a hand-over, those at risk first, then by value',
    requires: 'members.manage',
    input: listInput.extend({ id }).strict(),
    output: page(item),
    errors: pick(handOverErrors, 'HAND_OVER_NOT_FOUND'),
  }),
  change: operation({
    method: 'PATCH',
    path: '/hand-overs/{id}',
    summary: 'Change a draft: who gets whom, the last moment, the first contact, what customers are told',
    requires: 'members.manage',
    input: changes,
    output: whole,
    errors: pick(
      handOverErrors,
      'HAND_OVER_NOT_FOUND',
      'HAND_OVER_CLOSED',
      'HAND_OVER_RECEIVER_UNKNOWN',
      'HAND_OVER_CUSTOMER_UNKNOWN',
    ),
  }),
  drop: operation({
    method: 'DELETE',
    path: '/hand-overs/{id}',
    summary: 'Throw a draft away',
    requires: 'members.manage',
    input: byId,
    output: nothing,
    errors: pick(handOverErrors, 'HAND_OVER_NOT_FOUND', 'HAND_OVER_CLOSED'),
  }),
  give: operation({
    method: 'POST',
    path: '/hand-overs/{id}/give',
    summary: 'Give customers and tasks to their new owners, all or nothing; again answers the same',
    requires: 'members.manage',
    input: byId,
    output: whole,
    errors: pick(
      handOverErrors,
      'HAND_OVER_NOT_FOUND',
      'HAND_OVER_CLOSED',
      'HAND_OVER_RECEIVER_UNKNOWN',
      'HAND_OVER_NO_ROOM',
      'HAND_OVER_TOO_MANY',
      'LAST_OWNER',
      'ROLE_TOO_HIGH',
    ),
    status: 200,
  }),
  takeBack: operation({
    method: 'POST',
    path: '/hand-overs/{id}/return',
    summary: 'The colleague is back: customers and tasks return, save those who have moved on since',
    requires: 'members.manage',
    input: byId,
    output: whole.extend({ reversed: z.number().int(), kept: z.number().int() }),
    errors: pick(handOverErrors, 'HAND_OVER_NOT_FOUND', 'HAND_OVER_NOT_GIVEN'),
    status: 200,
  }),
  letter: operation({
    method: 'POST',
    path: '/hand-overs/{id}/customers/{customerId}/letter',
    summary: 'What to tell this customer, with a link by which they may object, to copy',
    requires: 'members.manage',
    input: z.object({ id, customerId: id }).strict(),
    output: z.object({ text: z.string() }),
    errors: pick(handOverErrors, 'HAND_OVER_NOT_FOUND', 'HAND_OVER_NOT_GIVEN', 'HAND_OVER_CUSTOMER_UNKNOWN'),
  }),
  watch: operation({
    method: 'GET',
    path: '/hand-overs/{id}/watch',
    summary: 'Do the customers stay? Those handed over beside the rest, and beside the same time before',
    requires: 'members.manage',
    input: byId,
    output: watch,
    errors: pick(handOverErrors, 'HAND_OVER_NOT_FOUND', 'HAND_OVER_NOT_GIVEN'),
  }),
  openLink: operation({
    method: 'GET',
    path: '/hand-over-links/{token}',
    summary: 'What the link of a message is about; changes nothing',
    requires: 'public',
    input: linkToken,
    output: z.object({ workspace: z.string(), to: z.string(), language: z.string(), objected: z.boolean() }),
    errors: pick(handOverErrors, 'HAND_OVER_LINK_EXPIRED'),
  }),
  object: operation({
    method: 'POST',
    path: '/hand-over-links/{token}',
    summary: 'The customer would rather be looked after by somebody else',
    requires: 'public',
    input: linkToken.extend({ note: z.string().trim().max(500).optional() }),
    output: nothing,
    errors: pick(handOverErrors, 'HAND_OVER_LINK_EXPIRED'),
    status: 200,
  }),
};

export type HandOverHead = z.infer<typeof head>;
export type HandOver = z.infer<typeof whole>;
export type HandOverItem = z.infer<typeof item>;
export type HandOverKind = z.infer<typeof kind>;
export type HandOverChanges = z.infer<typeof changes>;
export type HandOverWatch = z.infer<typeof watch>;
