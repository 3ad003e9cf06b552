import { z } from 'zod';
import { byId, event, id, instant, listInput, noInput, nothing, operation, page } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { address, birthdayInput, customer, customerKind, line } from '../shapes-contract.ts';

export const duplicateErrors = {
  CUSTOMER_MERGE_ALONE: { status: 422 },
  CUSTOMER_MERGE_KINDS_DIFFER: { status: 422 },
  CUSTOMER_MERGE_FIELD_UNKNOWN: { status: 422 },
  CUSTOMER_MERGED_ALREADY: { status: 409 },
} as const satisfies ErrorCatalog;

const notFound = { CUSTOMER_NOT_FOUND: { status: 404 } } as const satisfies ErrorCatalog;

/** A piece of evidence that two cards are one person, or speaks against it; points add up to the score. */
const evidence = z.object({
  kind: z.enum([
    'cardNumber',
    'phone',
    'email',
    'nameSame',
    'nameSounds',
    'birthday',
    'birthdayDay',
    'address',
    'phoneTail',
    'nameDiffers',
    'birthdayDiffers',
    'genderDiffers',
    'kindDiffers',
    'numberDiffers',
  ]),
  points: z.number().int(),
  /** So many cards have this phone or e-mail: the more, the less it says. */
  shared: z.number().int().optional(),
});

const likeness = z.object({
  /** 0–100 */
  score: z.number().int(),
  evidence: z.array(evidence),
});

const typed = z
  .object({
    /** The card being edited, which is not its own duplicate. */
    except: id.optional(),
    kind: customerKind.optional(),
    name: line(200).optional(),
    phone: line(80).nullish(),
    email: line(400).nullish(),
    externalId: line(120).nullish(),
    cardNumber: line(120).nullish(),
    gender: z.string().max(20).nullish(),
    birthday: birthdayInput.nullish(),
    address: address.nullish(),
  })
  .strict();

const match = likeness.extend({ customer });

/** What is known of the cards that look like the one typed. */
export const matches = z.object({
  items: z.array(match),
  /** Customers out of the caller's reach who have this phone, e-mail or number: only whom to ask for them. */
  others: z.array(z.object({ ask: z.string() })),
});

const group = z.object({
  id,
  score: z.number().int(),
  /** Those the caller may see, the one that knows most first. */
  customers: z.array(customer),
  pairs: z.array(likeness.extend({ a: id, b: id })),
});

const merge = z
  .object({
    keep: id,
    merge: z.array(id).min(1).max(100),
    /**
     * Fact → id of the card it is taken from: name, kind, externalId, cardNumber, phone, email, gender, title, birthday,
     * address, source, stage, ownerId, branchId, `custom.<key>`. Unless said, the kept card's own counts, and where it has
     * none, the first other's.
     */
    fields: z.record(z.string().min(1).max(80), id).default({}),
  })
  .strict();

const mergeView = z.object({
  changeSet: id,
  at: instant,
  by: z.string(),
  customers: z.array(
    z.object({ id, name: z.string(), externalId: z.string().nullable(), phone: z.string().nullable() }),
  ),
});

export const duplicatesContract = {
  list: operation({
    method: 'GET',
    path: '/customers/duplicates',
    summary: 'Cards that may be of one customer, the surest first',
    requires: 'customers.merge',
    input: listInput.strict(),
    output: page(group),
  }),
  check: operation({
    method: 'POST',
    path: '/customers/duplicates/check',
    summary: 'Who looks like what is being typed',
    requires: 'customers.read',
    input: typed,
    output: matches,
    readOnly: true,
  }),
  distinguish: operation({
    method: 'POST',
    path: '/customers/duplicates/distinct',
    summary: 'Say that these cards are of different customers; they are not proposed again',
    requires: 'customers.merge',
    input: z.object({ customers: z.array(id).min(2).max(50) }).strict(),
    output: nothing,
    errors: notFound,
    status: 200,
  }),
  merge: operation({
    method: 'POST',
    path: '/customers/merge',
    summary: 'Make one card of several; POST /change-sets/{id}/undo parts them again',
    requires: 'customers.merge',
    input: merge,
    output: z.object({ changeSet: id }),
    errors: { ...duplicateErrors, ...notFound },
  }),
  merges: operation({
    method: 'GET',
    path: '/customers/{id}/merges',
    summary: 'Which cards were merged into this one',
    requires: 'customers.read',
    input: byId,
    output: z.object({ items: z.array(mergeView) }),
    errors: notFound,
  }),
};

/** More cards wait to be compared than one transaction takes. */
export const matchingDue = event('customers.matchingDue', noInput, true);

export type MergeInput = z.output<typeof merge>;
export type Typed = z.output<typeof typed>;
export type Matches = z.output<typeof matches>;
export type DuplicateGroup = z.output<typeof group>;
export type MergeView = z.output<typeof mergeView>;
