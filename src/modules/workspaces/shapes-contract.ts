import { z } from 'zod';
import { currency, id, instant } from '../../kernel/contract.ts';
import { roles } from './rules/roles.ts';

export const line = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replaceAll('\0', '').replace(/\s+/g, ' ').trim())
    .pipe(z.string().min(1));
export const email = z
  .string()
  .max(254)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email());
export const password = z.string().min(10).max(200);
export const anyPassword = z.string().min(1).max(200);
export const language = z.enum(['zh-CN', 'zh-TW', 'en']);
export const role = z.enum(roles);
export const token = z.string().min(20).max(100);

export const session = z.object({
  setupNeeded: z.boolean(),
  user: z.object({ id, name: z.string(), email: z.string(), language: language.nullable() }).optional(),
  workspace: z
    .object({ id, name: z.string(), zone: z.string(), baseCurrency: currency, language, today: z.string() })
    .optional(),
  workspaces: z.array(z.object({ id, name: z.string() })),
  permissions: z.array(z.string()),
});

export const member = z.object({
  id,
  name: z.string(),
  email: z.string().nullable(),
  role,
  team: z.string().nullable(),
  active: z.boolean(),
  self: z.boolean(),
  version: z.number().int(),
});

export const invitation = z.object({
  id,
  email: z.string(),
  role,
  team: z.string().nullable(),
  invitedBy: z.string(),
  expiresAt: instant,
});

export const workspace = z.object({
  id,
  name: z.string(),
  zone: z.string(),
  baseCurrency: currency,
  language,
  version: z.number().int(),
});

export const key = z.object({
  id,
  name: z.string(),
  role,
  hint: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});

export const auditEntry = z.object({
  id,
  at: instant,
  actor: z.string(),
  actorKind: z.string(),
  action: z.string(),
  entity: z.string(),
  entityId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
