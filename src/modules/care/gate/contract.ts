import { z } from 'zod';
import { byId, civilDate, id, instant, nothing, operation, pick } from '../../../kernel/contract.ts';
import { careErrors } from '../errors-contract.ts';

const notFound = { CUSTOMER_NOT_FOUND: { status: 404 } } as const;
const reason = z.enum(['bereavement', 'illness', 'complaint', 'other']);

export const pausesContract = {
  read: operation({
    method: 'GET',
    path: '/customers/{id}/pause',
    summary: 'Whether promotion is silent for this customer now, and why',
    requires: 'customers.read',
    input: byId,
    output: z.object({
      pause: z.object({ reason, until: civilDate.nullable(), by: z.string(), at: instant }).nullable(),
    }),
    errors: notFound,
  }),
  set: operation({
    method: 'PUT',
    path: '/customers/{id}/pause',
    summary: 'Let promotion be silent: a bereavement, an illness, anger; without `until` as long as nobody lifts it',
    requires: 'customers.edit',
    input: z.object({ id, reason, until: civilDate.nullish() }).strict(),
    output: nothing,
    errors: { ...notFound, ...pick(careErrors, 'PAUSE_ENDS_BEFORE') },
  }),
  lift: operation({
    method: 'DELETE',
    path: '/customers/{id}/pause',
    summary: 'Promotion may go out to this customer again',
    requires: 'customers.edit',
    input: byId,
    output: nothing,
    errors: notFound,
  }),
};

export type PauseReason = z.infer<typeof reason>;
