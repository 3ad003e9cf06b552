import { z } from 'zod';
import { civilDate, id, instant, noInput, operation } from '../../../../kernel/contract.ts';

export const ruleKind = z.enum(['leads', 'lost', 'binned']);
const terms = {
  /** So many months after they became a customer (leads), bought last (lost), or came into the bin (binned). */
  months: z.coerce.number().int().min(1).max(240),
  /** Leaves those alone who ever bought: invoices must be kept. */
  keepBuyers: z.stringbool().or(z.boolean()),
};

const rule = z.object({
  kind: ruleKind,
  months: z.number().int(),
  keepBuyers: z.boolean(),
  activeSince: instant.nullable(),
  by: z.string().nullable(),
  version: z.number().int(),
});

const run = z.object({
  id,
  kind: ruleKind,
  months: z.number().int(),
  erased: z.number().int(),
  /** More were left for the next night. */
  more: z.boolean(),
  at: instant,
});

const preview = z.object({
  count: z.object({ value: z.number().int(), exact: z.boolean() }),
  items: z.array(z.object({ id, name: z.string(), since: civilDate })),
});

export const retentionContract = {
  rules: operation({
    method: 'GET',
    path: '/privacy/rules',
    summary: 'Rules after which people are forgotten by themselves, and what they did',
    requires: 'privacy.manage',
    input: noInput,
    output: z.object({ items: z.array(rule), runs: z.array(run) }),
  }),
  preview: operation({
    method: 'GET',
    path: '/privacy/rules/{kind}/preview',
    summary: 'Whom the rule would forget tonight: how many, and the first of them',
    requires: 'privacy.manage',
    input: z.object({ kind: ruleKind, ...terms }).strict(),
    output: preview,
  }),
  change: operation({
    method: 'PATCH',
    path: '/privacy/rules/{kind}',
    summary: 'Change a rule, switch it on or off; it works at night, and what it forgets cannot be brought back',
    requires: 'privacy.manage',
    input: z
      .object({
        kind: ruleKind,
        months: z.number().int().min(1).max(240),
        keepBuyers: z.boolean(),
        active: z.boolean(),
        version: z.number().int(),
      })
      .strict(),
    output: rule,
  }),
};

export type RuleKind = z.infer<typeof ruleKind>;
export type RuleView = z.input<typeof rule>;
export type RulesView = { items: RuleView[]; runs: z.input<typeof run>[] };
export type RulePreview = z.input<typeof preview>;
