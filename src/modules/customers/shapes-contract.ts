import { z } from 'zod';
import { civilDate, id, instant } from '../../kernel/contract.ts';

// What people write: nothing that PostgreSQL cannot store, no blanks at the ends.
const clean = (text: string) => text.toWellFormed().replaceAll('\0', '').trim();
const spaced = (text: string) => clean(text).replace(/\s+/g, ' ');

/** One line of text; breaks and doubled blanks become one blank. */
export const line = (max: number) => z.string().max(max).transform(spaced);
export const filledLine = (max: number) => line(max).pipe(z.string().min(1));
export const prose = (max: number) => z.string().max(max).transform(clean).pipe(z.string().min(1));

export const customerKind = z.enum(['person', 'company']);
export const stage = z.enum(['lead', 'prospect', 'active', 'sleeping', 'lost']);
export const gender = z.enum(['male', 'female', 'other', 'unknown']);

export const birthdayInput = z
  .object({
    calendar: z.enum(['solar', 'lunar']).default('solar'),
    year: z.number().int().nullish(),
    month: z.number().int(),
    day: z.number().int(),
    leapMonth: z.boolean().nullish(),
  })
  .strict();

export const birthday = z.object({
  calendar: z.enum(['solar', 'lunar']),
  year: z.number().int().optional(),
  month: z.number().int(),
  day: z.number().int(),
  leapMonth: z.boolean().optional(),
});

/** Parts of an address. Known to the screens: country, province, city, district, street, postcode, text. */
const fewEntries = (entries: object) => Object.keys(entries).length <= 100;
export const address = z.record(z.string().min(1).max(40).transform(clean), line(300)).refine(fewEntries);
const customMoney = z.object({ amount: z.string().max(40), currency: z.string().max(3) }).strict();
const customText = z.string().max(5000).transform(clean);
export const customValue = z.union([
  customText,
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string().max(200).transform(clean)).max(60),
  customMoney,
  birthdayInput,
]);
/** By the key of the field; what a field takes is said by its type, other keys take anything of this. */
export const custom = z
  .record(z.string().min(1).max(60).transform(clean), customValue)
  .refine((entries) => Object.keys(entries).length <= 300);

export const consentInput = z
  .object({
    channel: filledLine(40),
    purpose: filledLine(40),
    granted: z.boolean(),
    /** How it is known: a signed form, a recorded call, a ticked box on a page. */
    proof: line(1000).nullish(),
  })
  .strict();

export const consent = z.object({
  channel: z.string(),
  purpose: z.string(),
  granted: z.boolean(),
  proof: z.string().nullable(),
  at: instant,
  by: z.string(),
});

export const customer = z.object({
  id,
  kind: customerKind,
  name: z.string(),
  externalId: z.string().nullable(),
  cardNumber: z.string().nullable(),
  /** As dialled in the shop's country; with `+` and calling code elsewhere. */
  phone: z.string().nullable(),
  email: z.string().nullable(),
  gender: z.string().nullable(),
  title: z.string().nullable(),
  birthday: birthday.nullable(),
  address: z.record(z.string(), z.string()).nullable(),
  tags: z.array(z.string()),
  source: z.string().nullable(),
  stage,
  stageSince: instant,
  ownerId: id.nullable(),
  branchId: id.nullable(),
  /** The business's own fields, by key (GET /fields); `••••`: not to be seen without a reason. */
  custom: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()), customMoney, birthday]),
  ),
  /** Facts that are shown in part; the whole of them needs a reason. */
  masked: z.array(z.string()),
  changeSet: id.nullable(),
  binnedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
  version: z.number().int(),
});

const question = z.object({
  kind: z.string(),
  why: z.enum(['missing', 'stale']),
  ageInDays: z.number().int().optional(),
});

/** One customer with everything that the card derives from the facts. */
export const customerCard = customer.extend({
  consents: z.array(consent),
  /** Pinyin of a Chinese name; null for others. */
  spokenName: z.string().nullable(),
  /** How to address them in the caller's language: 单先生, Mr Shan. */
  salutation: z.string(),
  nextBirthday: civilDate.nullable(),
  age: z.number().int().nullable(),
  /** Field → day the fact was last given or confirmed. */
  confirmedOn: z.record(z.string(), civilDate),
  /** Whole percent. */
  completeness: z.number().int(),
  /** What the percentage is made of: each fact counts by its weight. */
  facts: z.array(
    z.object({
      kind: z.string(),
      weight: z.number().int(),
      known: z.boolean(),
      /** When it was last given or confirmed; null: nobody knows. */
      on: civilDate.nullable(),
      /** Days after which it is to be confirmed again; null: it keeps. */
      keepsDays: z.number().int().nullable(),
    }),
  ),
  missing: z.array(z.string()),
  stale: z.array(z.object({ kind: z.string(), ageInDays: z.number().int() })),
  /** The one thing worth asking now. Answered by PATCH, or put off by POST /customers/{id}/question. */
  question: question.nullable(),
  may: z.object({ edit: z.boolean(), delete: z.boolean() }),
});

export type Customer = z.infer<typeof customer>;
export type CustomerCard = z.infer<typeof customerCard>;
export type Consent = z.infer<typeof consent>;
export type BirthdayShape = z.infer<typeof birthday>;

export const listColumn = z.object({
  key: z.string(),
  /** Message key of its title. */
  title: z.string(),
  kind: z.enum(['money', 'number', 'decimal', 'day', 'key', 'text']),
  sortable: z.boolean(),
  usual: z.boolean(),
  filter: z.enum(['range', 'one-of']).nullable(),
  options: z.array(z.object({ key: z.string(), title: z.string() })),
});

export const listChoice = z.object({
  key: z.string(),
  /** Message key of its title. */
  title: z.string(),
  options: z.array(z.object({ key: z.string(), name: z.string() })),
});
