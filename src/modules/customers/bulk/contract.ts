import { z } from 'zod';
import { byId, id, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { valueErrors } from '../fields/contract.ts';
import { customValue, filledLine, line, stage } from '../shapes-contract.ts';

export const bulkErrors = {
  BULK_NOT_FOUND: { status: 404 },
  BULK_FIELD_UNKNOWN: { status: 422 },
  BULK_FIELD_UNIQUE: { status: 422 },
  /** Of a change that runs: whoever began it has left, or lost the right. */
  BULK_STARTER_GONE: { status: 403 },
  // As for one customer.
  CUSTOMER_OWNER_UNKNOWN: { status: 422 },
  CUSTOMER_NOT_YOURS_TO_GIVE: { status: 403 },
  CUSTOMER_FILTER_UNKNOWN: { status: 422 },
} as const satisfies ErrorCatalog;

/** The customers chosen one by one, or all whom the list finds. */
const target = z.union([
  z.object({ ids: z.array(id).min(1).max(5000) }).strict(),
  z.object({ q: z.string().max(400).optional(), filter: z.string().max(12_000).optional() }).strict(),
]);

const tags = z.array(filledLine(60)).min(1).max(20);

const change = z.union([
  z.object({ addTags: tags }).strict(),
  z.object({ removeTags: tags }).strict(),
  z.object({ ownerId: id.nullable() }).strict(),
  /** `reason`: why, for the timelines. */
  z.object({ stage, reason: line(200).nullish() }).strict(),
  /** A field of the business’s own, by its key; null clears it. */
  z.object({ field: filledLine(60), value: customValue }).strict(),
]);

const asked = z.object({ target, change }).strict();

const counts = z.object({
  matched: z.number().int(),
  toChange: z.number().int(),
  /** Are as wished already. */
  already: z.number().int(),
  /** The caller may not change them, or not give them to that colleague. */
  notYours: z.number().int(),
  /** The change does not fit them: a field that is not asked of them, or that their stage would need; too many tags. */
  unfit: z.number().int(),
});

const bulkChange = z.object({
  id,
  state: z.enum(['queued', 'running', 'done', 'failed']),
  counts,
  changed: z.number().int(),
  /** 0–1 */
  progress: z.number(),
  /** Undone by POST /change-sets/{id}/undo; null where nothing had to be changed. */
  changeSet: id.nullable(),
  failure: z.string().nullable(),
});

const changeErrors = {
  ...pick(
    bulkErrors,
    'BULK_FIELD_UNKNOWN',
    'BULK_FIELD_UNIQUE',
    'CUSTOMER_OWNER_UNKNOWN',
    'CUSTOMER_NOT_YOURS_TO_GIVE',
    'CUSTOMER_FILTER_UNKNOWN',
  ),
  ...valueErrors,
};

export const bulkContract = {
  preview: operation({
    method: 'POST',
    path: '/customers/bulk/preview',
    summary: 'How many customers a change would reach, and why it passes by the others',
    requires: 'customers.edit',
    input: asked,
    output: counts,
    errors: changeErrors,
    readOnly: true,
  }),
  start: operation({
    method: 'POST',
    path: '/customers/bulk',
    summary: 'Change many customers at once; above 1,000 it goes on by itself',
    requires: 'customers.edit',
    input: asked,
    output: bulkChange,
    errors: changeErrors,
  }),
  read: operation({
    method: 'GET',
    path: '/customers/bulk/{id}',
    summary: 'How far a change of many customers is',
    requires: 'customers.edit',
    input: byId,
    output: bulkChange,
    errors: pick(bulkErrors, 'BULK_NOT_FOUND'),
  }),
};

export type BulkAsked = z.output<typeof asked>;
export type BulkTarget = z.output<typeof target>;
export type BulkChange = z.output<typeof change>;
export type BulkCounts = z.infer<typeof counts>;
export type BulkView = z.infer<typeof bulkChange>;
