import nodemailer from 'nodemailer';
import type { Logger } from 'pino';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** `<…@…>`; made up unless said. The same name again is the same mail to a mailbox. */
  id?: string;
}

/** Mails of the system itself (invitation, password reset). Campaigns have their own way. */
export interface Mailer {
  readonly configured: boolean;
  /** Resolves false when no server is set up or it refuses; the caller then offers another way. */
  send(mail: Mail): Promise<boolean>;
}

export function openMailer(smtpUrl: string | undefined, from: string, log: Logger): Mailer {
  if (!smtpUrl) return { configured: false, send: async () => false };
  const transport = nodemailer.createTransport(smtpUrl);
  return {
    configured: true,
    async send({ to, subject, text, id }) {
      try {
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId: id });
        return true;
      } catch (error) {
        log.warn({ code: (error as { code?: string }).code }, 'mail was not accepted');
        return false;
      }
    },
  };
}
