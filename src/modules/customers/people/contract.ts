import { z } from 'zod';
import { byId, civilDate, event, id, instant, nothing, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { customerKind, filledLine, line, stage } from '../shapes-contract.ts';
import { personRoles } from './rules/roles.ts';

export const peopleErrors = {
  CUSTOMER_NOT_FOUND: { status: 404 },
  CUSTOMER_PHONE_NOT_UNDERSTOOD: { status: 422 },
  CUSTOMER_FIELD_NOT_YOURS: { status: 403 },
  PERSON_NOT_FOUND: { status: 404 },
  PERSON_NAME_MISSING: { status: 422 },
  PERSON_SAME_CARD: { status: 422 },
  PERSON_ROLE_UNFIT: { status: 422 },
  PERSON_THERE: { status: 409 },
  PERSON_HAS_CARD: { status: 409 },
  PERSON_REFERRED_ALREADY: { status: 409 },
  PERSON_REFERRED_IN_CIRCLE: { status: 422 },
  PERSON_TOO_MANY: { status: 422 },
  OCCASION_NOT_FOUND: { status: 404 },
  OCCASION_IMPOSSIBLE: { status: 422 },
  OCCASION_YEAR_MISSING: { status: 422 },
  OCCASION_TITLE_MISSING: { status: 422 },
} as const satisfies ErrorCatalog;

export const stakes = ['decides', 'influences', 'uses', 'pays'] as const;
export const occasionKinds = ['birthday', 'wedding', 'founding', 'graduation', 'moving', 'memorial', 'other'] as const;

const note = line(1000).nullish();

const personFacts = {
  /** In words: what somebody does in the company, or what an `other` is. */
  label: line(80).nullish(),
  stake: z.enum(stakes).nullish(),
  phone: line(80).nullish(),
  note,
};

const newPerson = z
  .object({
    id,
    /** What they are to the customer: `parent` is the customer's parent. */
    role: z.enum(personRoles),
    /** Their card; without one, `name`. */
    otherId: id.nullish(),
    name: line(200).nullish(),
    ...personFacts,
  })
  .strict();

const changedPerson = z
  .object({ id, personId: id, role: z.enum(personRoles).optional(), name: filledLine(200).optional(), ...personFacts })
  .strict();

const person = z.object({
  id,
  role: z.enum(personRoles),
  label: z.string().nullable(),
  /** The words say what the other is, or (`us`) what this customer is to them. */
  labelTells: z.enum(['them', 'us']),
  stake: z.enum(stakes).nullable(),
  name: z.string(),
  phone: z.string().nullable(),
  note: z.string().nullable(),
  customer: z.object({ id, kind: customerKind, stage }).nullable(),
  at: instant,
  by: z.string(),
  version: z.number().int(),
});

const date = z
  .object({
    calendar: z.enum(['solar', 'lunar']).default('solar'),
    year: z.number().int().nullish(),
    month: z.number().int(),
    /** Absent: only the month is known. */
    day: z.number().int().nullish(),
    leapMonth: z.boolean().nullish(),
  })
  .strict();

const occasionFacts = {
  kind: z.enum(occasionKinds),
  title: line(80).nullish(),
  /** Whose day it is, of the people around the customer; the customer's own unless said. */
  personId: id.nullish(),
  date,
  /** In the year of its date alone. */
  once: z.boolean().default(false),
  /** Shown in Today so many days before; as birthdays are unless said. */
  daysAhead: z.number().int().min(0).max(60).nullish(),
  /** Only for those who may see sensitive facts. */
  sensitive: z.boolean().default(false),
  note,
};
const newOccasion = z.object({ id, ...occasionFacts }).strict();
const changedOccasion = z.object({ id, occasionId: id, ...occasionFacts }).strict();

const occasion = z.object({
  id,
  /** Null, like the rest but for when it is next, for who may not see sensitive facts. */
  kind: z.enum(occasionKinds).nullable(),
  title: z.string().nullable(),
  personId: id.nullable(),
  date: z
    .object({
      calendar: z.enum(['solar', 'lunar']),
      year: z.number().int().optional(),
      month: z.number().int(),
      day: z.number().int().nullable(),
      leapMonth: z.boolean().optional(),
    })
    .nullable(),
  once: z.boolean(),
  daysAhead: z.number().int().nullable(),
  sensitive: z.boolean(),
  note: z.string().nullable(),
  /** When it is kept next; the first of the month where only that is known. Null: it was once, and is over. */
  next: civilDate.nullable(),
  /** Full years since it began, on that day. */
  years: z.number().int().nullable(),
});

const around = z.object({
  people: z.array(person),
  occasions: z.array(occasion),
});

const personById = z.object({ id, personId: id }).strict();

export const peopleContract = {
  around: operation({
    method: 'GET',
    path: '/customers/{id}/people',
    summary: 'Who stands around a customer, and the days that matter to them',
    requires: 'customers.read',
    input: byId,
    output: around,
    errors: pick(peopleErrors, 'CUSTOMER_NOT_FOUND'),
  }),
  add: operation({
    method: 'POST',
    path: '/customers/{id}/people',
    summary: 'Put somebody beside the customer: another customer, or a name; both cards show it',
    requires: 'customers.edit',
    input: newPerson,
    output: person,
    errors: pick(
      peopleErrors,
      'CUSTOMER_NOT_FOUND',
      'CUSTOMER_PHONE_NOT_UNDERSTOOD',
      'CUSTOMER_FIELD_NOT_YOURS',
      'PERSON_NAME_MISSING',
      'PERSON_SAME_CARD',
      'PERSON_ROLE_UNFIT',
      'PERSON_THERE',
      'PERSON_REFERRED_ALREADY',
      'PERSON_REFERRED_IN_CIRCLE',
      'PERSON_TOO_MANY',
    ),
  }),
  change: operation({
    method: 'PATCH',
    path: '/customers/{id}/people/{personId}',
    summary: 'Change what is known of somebody beside the customer; null clears a fact',
    requires: 'customers.edit',
    input: changedPerson,
    output: person,
    errors: pick(
      peopleErrors,
      'CUSTOMER_NOT_FOUND',
      'CUSTOMER_PHONE_NOT_UNDERSTOOD',
      'CUSTOMER_FIELD_NOT_YOURS',
      'PERSON_NOT_FOUND',
      'PERSON_ROLE_UNFIT',
      'PERSON_THERE',
      'PERSON_HAS_CARD',
      'PERSON_REFERRED_ALREADY',
      'PERSON_REFERRED_IN_CIRCLE',
    ),
  }),
  giveCard: operation({
    method: 'POST',
    path: '/customers/{id}/people/{personId}/card',
    summary: 'Make a customer of somebody who had no card',
    requires: 'customers.create',
    input: personById,
    output: person,
    errors: pick(peopleErrors, 'CUSTOMER_NOT_FOUND', 'PERSON_NOT_FOUND', 'PERSON_HAS_CARD'),
  }),
  remove: operation({
    method: 'DELETE',
    path: '/customers/{id}/people/{personId}',
    summary: 'They have nothing to do with each other; goes from both cards, with their days',
    requires: 'customers.edit',
    input: personById,
    output: nothing,
    errors: pick(peopleErrors, 'CUSTOMER_NOT_FOUND', 'PERSON_NOT_FOUND'),
  }),
  addOccasion: operation({
    method: 'POST',
    path: '/customers/{id}/occasions',
    summary: 'Remember a day; it comes to Today some days before',
    requires: 'customers.edit',
    input: newOccasion,
    output: occasion,
    errors: pick(
      peopleErrors,
      'CUSTOMER_NOT_FOUND',
      'PERSON_NOT_FOUND',
      'PERSON_TOO_MANY',
      'OCCASION_IMPOSSIBLE',
      'OCCASION_YEAR_MISSING',
      'OCCASION_TITLE_MISSING',
    ),
  }),
  changeOccasion: operation({
    method: 'PUT',
    path: '/customers/{id}/occasions/{occasionId}',
    summary: 'Say anew what is known of a day',
    requires: 'customers.edit',
    input: changedOccasion,
    output: occasion,
    errors: pick(
      peopleErrors,
      'CUSTOMER_NOT_FOUND',
      'CUSTOMER_FIELD_NOT_YOURS',
      'PERSON_NOT_FOUND',
      'OCCASION_NOT_FOUND',
      'OCCASION_IMPOSSIBLE',
      'OCCASION_YEAR_MISSING',
      'OCCASION_TITLE_MISSING',
    ),
  }),
  removeOccasion: operation({
    method: 'DELETE',
    path: '/customers/{id}/occasions/{occasionId}',
    summary: 'Forget a day',
    requires: 'customers.edit',
    input: z.object({ id, occasionId: id }).strict(),
    output: nothing,
    errors: pick(peopleErrors, 'CUSTOMER_NOT_FOUND', 'OCCASION_NOT_FOUND'),
  }),
};

/** Days of these customers were said, changed or forgotten. */
export const occasionsChanged = event('customers.occasionsChanged', z.object({ customerIds: z.array(id) }));

export type Around = z.infer<typeof around>;
export type Person = z.infer<typeof person>;
export type Occasion = z.infer<typeof occasion>;
export type NewPerson = z.output<typeof newPerson>;
export type ChangedPerson = z.output<typeof changedPerson>;
export type NewOccasion = z.output<typeof newOccasion>;
export type ChangedOccasion = z.output<typeof changedOccasion>;
export type PersonById = z.output<typeof personById>;
