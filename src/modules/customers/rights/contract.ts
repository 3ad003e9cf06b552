import { z } from 'zod';
import { fieldReaches, scopes } from '../../../kernel/access.ts';
import { id, instant, operation } from '../../../kernel/contract.ts';

const named = z.object({ id, name: z.string() });
const why = z.array(z.string()).describe('Sentences in the caller’s language.');

const memberRights = z.object({
  member: named.extend({ role: z.string(), roleName: z.string(), active: z.boolean() }),
  teams: z.array(named),
  branches: z.array(named),
  /** Absent colleagues whose customers count as the member's own at this moment. */
  deputyFor: z.array(named.extend({ until: instant })),
  rights: z.array(
    z.object({
      right: z.string(),
      group: z.string(),
      /** Reaches single customers; else the scope is `all` or null. */
      rows: z.boolean(),
      scope: z.enum(scopes).nullable(),
      why,
    }),
  ),
  fields: z.array(z.object({ field: z.string(), reach: z.enum(fieldReaches), why })),
  customer: named
    .extend({
      owner: named.nullable(),
      branch: named.nullable(),
      rights: z.array(z.object({ right: z.string(), allowed: z.boolean(), why })),
      masked: z.array(z.string()),
      hidden: z.array(z.string()),
    })
    .nullable(),
});

export const rightsContract = {
  explain: operation({
    method: 'GET',
    path: '/members/{id}/rights',
    summary: 'What a colleague may see and do, of everything or of one customer, and why; one’s own for everybody',
    requires: 'signed-in',
    input: z.object({ id, customerId: id.optional() }).strict(),
    output: memberRights,
    errors: { MEMBER_NOT_FOUND: { status: 404 }, CUSTOMER_NOT_FOUND: { status: 404 } },
  }),
};

export type MemberRights = z.input<typeof memberRights>;
