import { z } from 'zod';
import { byId, civilDate, id, instant, listInput, nothing, operation, page, pick } from '../../../kernel/contract.ts';
import { careErrors } from '../errors-contract.ts';
import { filledLine } from '../shapes-contract.ts';

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

const suppression = z.object({
  id,
  channel: z.string(),
  /** Enough to know it again: l***@example.com. */
  shown: z.string(),
  reason: z.enum(['bounce', 'complaint', 'manual']),
  at: instant,
});

export const suppressionsContract = {
  list: operation({
    method: 'GET',
    path: '/care/suppressions',
    summary: 'Addresses that nothing goes to any more, newest first',
    requires: 'care.read',
    input: listInput.strict(),
    output: page(suppression),
  }),
  stop: operation({
    method: 'POST',
    path: '/care/suppressions',
    summary: 'Let nothing go to an address any more, whosever card it stands on',
    requires: 'settings.edit',
    input: z.object({ channel: z.enum(['email', 'sms']), address: filledLine(254) }).strict(),
    output: nothing,
    errors: pick(careErrors, 'CHANNEL_ADDRESS_UNFIT'),
    status: 200,
  }),
  lift: operation({
    method: 'DELETE',
    path: '/care/suppressions/{id}',
    summary: 'Write to the address again, where the customer agreed; not where somebody complained',
    requires: 'settings.edit',
    input: byId,
    output: nothing,
    errors: pick(careErrors, 'SUPPRESSION_NOT_FOUND', 'SUPPRESSION_COMPLAINED'),
  }),
};

export type Suppression = z.infer<typeof suppression>;
export type PauseReason = z.infer<typeof reason>;
