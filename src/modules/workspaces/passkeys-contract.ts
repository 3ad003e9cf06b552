import { z } from 'zod';
import { byId, id, instant, noInput, nothing, operation, pick } from '../../kernel/contract.ts';
import { workspaceErrors } from './errors-contract.ts';
import { anyPassword, line, session } from './shapes-contract.ts';

const passkey = z.object({ id, name: z.string(), createdAt: instant, lastUsedAt: instant.nullable() });
const text = z.string().max(10_000);

/** What the browser's `navigator.credentials` answers, as JSON (WebAuthn Level 3, `toJSON`). */
const credential = z
  .object({
    id: text,
    rawId: text,
    type: z.literal('public-key'),
    response: z.record(z.string().max(60), z.union([text, z.array(text).max(20), z.number(), z.null()])),
    clientExtensionResults: z.record(z.string().max(60), z.unknown()).default({}),
    authenticatorAttachment: z.string().max(60).nullish(),
  })
  .strict();
const options = z.record(z.string(), z.unknown()).describe('For `navigator.credentials`, as JSON');

export const passkeysContract = {
  passkeys: {
    list: operation({
      method: 'GET',
      path: '/me/passkeys',
      summary: 'My passkeys',
      requires: 'oneself',
      input: noInput,
      output: z.object({ items: z.array(passkey) }),
    }),
    begin: operation({
      method: 'POST',
      path: '/me/passkeys/options',
      summary: 'Begin to add a passkey: what the device is asked',
      requires: 'oneself',
      input: z.object({ password: anyPassword }).strict(),
      output: options,
      errors: pick(workspaceErrors, 'PASSWORD_WRONG'),
      status: 200,
    }),
    add: operation({
      method: 'POST',
      path: '/me/passkeys',
      summary: 'Add the passkey that the device made',
      requires: 'oneself',
      input: z.object({ name: line(60), credential }).strict(),
      output: passkey,
      errors: pick(workspaceErrors, 'PASSKEY_WRONG', 'PASSKEY_TAKEN'),
    }),
    rename: operation({
      method: 'PATCH',
      path: '/me/passkeys/{id}',
      summary: 'Rename one of my passkeys',
      requires: 'oneself',
      input: z.object({ id, name: line(60) }).strict(),
      output: passkey,
      errors: pick(workspaceErrors, 'PASSKEY_NOT_FOUND'),
    }),
    remove: operation({
      method: 'DELETE',
      path: '/me/passkeys/{id}',
      summary: 'Remove one of my passkeys; it opens nothing any more',
      requires: 'oneself',
      input: byId,
      output: nothing,
    }),
    ask: operation({
      method: 'POST',
      path: '/sign-in/passkey/options',
      summary: 'Begin to sign in with a passkey: what the device is asked',
      requires: 'public',
      input: noInput,
      output: options,
      status: 200,
    }),
    signIn: operation({
      method: 'POST',
      path: '/sign-in/passkey',
      summary: 'Sign in with a passkey, without e-mail and password',
      requires: 'public',
      input: z.object({ credential }).strict(),
      output: session,
      errors: pick(workspaceErrors, 'PASSKEY_WRONG'),
      status: 200,
    }),
  },
};

export type PasskeyView = z.input<typeof passkey>;
export type Credential = z.output<typeof credential>;
