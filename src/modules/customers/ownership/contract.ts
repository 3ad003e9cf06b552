import { z } from 'zod';
import { byId, civilDate, id, instant, nothing, operation } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const ownershipErrors = {
  COLLABORATOR_UNKNOWN: { status: 422 },
  COLLABORATOR_IS_OWNER: { status: 422 },
  COLLABORATION_ENDS_FIRST: { status: 422 },
} as const satisfies ErrorCatalog;

const notFound = { CUSTOMER_NOT_FOUND: { status: 404 } } as const;
const person = z.object({ id, name: z.string() });
const access = z.enum(['read', 'edit']);

/** Why a customer has another owner. `known`: had one when the history began. */
const ownerWhy = z.enum([
  'known',
  'created',
  'changed',
  'imported',
  'merged',
  'parted',
  'undone',
  'distributed',
  'taken',
  'pooled',
  'handed',
  'erased',
]);

const ownership = z.object({
  id,
  /** Null: nobody's. */
  from: person.nullable(),
  to: person.nullable(),
  at: instant,
  why: ownerWhy,
  by: z.string(),
});

const collaborator = z.object({
  member: person,
  access,
  since: instant,
  /** Null: until somebody ends it. */
  until: instant.nullable(),
  by: z.string(),
});
const collaborators = z.object({ items: z.array(collaborator) });

export const ownershipContract = {
  history: operation({
    method: 'GET',
    path: '/customers/{id}/owners',
    summary: 'Who looked after the customer, the newest first',
    requires: 'customers.read',
    input: byId,
    output: z.object({ items: z.array(ownership) }),
    errors: notFound,
  }),
  collaborators: operation({
    method: 'GET',
    path: '/customers/{id}/collaborators',
    summary: 'Colleagues who work on the customer beside the owner',
    requires: 'customers.read',
    input: byId,
    output: collaborators,
    errors: notFound,
  }),
  collaborate: operation({
    method: 'POST',
    path: '/customers/{id}/collaborators',
    summary: 'Let a colleague read or work on the customer, until the end of a day if said; again changes it',
    requires: 'customers.edit',
    input: z.object({ id, memberId: id, access, until: civilDate.nullish() }).strict(),
    output: collaborators,
    errors: { ...notFound, ...ownershipErrors },
    status: 200,
  }),
  endCollaboration: operation({
    method: 'DELETE',
    path: '/customers/{id}/collaborators/{memberId}',
    summary: 'The colleague does not work on the customer any more',
    requires: 'customers.edit',
    input: z.object({ id, memberId: id }).strict(),
    output: nothing,
    errors: notFound,
  }),
};

export type OwnerWhy = z.infer<typeof ownerWhy>;
export type Ownership = z.infer<typeof ownership>;
export type Collaborator = z.infer<typeof collaborator>;
export type CollaborationAccess = z.infer<typeof access>;
