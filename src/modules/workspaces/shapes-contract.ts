import { z } from 'zod';
import { fieldReaches } from '../../kernel/access.ts';
import { currency, id, instant } from '../../kernel/contract.ts';
import { LEAST_LENGTH } from './rules/password-weakness.ts';
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
export const password = z.string().min(LEAST_LENGTH).max(200);
export const anyPassword = z.string().min(1).max(200);
export const language = z.enum(['zh-CN', 'zh-TW', 'en']);
/** A built-in role, or the id of one of the shop's own. */
export const role = z.union([z.enum(roles), id]);
export const token = z.string().min(20).max(100);

export const session = z.object({
  setupNeeded: z.boolean(),
  /** Nothing but one’s own sign-in can be reached until a second step is set up. */
  secondStepNeeded: z.boolean(),
  user: z.object({ id, name: z.string(), email: z.string(), language: language.nullable() }).optional(),
  workspace: z
    .object({ id, name: z.string(), zone: z.string(), baseCurrency: currency, language, today: z.string() })
    .optional(),
  workspaces: z.array(z.object({ id, name: z.string() })),
  permissions: z.array(z.string()),
  /** Fields of which one sees less than everything; the others may be read and changed. */
  fields: z.record(z.string(), z.enum(fieldReaches)),
});

export const member = z.object({
  id,
  name: z.string(),
  email: z.string().nullable(),
  role,
  roleName: z.string(),
  teamIds: z.array(id),
  branchIds: z.array(id),
  /** From then on they cannot come in. */
  endsAt: instant.nullable(),
  active: z.boolean(),
  self: z.boolean(),
  /** Of the demo shop: there to be looked at; nobody can come in as them. */
  demo: z.boolean(),
  version: z.number().int(),
});

export const invitation = z.object({
  id,
  email: z.string(),
  role,
  roleName: z.string(),
  teamIds: z.array(id),
  branchIds: z.array(id),
  invitedBy: z.string(),
  expiresAt: instant,
  /** Its link opens nothing any more; it can be sent anew. */
  expired: z.boolean(),
});

export const signIn = z.object({
  id,
  at: instant,
  outcome: z.enum(['in', 'password', 'code', 'refused']).describe('`in`, or what was wrong'),
  way: z.enum(['password', 'code', 'recovery', 'link', 'passkey', 'company']),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** Whose; empty in one’s own list. */
  name: z.string(),
});

export const workspace = z.object({
  id,
  name: z.string(),
  zone: z.string(),
  baseCurrency: currency,
  language,
  /** Other machines reach this installation, and what they send and get is not encrypted on the way. */
  openWithoutTls: z.boolean(),
  version: z.number().int(),
});

export const key = z.object({
  id,
  name: z.string(),
  role,
  roleName: z.string(),
  hint: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  /** From then on it opens nothing: it ends with the colleague who made it. */
  endsAt: instant.nullable(),
});
