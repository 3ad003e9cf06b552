import { z } from 'zod';
import { instant, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import { careErrors } from '../errors-contract.ts';
import { filledLine } from '../shapes-contract.ts';

const host = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[\w.:[\]-]+$/);

const own = z.object({
  source: z.literal('own'),
  host,
  port: z.number().int().min(1).max(65_535),
  /** TLS from the first byte; else STARTTLS where the server offers it. */
  secure: z.boolean(),
  user: filledLine(254),
  /** Written and never read; one that is absent stays as it is. */
  password: z.string().min(1).max(1000).optional(),
});
const given = z.discriminatedUnion('source', [z.object({ source: z.literal('house') }), own]);

const mailbox = z.object({
  source: z.enum(['house', 'own']),
  host: z.string().nullable(),
  port: z.number().int().nullable(),
  secure: z.boolean().nullable(),
  user: z.string().nullable(),
  checkedAt: instant.nullable(),
  /** What the last look said, where it failed. */
  problem: z.string().nullable(),
  version: z.number().int(),
});

export const mailboxContract = {
  read: operation({
    method: 'GET',
    path: '/care/mailbox',
    summary: 'The mailbox in which answers and returned mails are read',
    requires: 'care.read',
    input: noInput,
    output: z.object({
      mailbox: mailbox.nullable(),
      /** The installation has a mailbox of its own (IMAP_URL). */
      houseMailbox: z.boolean(),
    }),
  }),
  set: operation({
    method: 'PUT',
    path: '/care/mailbox',
    summary: 'Read answers and returned mails there from now on; it is tried at once',
    requires: 'settings.edit',
    input: z.object({ given, version: z.number().int().optional() }).strict(),
    output: mailbox,
    errors: pick(careErrors, 'MAILBOX_REFUSED', 'MAILBOX_NOT_HERE', 'CHANNEL_SETTING_MISSING'),
  }),
  remove: operation({
    method: 'DELETE',
    path: '/care/mailbox',
    summary: 'Read no mailbox any more',
    requires: 'settings.edit',
    input: noInput,
    output: nothing,
  }),
};

export type Mailbox = z.infer<typeof mailbox>;
export type MailboxGiven = z.output<typeof given>;
