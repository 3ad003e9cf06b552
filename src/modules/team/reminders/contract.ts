import { z } from 'zod';
import { id, instant, listInput, noInput, nothing, operation, page, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const reminderErrors = {
  NOTIFICATION_NOT_FOUND: { status: 404 },
  NOTIFICATIONS_NOBODY: { status: 403 },
  PUSH_ADDRESS_UNFIT: { status: 422 },
  PUSH_DEVICE_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

const notification = z.object({
  id,
  kind: z.string(),
  /** In the caller's language. */
  text: z.string(),
  /** A path inside the application. */
  link: z.string().nullable(),
  at: instant,
  read: z.boolean(),
  /** Ways out of which it is not known, or known not, that they arrived. */
  troubled: z.array(z.enum(['mail', 'push'])),
});

const kindChoice = z.object({ kind: z.string(), title: z.string(), mail: z.boolean(), push: z.boolean() });
const device = z.object({ id, name: z.string(), createdAt: instant, lastSentAt: instant.nullable() });

const preferences = z.object({
  kinds: z.array(kindChoice),
  workingHoursOnly: z.boolean(),
  /** False where no mail server is set up. */
  mailPossible: z.boolean(),
  devices: z.array(device),
  version: z.number().int(),
});

export const remindersContract = {
  list: operation({
    method: 'GET',
    path: '/team/notifications',
    summary: 'What one was told, the newest first',
    requires: 'signed-in',
    input: listInput.extend({ unread: z.stringbool().default(false) }).strict(),
    output: page(notification),
  }),
  unread: operation({
    method: 'GET',
    path: '/team/notifications/unread',
    summary: 'How much one has not read yet',
    requires: 'signed-in',
    input: noInput,
    output: z.object({ value: z.number().int(), exact: z.boolean() }),
  }),
  read: operation({
    method: 'POST',
    path: '/team/notifications/{id}/read',
    summary: 'Read, or unread again',
    requires: 'signed-in',
    input: z.object({ id, read: z.boolean().default(true) }).strict(),
    output: nothing,
    errors: pick(reminderErrors, 'NOTIFICATION_NOT_FOUND'),
    status: 200,
  }),
  readAll: operation({
    method: 'POST',
    path: '/team/notifications/read',
    summary: 'Everything read',
    requires: 'signed-in',
    input: noInput,
    output: z.object({ read: z.number().int() }),
    status: 200,
  }),
  preferences: {
    read: operation({
      method: 'GET',
      path: '/team/notifications/preferences',
      summary: 'What one wants by mail and on which devices',
      requires: 'signed-in',
      input: noInput,
      output: preferences,
    }),
    change: operation({
      method: 'PATCH',
      path: '/team/notifications/preferences',
      summary: 'Change what one wants by mail and push',
      requires: 'signed-in',
      input: z
        .object({
          kinds: z
            .array(z.object({ kind: z.string().max(60), mail: z.boolean(), push: z.boolean() }).strict())
            .max(100)
            .optional(),
          workingHoursOnly: z.boolean().optional(),
          version: z.number().int(),
        })
        .strict(),
      output: preferences,
      errors: pick(reminderErrors, 'NOTIFICATIONS_NOBODY'),
    }),
  },
  push: {
    key: operation({
      method: 'GET',
      path: '/team/push/key',
      summary: 'The public key that a browser needs to subscribe',
      requires: 'signed-in',
      input: noInput,
      output: z.object({ publicKey: z.string() }),
    }),
    add: operation({
      method: 'POST',
      path: '/team/push/devices',
      summary: 'Be told on this device',
      requires: 'signed-in',
      input: z
        .object({
          endpoint: z.url({ protocol: /^https$/ }).max(1000),
          publicKey: z.string().regex(/^[\w-]{80,100}=*$/),
          auth: z.string().regex(/^[\w-]{16,40}=*$/),
          name: z.string().trim().min(1).max(100),
        })
        .strict(),
      output: device,
      errors: pick(reminderErrors, 'PUSH_ADDRESS_UNFIT', 'NOTIFICATIONS_NOBODY'),
    }),
    remove: operation({
      method: 'DELETE',
      path: '/team/push/devices/{id}',
      summary: 'Not on that device any more',
      requires: 'signed-in',
      input: z.object({ id }).strict(),
      output: nothing,
      errors: pick(reminderErrors, 'PUSH_DEVICE_NOT_FOUND'),
    }),
  },
};

export type NotificationView = z.infer<typeof notification>;
export type Preferences = z.infer<typeof preferences>;
export type PushDevice = z.infer<typeof device>;
