import { z } from 'zod';
import {
  civilDate,
  event,
  id,
  instant,
  listInput,
  noInput,
  operation,
  page,
  pick,
} from '../../../../kernel/contract.ts';
import { filledLine } from '../../shapes-contract.ts';
import { privacyErrors } from '../errors-contract.ts';

const notFound = { CUSTOMER_NOT_FOUND: { status: 404 } } as const;
const person = z.object({ id, name: z.string() });
export const disclosureKind = z.enum(['opened', 'revealed', 'listed', 'exported', 'packaged']);
export const readingKind = z.enum(['opened', 'revealed', 'listed', 'exported']);

const disclosure = z.object({
  id,
  kind: disclosureKind,
  at: instant,
  by: z.string(),
  actor: z.string(),
  /** Whom it was about; null where it was many, or somebody whom the caller may not see. */
  customer: person.nullable(),
  /** Of a reveal. */
  field: z.string().nullable(),
  reason: z.string().nullable(),
  /** How many customers. */
  count: z.number().int(),
  what: z.string().nullable(),
});
const disclosures = page(disclosure);

const usage = z.object({
  kind: readingKind,
  today: z.number().int(),
  /** The middle of the days on which this colleague read anything, of the last 60. */
  usual: z.number().int(),
  /** From here on an owner is told. */
  limit: z.number().int(),
  unusual: z.boolean(),
});

export const disclosuresContract = {
  reveal: operation({
    method: 'POST',
    path: '/customers/{id}/reveal',
    summary: 'The whole of a value that the card shows in part; the reason is kept with who asked',
    requires: 'customers.reveal',
    input: z.object({ id, field: filledLine(80), reason: filledLine(300) }).strict(),
    output: z.object({ field: z.string(), value: z.unknown(), left: z.number().int() }),
    errors: { ...notFound, ...pick(privacyErrors, 'REVEAL_FIELD_UNKNOWN', 'REVEAL_FIELD_HIDDEN', 'REVEAL_LIMIT') },
    // The answer is the secret itself: it is not kept for repeated requests.
    readOnly: true,
  }),
  ofCustomer: operation({
    method: 'GET',
    path: '/customers/{id}/disclosures',
    summary: 'Who opened, revealed or exported this customer',
    requires: 'customers.read',
    input: listInput.extend({ id }).strict(),
    output: disclosures,
    errors: notFound,
  }),
  list: operation({
    method: 'GET',
    path: '/privacy/disclosures',
    summary: 'Who saw or took out what, newest first; of one colleague, or of one kind',
    requires: 'privacy.manage',
    input: listInput.extend({ actor: id.optional(), kind: disclosureKind.optional() }).strict(),
    output: disclosures,
  }),
  readings: operation({
    method: 'GET',
    path: '/privacy/readings',
    summary: 'How much each colleague read today, and what is usual for them',
    requires: 'privacy.manage',
    input: noInput,
    output: z.object({
      items: z.array(z.object({ actor: person, day: civilDate.nullable(), usage: z.array(usage) })),
    }),
  }),
};

/** Somebody read or took out far more than they usually do. */
export const readingUnusual = event(
  'customers.readingUnusual',
  z.object({
    actorId: id,
    actorName: z.string(),
    kind: readingKind,
    day: civilDate,
    count: z.number().int(),
    usual: z.number().int(),
  }),
);

export type Disclosures = z.input<typeof disclosures>;
export type DisclosureKind = z.infer<typeof disclosureKind>;
export type ReadingKind = z.infer<typeof readingKind>;
