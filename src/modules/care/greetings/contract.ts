import { z } from 'zod';
import { civilDate, id, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import { careErrors } from '../errors-contract.ts';
import { clock, filledLine } from '../shapes-contract.ts';
import { holidayKeys } from './holidays-contract.ts';

/**
 * A birthday, solar or lunar; the wedding; the day a company was founded; the day of the first purchase; a product due for service;
 * the end of a guarantee.
 */
export const greetingKinds = [
  'birthday',
  'wedding',
  'founding',
  'first_purchase',
  'service_due',
  'guarantee_end',
] as const;
const personalKind = z.enum(greetingKinds);
/** Of one person, a holiday, or a day of the shop's own. */
const kind = z.union([personalKind, z.enum(holidayKeys), z.string().regex(/^own-[0-9a-f-]{36}$/)]);

const given = {
  channelId: id,
  templateId: id,
  /** Goes out by itself; else when somebody taps. */
  automatic: z.boolean(),
  /** Before the day itself; a day off of the shop moves it to the last working day before. */
  daysAhead: z.number().int().min(0).max(30),
  /** By the shop's clock. */
  atTime: clock,
  /** Whoever gets the greeting gets it, too; the code stands where the words say {{coupon}}. */
  couponId: id.nullable().default(null),
};

const greeting = z.object({ ...given, kind, version: z.number().int() });

const due = z.object({
  customer: z.object({ id, name: z.string() }),
  kind: personalKind,
  on: civilDate,
  /** Since it began; null where the year is not known. */
  years: z.number().int().nullable(),
  /** Of a service or a guarantee: of what; null where one may not see what was bought. */
  products: z.string().nullable(),
  /** Of the greeting that was prepared; null: none yet. */
  state: z.enum(['planned', 'sending', 'sent', 'failed', 'unknown', 'skipped', 'held']).nullable(),
  reason: z.string().nullable(),
});

/** A day that everybody keeps. */
const commonDay = z.object({
  kind: z.string(),
  /** Of a day of the shop's own; null where the word is `care:greeting.kind.<kind>`. */
  name: z.string().nullable(),
  on: civilDate,
  prepared: z.number().int(),
  sent: z.number().int(),
});

const ownDayGiven = {
  name: filledLine(40),
  calendar: z.enum(['solar', 'lunar']),
  month: z.number().int().min(1).max(12),
  day: z.number().int().min(1).max(31),
};
const ownDay = z.object({ id, ...ownDayGiven, name: z.string() });

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
    errors: pick(
      careErrors,
      'CHANNEL_NOT_FOUND',
      'TEMPLATE_NOT_FOUND',
      'GREETING_TEMPLATE_UNFIT',
      'OWN_DAY_NOT_FOUND',
      'CARE_COUPON_UNFIT',
    ),
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
    output: z.object({ items: z.array(due), more: z.boolean(), days: z.array(commonDay) }),
  }),
  prepare: operation({
    method: 'POST',
    path: '/care/greetings/prepare',
    summary: 'Let the greeting go out on its day, or now where the time has come',
    requires: 'care.send',
    input: z.object({ customerId: id, kind: personalKind, on: civilDate }).strict(),
    output: nothing,
    errors: pick(careErrors, 'GREETING_NOT_FOUND', 'GREETING_NOT_DUE', 'GREETING_PREPARED'),
    status: 200,
  }),
  prepareDay: operation({
    method: 'POST',
    path: '/care/greetings/prepare-day',
    summary: 'Let everybody who may be greeted get the greeting of this holiday or own day',
    requires: 'care.send',
    input: z.object({ kind, on: civilDate }).strict(),
    output: z.object({ prepared: z.number().int() }),
    errors: pick(careErrors, 'GREETING_NOT_FOUND', 'GREETING_NOT_DUE', 'GREETING_PREPARED'),
    status: 200,
  }),
  ownDays: operation({
    method: 'GET',
    path: '/care/own-days',
    summary: 'Days that the shop keeps itself',
    requires: 'care.read',
    input: noInput,
    output: z.object({ items: z.array(ownDay) }),
  }),
  addOwnDay: operation({
    method: 'POST',
    path: '/care/own-days',
    summary: 'Keep a day of the shop’s own each year',
    requires: 'care.send',
    input: z.object(ownDayGiven).strict(),
    output: ownDay,
    errors: pick(careErrors, 'OWN_DAY_UNFIT', 'OWN_DAYS_TOO_MANY'),
  }),
  removeOwnDay: operation({
    method: 'DELETE',
    path: '/care/own-days/{id}',
    summary: 'Keep the day no longer; what is said on it ends, too',
    requires: 'care.send',
    input: z.object({ id }).strict(),
    output: nothing,
    errors: pick(careErrors, 'OWN_DAY_NOT_FOUND'),
  }),
};

export type Greeting = z.infer<typeof greeting>;
export type GreetingKind = (typeof greetingKinds)[number];
export type AnyGreetingKind = z.infer<typeof kind>;
export type CommonDay = z.infer<typeof commonDay>;
export type OwnDay = z.infer<typeof ownDay>;
export type NewOwnDay = Omit<OwnDay, 'id'>;
export type DueGreeting = z.infer<typeof due>;
