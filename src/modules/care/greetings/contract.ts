import { z } from 'zod';
import { civilDate, id, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import { careErrors } from '../errors-contract.ts';
import { clock } from '../shapes-contract.ts';

/** A birthday, solar or lunar; the wedding; the day a company was founded; the day of the first purchase. */
export const greetingKinds = ['birthday', 'wedding', 'founding', 'first_purchase'] as const;
const kind = z.enum(greetingKinds);

const given = {
  channelId: id,
  templateId: id,
  /** Goes out by itself; else when somebody taps. */
  automatic: z.boolean(),
  /** Before the day itself; a day off of the shop moves it to the last working day before. */
  daysAhead: z.number().int().min(0).max(30),
  /** By the shop's clock. */
  atTime: clock,
};

const greeting = z.object({ ...given, kind, version: z.number().int() });

const due = z.object({
  customer: z.object({ id, name: z.string() }),
  kind,
  on: civilDate,
  /** Since it began; null where the year is not known. */
  years: z.number().int().nullable(),
  /** Of the greeting that was prepared; null: none yet. */
  state: z.enum(['planned', 'sending', 'sent', 'failed', 'unknown', 'skipped', 'held']).nullable(),
  reason: z.string().nullable(),
});

export const greetingsContract = {
  list: operation({
    method: 'GET',
    path: '/care/greetings',
    summary: 'What is said on which kind of day, and by which way',
    requires: 'care.read',
    input: noInput,
    output: z.object({ items: z.array(greeting) }),
  }),
  set: operation({
    method: 'PUT',
    path: '/care/greetings/{kind}',
    summary: 'Say what is said on this kind of day',
    requires: 'care.send',
    input: z.object({ ...given, kind, version: z.number().int().optional() }).strict(),
    output: greeting,
    errors: pick(careErrors, 'CHANNEL_NOT_FOUND', 'TEMPLATE_NOT_FOUND', 'GREETING_TEMPLATE_UNFIT'),
  }),
  remove: operation({
    method: 'DELETE',
    path: '/care/greetings/{kind}',
    summary: 'Say nothing on this kind of day any more',
    requires: 'care.send',
    input: z.object({ kind }).strict(),
    output: nothing,
    errors: pick(careErrors, 'GREETING_NOT_FOUND'),
  }),
  due: operation({
    method: 'GET',
    path: '/care/greetings/due',
    summary: 'Whose day comes, the next first',
    requires: 'care.read',
    input: z.object({ days: z.coerce.number().int().min(0).max(60).default(14) }).strict(),
    output: z.object({ items: z.array(due), more: z.boolean() }),
  }),
  prepare: operation({
    method: 'POST',
    path: '/care/greetings/prepare',
    summary: 'Let the greeting go out on its day, or now where the time has come',
    requires: 'care.send',
    input: z.object({ customerId: id, kind, on: civilDate }).strict(),
    output: nothing,
    errors: pick(careErrors, 'GREETING_NOT_FOUND', 'GREETING_NOT_DUE', 'GREETING_PREPARED'),
    status: 200,
  }),
};

export type Greeting = z.infer<typeof greeting>;
export type GreetingKind = (typeof greetingKinds)[number];
export type DueGreeting = z.infer<typeof due>;
