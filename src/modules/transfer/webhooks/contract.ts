import { z } from 'zod';
import { byId, id, instant, listInput, noInput, nothing, operation, page, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const webhookErrors = {
  WEBHOOK_NOT_FOUND: { status: 404 },
  WEBHOOK_URL_UNFIT: { status: 422 },
  WEBHOOK_EVENT_UNKNOWN: { status: 422 },
  WEBHOOKS_TOO_MANY: { status: 409 },
  WEBHOOK_PAUSED: { status: 409 },
  WEBHOOK_DELIVERY_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

/** `failing`: the last attempt failed, another one is planned; `paused`: it failed for so long that nothing is sent. */
export const webhookStates = ['active', 'failing', 'paused'] as const;
export const deliveryStates = ['waiting', 'delivered'] as const;

const url = z.string().trim().min(1).max(2000);
const events = z.array(z.string().max(80)).min(1).max(50);

const webhook = z.object({
  id,
  url: z.string(),
  events: z.array(z.string()),
  state: z.enum(webhookStates),
  /** Since when, and what the address answered last. */
  failingSince: instant.nullable(),
  failure: z.string().nullable(),
  /** When it is tried again. */
  nextAt: instant.nullable(),
  /** News that has still to be delivered. */
  waiting: z.int(),
  createdBy: z.string(),
  createdAt: instant,
  version: z.int(),
});

const newsKind = z.object({ event: z.string(), name: z.string() });

const delivery = z.object({
  id,
  event: z.string(),
  state: z.enum(deliveryStates),
  /** What is sent, byte by byte. */
  body: z.string(),
  attempts: z.int(),
  /** What the address answered, or why it could not be reached. */
  answer: z.string().nullable(),
  at: instant,
  deliveredAt: instant.nullable(),
});

const found = pick(webhookErrors, 'WEBHOOK_NOT_FOUND');
const fits = pick(webhookErrors, 'WEBHOOK_URL_UNFIT', 'WEBHOOK_EVENT_UNKNOWN');

export const webhooksContract = {
  list: operation({
    method: 'GET',
    path: '/webhooks',
    summary: 'Addresses of other programs that are told what happens, and which news there is',
    requires: 'keys.manage',
    input: noInput,
    output: z.object({ items: z.array(webhook), events: z.array(newsKind) }),
  }),
  create: operation({
    method: 'POST',
    path: '/webhooks',
    summary: 'Tell an address what happens; the secret that signs the news is shown this once',
    requires: 'keys.manage',
    input: z.object({ url, events }).strict(),
    output: z.object({ secret: z.string(), item: webhook }),
    errors: { ...fits, ...pick(webhookErrors, 'WEBHOOKS_TOO_MANY') },
  }),
  change: operation({
    method: 'PATCH',
    path: '/webhooks/{id}',
    summary: 'Change the address or what it is told',
    requires: 'keys.manage',
    input: z.object({ id, url: url.optional(), events: events.optional(), version: z.int() }).strict(),
    output: webhook,
    errors: { ...found, ...fits },
  }),
  remove: operation({
    method: 'DELETE',
    path: '/webhooks/{id}',
    summary: 'Tell this address nothing any more',
    requires: 'keys.manage',
    input: byId,
    output: nothing,
    errors: found,
  }),
  resume: operation({
    method: 'POST',
    path: '/webhooks/{id}/resume',
    summary: 'Try at once again what waits; a paused address is told news again',
    requires: 'keys.manage',
    input: byId,
    output: webhook,
    errors: found,
    status: 200,
  }),
  ping: operation({
    method: 'POST',
    path: '/webhooks/{id}/ping',
    summary: 'Send a message to try the address with',
    requires: 'keys.manage',
    input: byId,
    output: delivery,
    errors: { ...found, ...pick(webhookErrors, 'WEBHOOK_PAUSED') },
  }),
  deliveries: operation({
    method: 'GET',
    path: '/webhooks/{id}/deliveries',
    summary: 'What was sent to an address, newest first, kept for thirty days',
    requires: 'keys.manage',
    input: listInput.extend({ id }).strict(),
    output: page(delivery),
    errors: found,
  }),
  again: operation({
    method: 'POST',
    path: '/webhooks/{id}/deliveries/{deliveryId}/again',
    summary: 'Send it once more, under the same id',
    requires: 'keys.manage',
    input: z.object({ id, deliveryId: id }).strict(),
    output: delivery,
    errors: { ...found, ...pick(webhookErrors, 'WEBHOOK_DELIVERY_NOT_FOUND', 'WEBHOOK_PAUSED') },
    status: 200,
  }),
};

export type NewsKind = z.output<typeof newsKind>;
export type WebhookView = z.output<typeof webhook>;
export type DeliveryView = z.output<typeof delivery>;
