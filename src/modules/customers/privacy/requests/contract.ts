import { z } from 'zod';
import {
  byId,
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
import { line } from '../../shapes-contract.ts';
import { privacyErrors } from '../errors-contract.ts';

const notFound = { CUSTOMER_NOT_FOUND: { status: 404 } } as const;

export const requestKind = z.enum(['access', 'portability', 'correction', 'erase', 'object']);
export const requestState = z.enum(['received', 'checking', 'done', 'refused', 'withdrawn']);
const law = z.enum(['GDPR', 'PIPL']);

const settings = z.object({
  /** How long a request may take: 30 days (GDPR), or 15 working days of the shop (PIPL). */
  law,
  revealsADay: z.number().int().min(1).max(1000),
  version: z.number().int(),
});

const request = z.object({
  id,
  kind: requestKind,
  state: requestState,
  customer: z.object({ id, name: z.string() }).nullable(),
  /** Who asked and how to reach them, where that is no customer. */
  askedBy: z.string().nullable(),
  note: z.string().nullable(),
  receivedOn: civilDate,
  dueOn: civilDate,
  overdue: z.boolean(),
  law,
  closedAt: instant.nullable(),
  version: z.number().int(),
});
const step = z.object({ state: requestState, note: z.string().nullable(), at: instant, by: z.string() });
const requestWithSteps = request.extend({ steps: z.array(step) });

const newRequest = z
  .object({
    kind: requestKind,
    customerId: id.nullish(),
    askedBy: line(300).nullish(),
    note: line(1000).nullish(),
    /** Today unless said. */
    receivedOn: civilDate.optional(),
  })
  .strict();

export const requestsContract = {
  list: operation({
    method: 'GET',
    path: '/privacy/requests',
    summary: 'Requests of people about their data: open ones by the day they are due, or closed ones',
    requires: 'privacy.manage',
    input: listInput.extend({ show: z.enum(['open', 'closed']).default('open') }).strict(),
    output: page(request),
  }),
  create: operation({
    method: 'POST',
    path: '/privacy/requests',
    summary: 'Write down that somebody asked for access, portability, correction or erasing, or objected',
    requires: 'privacy.manage',
    input: newRequest,
    output: requestWithSteps,
    errors: notFound,
  }),
  read: operation({
    method: 'GET',
    path: '/privacy/requests/{id}',
    summary:
      'A request with everything that was done about it; GET /customers/{id}/package gives the package of a person',
    requires: 'privacy.manage',
    input: byId,
    output: requestWithSteps,
    errors: pick(privacyErrors, 'PRIVACY_REQUEST_NOT_FOUND'),
  }),
  step: operation({
    method: 'POST',
    path: '/privacy/requests/{id}/steps',
    summary: 'Say what was done; done, refused and withdrawn close the request',
    requires: 'privacy.manage',
    input: z.object({ id, state: requestState, note: line(1000).nullish() }).strict(),
    output: requestWithSteps,
    errors: pick(privacyErrors, 'PRIVACY_REQUEST_NOT_FOUND', 'PRIVACY_REQUEST_CLOSED'),
  }),
  settings: operation({
    method: 'GET',
    path: '/privacy/settings',
    summary: 'Which law’s days count, and how many values a colleague may reveal a day',
    requires: 'privacy.manage',
    input: noInput,
    output: settings,
  }),
  changeSettings: operation({
    method: 'PATCH',
    path: '/privacy/settings',
    summary: 'Change them',
    requires: 'privacy.manage',
    input: settings.partial().required({ version: true }).strict(),
    output: settings,
  }),
};

/** A request is due today or was before; told once a day. */
export const requestDue = event(
  'customers.requestDue',
  z.object({ requestId: id, kind: requestKind, dueOn: civilDate }),
);
export const requestClosed = event('customers.requestClosed', z.object({ requestId: id }));

export type PrivacySettings = z.infer<typeof settings>;
export type RequestView = z.input<typeof request>;
export type RequestWithSteps = z.input<typeof requestWithSteps>;
export type NewRequest = z.output<typeof newRequest>;
export type RequestState = z.infer<typeof requestState>;
export type RequestKind = z.infer<typeof requestKind>;
