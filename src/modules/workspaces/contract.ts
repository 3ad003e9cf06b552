import { z } from 'zod';
import {
  byId,
  currency,
  id,
  instant,
  listInput,
  noInput,
  nothing,
  operation,
  page,
  pick,
} from '../../kernel/contract.ts';
import { auditContract } from './audit/contract.ts';
import { companyContract } from './company-contract.ts';
import { colleaguesContract } from './colleagues-contract.ts';
import { workspaceErrors } from './errors-contract.ts';
import { passkeysContract } from './passkeys-contract.ts';
import { rightsContract } from './rights-contract.ts';
import {
  anyPassword,
  email,
  invitation,
  key,
  language,
  line,
  member,
  password,
  role,
  session,
  signIn,
  token,
  workspace,
} from './shapes-contract.ts';

const weak = pick(workspaceErrors, 'PASSWORD_WEAK', 'PASSWORD_COMMON', 'PASSWORD_OWN');
const places = pick(workspaceErrors, 'ZONE_UNKNOWN', 'CURRENCY_UNKNOWN');

export const contract = {
  session: operation({
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in, where, with which rights',
    requires: 'public',
    input: noInput,
    output: session,
  }),
  setUp: operation({
    method: 'POST',
    path: '/setup',
    summary: 'Make the first owner and workspace, with the link of the first start',
    requires: 'public',
    input: z
      .object({
        token,
        workspace: line(100),
        zone: z.string().max(60),
        currency,
        language,
        name: line(100),
        email,
        password,
      })
      .strict(),
    output: session,
    errors: { ...pick(workspaceErrors, 'SETUP_DONE', 'LINK_EXPIRED'), ...weak, ...places },
  }),
  signIn: operation({
    method: 'POST',
    path: '/sign-in',
    summary: 'Sign in with e-mail and password, and a code where two steps are set up',
    requires: 'public',
    input: z
      .object({ email: z.string().max(254), password: anyPassword, code: z.string().max(40).optional() })
      .strict(),
    output: session,
    errors: pick(workspaceErrors, 'SIGN_IN_WRONG', 'CODE_NEEDED', 'CODE_WRONG'),
    status: 200,
  }),
  signOut: operation({
    method: 'POST',
    path: '/sign-out',
    summary: 'End this session',
    requires: 'public',
    input: noInput,
    output: nothing,
    status: 200,
  }),
  sessions: {
    list: operation({
      method: 'GET',
      path: '/sessions',
      summary: 'Where I am signed in',
      requires: 'oneself',
      input: noInput,
      output: z.object({
        items: z.array(
          z.object({
            id,
            current: z.boolean(),
            ip: z.string().nullable(),
            userAgent: z.string().nullable(),
            createdAt: instant,
            lastSeenAt: instant,
          }),
        ),
      }),
    }),
    end: operation({
      method: 'DELETE',
      path: '/sessions/{id}',
      summary: 'End one of my sessions; asks for the password unless one signed in just now',
      requires: 'oneself',
      input: byId.extend({ password: anyPassword.optional() }).strict(),
      output: nothing,
      errors: pick(workspaceErrors, 'PASSWORD_WRONG', 'PASSWORD_NEEDED'),
    }),
    endOthers: operation({
      method: 'DELETE',
      path: '/sessions',
      summary: 'End all my sessions but this one; asks for the password unless one signed in just now',
      requires: 'oneself',
      input: z.object({ password: anyPassword.optional() }).strict().optional(),
      output: nothing,
      errors: pick(workspaceErrors, 'PASSWORD_WRONG', 'PASSWORD_NEEDED'),
    }),
  },
  signIns: {
    mine: operation({
      method: 'GET',
      path: '/me/sign-ins',
      summary: 'When, from where and how I signed in, or somebody tried to',
      requires: 'oneself',
      input: listInput.strict(),
      output: page(signIn).omit({ count: true }),
    }),
    team: operation({
      method: 'GET',
      path: '/sign-ins',
      summary: 'The same of everybody who works here',
      requires: 'audit.read',
      input: listInput.extend({ memberId: id.optional() }).strict(),
      output: page(signIn).omit({ count: true }),
    }),
  },
  passwordReset: {
    ask: operation({
      method: 'POST',
      path: '/password-reset',
      summary: 'Ask for a mail with a link; the answer is the same for everybody',
      requires: 'public',
      input: z.object({ email: z.string().max(254) }).strict(),
      output: nothing,
      status: 200,
    }),
    choose: operation({
      method: 'POST',
      path: '/password-reset/{token}',
      summary: 'Choose a new password with the link; all sessions end',
      requires: 'public',
      input: z.object({ token, password }).strict(),
      output: nothing,
      errors: { ...pick(workspaceErrors, 'LINK_EXPIRED'), ...weak },
      status: 200,
    }),
  },
  me: {
    change: operation({
      method: 'PATCH',
      path: '/me',
      summary: 'Change my name, language or password',
      requires: 'oneself',
      input: z
        .object({
          name: line(100).optional(),
          language: language.optional(),
          oldPassword: anyPassword.optional(),
          newPassword: password.optional(),
        })
        .strict(),
      output: session,
      errors: { ...pick(workspaceErrors, 'PASSWORD_WRONG'), ...weak },
    }),
    twoSteps: operation({
      method: 'GET',
      path: '/me/totp',
      summary: 'Whether I sign in with two steps',
      requires: 'oneself',
      input: noInput,
      output: z.object({ enabled: z.boolean(), recoveryCodesLeft: z.number().int() }),
    }),
    beginTwoSteps: operation({
      method: 'POST',
      path: '/me/totp',
      summary: 'Begin two-step sign-in: the secret for an authenticator program',
      requires: 'oneself',
      input: z.object({ password: anyPassword }).strict(),
      output: z.object({ secret: z.string(), uri: z.string() }),
      errors: pick(workspaceErrors, 'PASSWORD_WRONG'),
    }),
    confirmTwoSteps: operation({
      method: 'POST',
      path: '/me/totp/confirm',
      summary: 'Confirm with the first code; answers recovery codes, shown once',
      requires: 'oneself',
      input: z.object({ code: z.string().max(40) }).strict(),
      output: z.object({ recoveryCodes: z.array(z.string()) }),
      errors: pick(workspaceErrors, 'CODE_WRONG', 'TOTP_NOT_BEGUN'),
      status: 200,
    }),
    renewRecoveryCodes: operation({
      method: 'POST',
      path: '/me/totp/recovery-codes',
      summary: 'New recovery codes, shown once; the old ones are gone',
      requires: 'oneself',
      input: z.object({ password: anyPassword }).strict(),
      output: z.object({ recoveryCodes: z.array(z.string()) }),
      errors: pick(workspaceErrors, 'PASSWORD_WRONG', 'TOTP_NOT_BEGUN'),
    }),
    endTwoSteps: operation({
      method: 'DELETE',
      path: '/me/totp',
      summary: 'Sign in with the password alone again',
      requires: 'oneself',
      input: z.object({ password: anyPassword }).strict(),
      output: nothing,
      errors: pick(workspaceErrors, 'PASSWORD_WRONG'),
    }),
  },
  ...passkeysContract,
  ...companyContract,
  ...colleaguesContract,
  workspace: {
    read: operation({
      method: 'GET',
      path: '/workspace',
      summary: 'The business',
      requires: 'settings.read',
      input: noInput,
      output: workspace,
    }),
    change: operation({
      method: 'PATCH',
      path: '/workspace',
      summary: 'Change name, time zone, language or base currency',
      requires: 'settings.edit',
      input: z
        .object({
          name: line(100).optional(),
          zone: z.string().max(60).optional(),
          baseCurrency: currency.optional(),
          language: language.optional(),
          version: z.number().int().optional(),
        })
        .strict(),
      output: workspace,
      errors: { ...places, ...pick(workspaceErrors, 'BASE_CURRENCY_USED') },
    }),
  },
  keys: {
    list: operation({
      method: 'GET',
      path: '/keys',
      summary: 'API keys',
      requires: 'keys.manage',
      input: noInput,
      output: z.object({ items: z.array(key) }),
    }),
    create: operation({
      method: 'POST',
      path: '/keys',
      summary: 'Make an API key; it is shown this once',
      requires: 'keys.manage',
      input: z.object({ name: line(100), role }).strict(),
      output: z.object({ key: z.string(), item: key }),
      errors: pick(workspaceErrors, 'ROLE_NOT_FOUND', 'ROLE_TOO_HIGH'),
    }),
    revoke: operation({
      method: 'DELETE',
      path: '/keys/{id}',
      summary: 'Revoke an API key',
      requires: 'keys.manage',
      input: byId,
      output: nothing,
    }),
  },
  ...rightsContract,
  audit: auditContract,
};

type In<Operation> = Operation extends { '~orpc': { inputSchema?: infer Schema } }
  ? Schema extends z.ZodType
    ? z.output<Schema>
    : never
  : never;

export { workspaceErrors } from './errors-contract.ts';
export type SetUpInput = In<typeof contract.setUp>;
export type SignInInput = In<typeof contract.signIn>;
export type ChangeMeInput = In<typeof contract.me.change>;
export type ChangeMemberInput = In<typeof contract.members.change>;
export type NewInvitationInput = In<typeof contract.invitations.create>;
export type AcceptInput = In<typeof contract.invitations.accept>;
export type ChangeWorkspaceInput = In<typeof contract.workspace.change>;
export type SessionView = z.input<typeof session>;
export type MemberView = z.input<typeof member>;
export type InvitationView = z.input<typeof invitation>;
export type SignInView = z.input<typeof signIn>;
export type WorkspaceView = z.input<typeof workspace>;
export type KeyView = z.input<typeof key>;
export type { CompanySetting } from './company-contract.ts';
export type { PasskeyView } from './passkeys-contract.ts';
export type { BranchView, RoleView, TeamView } from './rights-contract.ts';
