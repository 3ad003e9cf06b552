import { z } from 'zod';
import { byId, id, instant, listInput, noInput, nothing, operation, page, pick } from '../../kernel/contract.ts';
import type { ErrorCatalog } from '../../kernel/errors.ts';
import {
  address,
  birthdayInput,
  consentInput,
  custom,
  customer,
  customerCard,
  customerKind,
  filledLine,
  gender,
  line,
  prose,
  stage,
  listChoice,
  listColumn,
} from './shapes-contract.ts';
import { bulkContract } from './bulk/contract.ts';
import { duplicatesContract, matches } from './duplicates/contract.ts';
import { ownershipContract } from './ownership/contract.ts';
import { fieldsContract, valueErrors } from './fields/contract.ts';
import { livingContract } from './living/contract.ts';
import { peopleContract } from './people/contract.ts';
import { privacyContract } from './privacy/contract.ts';
import { privacyErrors } from './privacy/errors-contract.ts';
import { selfContract } from './self/contract.ts';
import { rightsContract } from './rights/contract.ts';
import { customerFile, note, timelineEntry } from './timeline-contract.ts';
import { viewsContract } from './views/contract.ts';

export type { BirthdayShape, Consent, Customer, CustomerCard } from './shapes-contract.ts';
export type { CustomerFile, Note, TimelineItem } from './timeline-contract.ts';

export const customerErrors = {
  CUSTOMER_NOT_FOUND: { status: 404 },
  CUSTOMER_PHONE_NOT_UNDERSTOOD: { status: 422 },
  CUSTOMER_EMAIL_NOT_UNDERSTOOD: { status: 422 },
  CUSTOMER_BIRTHDAY_IMPOSSIBLE: { status: 422 },
  CUSTOMER_EXTERNAL_ID_TAKEN: { status: 409 },
  CUSTOMER_OWNER_UNKNOWN: { status: 422 },
  CUSTOMER_NOT_YOURS_TO_GIVE: { status: 403 },
  CUSTOMER_BRANCH_UNKNOWN: { status: 422 },
  CUSTOMER_FIELD_NOT_YOURS: { status: 403 },
  CUSTOMER_FILTER_UNKNOWN: { status: 422 },
  CUSTOMER_SORT_UNKNOWN: { status: 422 },
  CUSTOMER_NOTE_NOT_FOUND: { status: 404 },
  CUSTOMER_NOTE_NOT_YOURS: { status: 403 },
  CUSTOMER_FILE_NOT_FOUND: { status: 404 },
  CUSTOMER_FILE_TOO_LARGE: { status: 413 },
  CUSTOMER_FILE_MISSING: { status: 422 },
  CUSTOMER_FILE_KIND_REFUSED: { status: 415 },
  CUSTOMER_FILE_NOT_WHAT_IT_SAYS: { status: 415 },
  CUSTOMER_PICTURE_UNREADABLE: { status: 422 },
} as const satisfies ErrorCatalog;

const facts = {
  kind: customerKind.optional(),
  externalId: line(120).nullish(),
  cardNumber: line(120).nullish(),
  phone: line(80).nullish(),
  email: line(400).nullish(),
  gender: gender.nullish(),
  /** Job or academic title. */
  title: line(120).nullish(),
  birthday: birthdayInput.nullish(),
  address: address.nullish(),
  tags: z.array(filledLine(60)).max(60).optional(),
  source: line(120).nullish(),
  ownerId: id.nullish(),
  branchId: id.nullish(),
  stage: stage.optional(),
  consents: z.array(consentInput).max(40).optional(),
  custom: custom.optional(),
};

const newCustomer = z
  .object({
    name: filledLine(200),
    ...facts,
    /** Somebody who was erased has come back and agrees anew: needs a granted consent. */
    cameBack: z.boolean().optional(),
  })
  .strict();
const changedCustomer = z
  .object({
    id,
    name: filledLine(200).optional(),
    ...facts,
    /** Facts that were asked for again and are still true: their age starts anew. */
    confirmed: z.array(line(40)).max(20).optional(),
    /** Why the stage is set so. A stage set by hand stays until the next purchase or refund. */
    stageReason: line(200).nullish(),
    version: z.number().int().optional(),
  })
  .strict();

const writeErrors = {
  ...valueErrors,
  ...pick(
    customerErrors,
    'CUSTOMER_PHONE_NOT_UNDERSTOOD',
    'CUSTOMER_EMAIL_NOT_UNDERSTOOD',
    'CUSTOMER_BIRTHDAY_IMPOSSIBLE',
    'CUSTOMER_EXTERNAL_ID_TAKEN',
    'CUSTOMER_OWNER_UNKNOWN',
    'CUSTOMER_NOT_YOURS_TO_GIVE',
    'CUSTOMER_BRANCH_UNKNOWN',
    'CUSTOMER_FIELD_NOT_YOURS',
  ),
};
const notFound = pick(customerErrors, 'CUSTOMER_NOT_FOUND');

const listQuery = listInput
  .extend({
    q: z
      .string()
      .max(400)
      .optional()
      .describe('Name, pinyin, initials, part of a phone, e-mail, card or customer number.'),
    filter: z
      .string()
      .max(12_000)
      .optional()
      .describe(
        'A JSON object; every entry must hold. `stage`, `kind`, `source`, `tag`, `ownerId` (`"me"`, or null for nobody), `branchId` (or null): ' +
          'one value or a list of which one must fit. `withoutTag`: none of these. `ids`: these. ' +
          '`hasPhone`, `hasEmail`, `binned`: true or false. `createdFrom`, `createdTo`: days. `birthdayMonth`: 1–12; ' +
          '`birthday`: `today`, `next7`, `next30` or `thisMonth`, by both calendars. `changeSet`: made by this import. ' +
          'Columns of GET /customers/columns: a list, or `{"from":…,"to":…}`, days also `{"moreDaysAgo":…}`, ' +
          '`{"lastDays":…}` or `{"nextDays":…}`; amounts in minor units. Example: {"stage":["active"],"tag":"VIP","createdFrom":"2026-01-01"}',
      ),
    within: z.string().max(400).optional().describe('A second filter that must hold as well: one group of the list.'),
    sort: z
      .string()
      .max(60)
      .optional()
      .describe(
        '`name`, `createdAt` or a sortable column, `-` before it for descending. With `q` the nearest come first.',
      ),
    columns: z.string().max(400).optional().describe('Keys of GET /customers/columns to answer, separated by commas.'),
  })
  .strict();

const listItem = customer.extend({
  /** Values of the columns asked for; amounts in minor units of the base currency as text. */
  columns: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

const lookAlike = z.object({
  id,
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  same: z.array(z.enum(['phone', 'email', 'cardNumber', 'externalId'])),
});

const stageChange = z.object({
  id,
  at: instant,
  from: stage,
  to: stage,
  /**
   * By rule: `bought`, `came_back`, `rhythm` (quiet beyond the customer's own rhythm), `quiet`, `long_quiet`, `taken_back`
   * (no purchase is left). `hand`: a person set it. Null: nobody kept why.
   */
  why: z.enum(['bought', 'came_back', 'rhythm', 'quiet', 'long_quiet', 'taken_back', 'hand']).nullable(),
  silentDays: z.number().int().nullable(),
  reason: z.string().nullable(),
  /** Null: by rule. */
  by: z.string().nullable(),
});

const timelineQuery = listInput.extend({ id, kind: z.string().max(60).optional() }).strict();
const noteBody = prose(10_000);
const mentions = z.array(id).max(20);
const newNote = z.object({ id, body: noteBody, mentions: mentions.default([]) }).strict();
const changedNote = z
  .object({ id, noteId: id, body: noteBody, mentions: mentions.optional(), version: z.number().int().optional() })
  .strict();
const noteById = z.object({ id, noteId: id }).strict();
const fileById = z.object({ id, fileId: id }).strict();

export const contract = {
  rights: rightsContract,
  ownership: ownershipContract,
  fields: fieldsContract,
  duplicates: duplicatesContract,
  privacy: privacyContract,
  living: livingContract,
  people: peopleContract,
  views: viewsContract,
  bulk: bulkContract,
  self: selfContract,
  create: operation({
    method: 'POST',
    path: '/customers',
    summary: 'Record a customer',
    requires: 'customers.create',
    input: newCustomer,
    /** `duplicates`: who else has this phone, e-mail or number, or looks like them. A hint; the customer is recorded. */
    output: customerCard.extend({ duplicates: matches }),
    errors: { ...writeErrors, ...pick(privacyErrors, 'CUSTOMER_ERASED_BEFORE', 'CUSTOMER_ERASED_CONSENT_NEEDED') },
  }),
  list: operation({
    method: 'GET',
    path: '/customers',
    summary: 'Find and list customers',
    requires: 'customers.read',
    input: listQuery,
    output: page(listItem),
    errors: pick(customerErrors, 'CUSTOMER_FILTER_UNKNOWN', 'CUSTOMER_SORT_UNKNOWN'),
  }),
  columns: operation({
    method: 'GET',
    path: '/customers/columns',
    summary: 'Columns that the list can show, sort and filter by besides the customer’s own',
    requires: 'customers.read',
    input: noInput,
    /** `choices`: what the list can be filtered by without being a column. */
    output: z.object({ items: z.array(listColumn), choices: z.array(listChoice) }),
  }),
  tags: operation({
    method: 'GET',
    path: '/customers/tags',
    summary: 'Tags and sources in use, for suggestions',
    requires: 'customers.read',
    input: noInput,
    output: z.object({ tags: z.array(z.string()), sources: z.array(z.string()) }),
  }),
  lookAlikes: operation({
    method: 'GET',
    path: '/customers/look-alikes',
    summary: 'Customers who already have this phone, e-mail or number',
    requires: 'customers.read',
    input: z
      .object({
        phone: line(80).optional(),
        email: line(400).optional(),
        cardNumber: line(120).optional(),
        externalId: line(120).optional(),
      })
      .strict(),
    output: z.object({ items: z.array(lookAlike) }),
  }),
  read: operation({
    method: 'GET',
    path: '/customers/{id}',
    summary: 'The customer card',
    requires: 'customers.read',
    input: byId,
    output: customerCard,
    errors: notFound,
  }),
  change: operation({
    method: 'PATCH',
    path: '/customers/{id}',
    summary: 'Change what is known of a customer; null clears a fact',
    requires: 'customers.edit',
    input: changedCustomer,
    output: customerCard,
    errors: { ...writeErrors, ...notFound },
  }),
  bin: operation({
    method: 'DELETE',
    path: '/customers/{id}',
    summary: 'Put a customer into the bin',
    requires: 'customers.delete',
    input: byId,
    output: nothing,
    errors: notFound,
  }),
  restore: operation({
    method: 'POST',
    path: '/customers/{id}/restore',
    summary: 'Take a customer out of the bin',
    requires: 'customers.delete',
    input: byId,
    output: customerCard,
    errors: { ...notFound, ...pick(customerErrors, 'CUSTOMER_EXTERNAL_ID_TAKEN') },
    status: 200,
  }),
  putOffQuestion: operation({
    method: 'POST',
    path: '/customers/{id}/question',
    summary: 'Leave the card’s question for later, or never ask it again',
    requires: 'customers.edit',
    input: z.object({ id, kind: line(40), answer: z.enum(['later', 'declined']) }).strict(),
    output: nothing,
    errors: notFound,
    status: 200,
  }),
  stages: operation({
    method: 'GET',
    path: '/customers/{id}/stages',
    summary: 'Which stages the customer went through, and why',
    requires: 'customers.read',
    input: byId,
    output: z.object({ items: z.array(stageChange) }),
    errors: notFound,
  }),
  timeline: operation({
    method: 'GET',
    path: '/customers/{id}/timeline',
    summary: 'Everything that happened, newest first',
    requires: 'customers.read',
    input: timelineQuery,
    output: z.object({ items: z.array(timelineEntry), nextCursor: z.string().nullable() }),
    errors: notFound,
  }),
  insights: operation({
    method: 'GET',
    path: '/customers/{id}/insights',
    summary: 'Rhythm, classes, predictions and value, each explained',
    requires: 'customers.read',
    input: byId,
    /** One entry per insight; what each holds is its module's to say. */
    output: z.record(z.string(), z.unknown()),
    errors: notFound,
  }),
  notes: {
    add: operation({
      method: 'POST',
      path: '/customers/{id}/notes',
      summary: 'Write a note on the card',
      requires: 'customers.edit',
      input: newNote,
      output: note,
      errors: notFound,
    }),
    change: operation({
      method: 'PATCH',
      path: '/customers/{id}/notes/{noteId}',
      summary: 'Change one’s own note',
      requires: 'customers.edit',
      input: changedNote,
      output: note,
      errors: { ...notFound, ...pick(customerErrors, 'CUSTOMER_NOTE_NOT_FOUND', 'CUSTOMER_NOTE_NOT_YOURS') },
    }),
    remove: operation({
      method: 'DELETE',
      path: '/customers/{id}/notes/{noteId}',
      summary: 'Remove one’s own note',
      requires: 'customers.edit',
      input: noteById,
      output: nothing,
      errors: { ...notFound, ...pick(customerErrors, 'CUSTOMER_NOTE_NOT_FOUND', 'CUSTOMER_NOTE_NOT_YOURS') },
    }),
  },
  files: {
    list: operation({
      method: 'GET',
      path: '/customers/{id}/files',
      summary: 'Files on the card; POST /customers/{id}/files (multipart) adds one, GET …/{fileId} downloads it',
      requires: 'customers.read',
      input: byId,
      output: z.object({ items: z.array(customerFile) }),
      errors: notFound,
    }),
    remove: operation({
      method: 'DELETE',
      path: '/customers/{id}/files/{fileId}',
      summary: 'Remove a file from the card',
      requires: 'customers.edit',
      input: fileById,
      output: nothing,
      errors: { ...notFound, ...pick(customerErrors, 'CUSTOMER_FILE_NOT_FOUND') },
    }),
  },
};

export type NewCustomerInput = z.output<typeof newCustomer>;
export type ChangedCustomerInput = z.output<typeof changedCustomer>;
export type ListQuery = z.output<typeof listQuery>;
export type StageChange = z.infer<typeof stageChange>;
export type TimelineQuery = z.output<typeof timelineQuery>;
export type NewNote = z.output<typeof newNote>;
export type ChangedNote = z.output<typeof changedNote>;
export type NoteById = z.output<typeof noteById>;
export type FileById = z.output<typeof fileById>;
export type ListColumnView = z.infer<typeof listColumn>;
export type ListChoiceView = z.infer<typeof listChoice>;
