import { z } from 'zod';
import {
  civilDate,
  explanation,
  id,
  instant,
  listInput,
  money,
  noInput,
  operation,
  page,
  pick,
} from '../../kernel/contract.ts';
import type { ErrorCatalog } from '../../kernel/errors.ts';

export const todayErrors = {
  TODAY_CARD_NOT_FOUND: { status: 404 },
  TODAY_DAY_UNFIT: { status: 422 },
  TODAY_OUTCOME_NOT_FOUND: { status: 404 },
  TODAY_OUTCOME_TOO_OLD: { status: 409 },
  TODAY_NOTICE_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

const outcome = z.enum(['done', 'later', 'wrong']);
const way = z.enum(['called', 'messaged', 'visited', 'bought']);
const person = z.object({ id, name: z.string() });

const reason = z.object({
  id,
  kind: z.string(),
  /** In the caller's language. */
  text: z.string(),
  /** What may be lost if nobody acts. */
  stake: money,
  due: civilDate.nullable(),
  source: z.string(),
  explanation: explanation.optional(),
});

const card = z.object({
  /** The customer's id: a customer has one card. */
  id,
  /** 1 is to be cared for first. */
  rank: z.number().int(),
  customer: person.extend({ phone: z.string().nullable(), stage: z.string(), owner: person.nullable() }),
  reasons: z.array(reason),
  stake: money,
  /** Words to say to the customer. */
  suggestion: z.string().nullable(),
});

/** What asks for attention and is not about one customer. */
const notice = z.object({
  id,
  kind: z.string(),
  /** In the caller's language. */
  text: z.string(),
  due: civilDate.nullable(),
  /** A path inside the application. */
  link: z.string().nullable(),
  at: instant,
});

/** One's own tasks that are due today or overdue. */
const deskTask = z.object({
  id,
  title: z.string(),
  due: z.object({ on: civilDate, at: instant.nullable() }),
  overdue: z.boolean(),
  customer: person.nullable(),
  link: z.object({ label: z.string(), to: z.string() }).nullable(),
  checklist: z.object({ done: z.number().int(), all: z.number().int() }),
});

const desk = z.object({
  /** The shop's day. */
  day: civilDate,
  cards: z.array(card),
  notices: z.array(notice),
  tasks: z.array(deskTask),
  /** Customers a person cares for in a day. */
  capacity: z.number().int(),
  /** Customers this person cared for today. */
  done: z.number().int(),
  /** Customers who wait beyond the cards shown. */
  waiting: z.object({ value: z.number().int(), exact: z.boolean() }),
  /** False in a shop that knows no customer yet. */
  hasCustomers: z.boolean(),
});

const doneItem = z.object({
  id,
  customer: person,
  outcome,
  way: way.nullable(),
  note: z.string().nullable(),
  until: civilDate.nullable(),
  at: instant,
  by: z.string(),
  reasons: z.array(z.string()),
});

const settings = z.object({
  capacity: z.number().int().min(1).max(200),
  /** Birthdays are shown this many days ahead; 0 on the day only. */
  birthdayDays: z.number().int().min(0).max(30),
  version: z.number().int(),
});

export const contract = {
  desk: operation({
    method: 'GET',
    path: '/today',
    summary: 'Whom to care for today, why, and what to say',
    requires: 'today.work',
    input: z
      .object({
        whose: z.enum(['mine', 'all']).default('all'),
        /** Also what lies beyond the day's capacity. */
        beyond: z.stringbool().default(false),
      })
      .strict(),
    output: desk,
  }),
  answer: operation({
    method: 'POST',
    path: '/today/{cardId}/outcome',
    summary: 'Say what became of a card: done, later or wrong',
    requires: 'today.work',
    input: z
      .object({
        cardId: id,
        outcome,
        way: way.optional(),
        note: z.string().trim().max(2000).optional(),
        /** For `later`: the day the card comes back. Three days from now unless said. */
        until: civilDate.optional(),
        /** Only these reasons; all that are shown unless said. */
        reasonIds: z.array(id).min(1).max(100).optional(),
      })
      .strict(),
    output: z.object({ id, customerId: id, outcome, until: civilDate.nullable() }),
    errors: pick(todayErrors, 'TODAY_CARD_NOT_FOUND', 'TODAY_DAY_UNFIT'),
  }),
  takeBack: operation({
    method: 'POST',
    path: '/today/outcomes/{id}/undo',
    summary: 'Take back an answer of the same day',
    requires: 'today.work',
    input: z.object({ id }).strict(),
    output: z.object({ id, customerId: id }),
    errors: pick(todayErrors, 'TODAY_OUTCOME_NOT_FOUND', 'TODAY_OUTCOME_TOO_OLD'),
    status: 200,
  }),
  noticeDone: operation({
    method: 'POST',
    path: '/today/notices/{id}/done',
    summary: 'Seen and settled; the notice goes for everybody',
    requires: 'today.work',
    input: z.object({ id }).strict(),
    output: z.object({ id }),
    errors: pick(todayErrors, 'TODAY_NOTICE_NOT_FOUND'),
    status: 200,
  }),
  noticeBack: operation({
    method: 'POST',
    path: '/today/notices/{id}/undo',
    summary: 'Put a settled notice back',
    requires: 'today.work',
    input: z.object({ id }).strict(),
    output: z.object({ id }),
    errors: pick(todayErrors, 'TODAY_NOTICE_NOT_FOUND'),
    status: 200,
  }),
  done: operation({
    method: 'GET',
    path: '/today/done',
    summary: 'What was answered today, newest first',
    requires: 'today.work',
    input: listInput.extend({ day: civilDate.optional() }).strict(),
    output: page(doneItem),
  }),
  settings: {
    read: operation({
      method: 'GET',
      path: '/today/settings',
      summary: 'How much a day holds',
      requires: 'settings.read',
      input: noInput,
      output: settings,
    }),
    change: operation({
      method: 'PATCH',
      path: '/today/settings',
      summary: 'Change how much a day holds',
      requires: 'settings.edit',
      input: settings.partial({ capacity: true, birthdayDays: true }).strict(),
      output: settings,
    }),
  },
};

export type Desk = z.infer<typeof desk>;
export type Notice = z.infer<typeof notice>;
export type DeskTask = z.infer<typeof deskTask>;
export type Card = z.infer<typeof card>;
export type DoneItem = z.infer<typeof doneItem>;
export type TodaySettings = z.infer<typeof settings>;
export type Outcome = z.infer<typeof outcome>;
export type Way = z.infer<typeof way>;
