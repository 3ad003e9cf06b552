import { z } from 'zod';
import { event, id, operation } from '../../../../kernel/contract.ts';
import { filledLine } from '../../shapes-contract.ts';

export const erasureContract = {
  erase: operation({
    method: 'POST',
    path: '/customers/{id}/erase',
    summary: 'Forget the person for good: nothing of them stays, the sums of the business do. Cannot be undone.',
    requires: 'customers.erase',
    input: z.object({ id, reason: filledLine(300) }).strict(),
    output: z.object({
      ok: z.literal(true),
      /** Orders whose sums stay, without a name. */
      orders: z.number().int(),
    }),
    errors: { CUSTOMER_NOT_FOUND: { status: 404 } },
    status: 200,
  }),
};

/** Nothing in it says who it was. */
export const customersErased = event(
  'customers.erased',
  z.object({ customerIds: z.array(id), fileIds: z.array(id), marks: z.array(z.string()) }),
);

/** A person came back and agreed: what was remembered of their erasing is not remembered any more. */
export const tombstonesLifted = event('customers.tombstonesLifted', z.object({ marks: z.array(z.string()) }));

/** Profiling of these customers was stopped, or is allowed again. */
export const profilingChanged = event('customers.profilingChanged', z.object({ customerIds: z.array(id) }));
