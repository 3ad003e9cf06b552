import { z } from 'zod';
import { civilDate, id, instant, listInput, noInput, operation, page } from '../../../kernel/contract.ts';

const auditEntry = z.object({
  id,
  at: instant,
  actor: z.string(),
  actorId: id.nullable(),
  actorKind: z.string(),
  action: z.string(),
  entity: z.string(),
  entityId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  /** Its place in the chain; a moment after the act it has one. */
  seq: z.number().int().nullable(),
});

const day = civilDate.refine((text) => text >= '1900' && text < '2200');

export const auditFilter = z.object({
  /** A colleague, by their membership or as a person, or a key. */
  actorId: id.optional(),
  entity: z.string().max(60).optional(),
  entityId: id.optional(),
  /** Days of the shop, both included. */
  from: day.optional(),
  until: day.optional(),
});

export const auditContract = {
  list: operation({
    method: 'GET',
    path: '/audit',
    summary: 'Who did what, newest first',
    requires: 'audit.read',
    input: listInput.extend(auditFilter.shape).strict(),
    output: page(auditEntry).omit({ count: true }),
  }),
  chain: operation({
    method: 'GET',
    path: '/audit/chain',
    summary: 'How many entries are sealed, and the last seal: noted elsewhere, it proves that none was taken away',
    requires: 'audit.read',
    input: noInput,
    output: z.object({ sealed: z.number().int(), waiting: z.number().int(), seal: z.string().nullable() }),
  }),
};

export type AuditFilter = z.output<typeof auditFilter>;
export type AuditEntryView = z.input<typeof auditEntry>;
