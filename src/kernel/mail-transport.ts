import { isIP } from 'node:net';
import nodemailer from 'nodemailer';
import { addressToReach, isPublicAddress } from './outgoing.ts';

export interface Letter {
  from: { name: string; address: string };
  to: string;
  replyTo?: string | undefined;
  subject: string;
  text: string;
  html?: string | undefined;
  headers: Readonly<Record<string, string>>;
  /** `<…@…>` */
  id: string;
  /** Pictures that the markup names by `cid:`. */
  inline?: readonly { cid: string; type: string; content: Buffer }[] | undefined;
}

export interface MailServer {
  host: string;
  port: number;
  secure: boolean;
  user?: string | undefined;
  password?: string | undefined;
  dkim?: { domain: string; selector: string; key: string } | undefined;
}

/**
 * `refused`: the server said no, `again` says whether it may say yes later. `unsent`: it was never asked. `unknown`: the
 * connection broke when the mail may have been taken; nobody can tell.
 */
export type Posted =
  | { outcome: 'sent'; answer: string }
  | { outcome: 'refused'; again: boolean; answer: string }
  | { outcome: 'unsent'; answer: string }
  | { outcome: 'unknown'; answer: string };

export interface MailTransport {
  post(letter: Letter): Promise<Posted>;
  close(): void;
}

const CONNECTIONS = 8;
const MAILS_A_CONNECTION = 1_000;
const TIMEOUT_MS = 30_000;

/**
 * Many mails over a few kept connections. Nothing is ever tried again in here: a mail whose connection broke may have
 * been taken. A server that people name is reached on the internet only, by the very address that was checked.
 */
export async function openMailTransport(
  server: MailServer | string,
  mayReach: (address: string) => boolean = isPublicAddress,
): Promise<MailTransport> {
  const shared = {
    pool: true as const,
    maxConnections: CONNECTIONS,
    maxMessages: MAILS_A_CONNECTION,
    maxRequeues: 0,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: 2 * TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const transport =
    typeof server === 'string'
      ? nodemailer.createTransport({ ...shared, ...urlOptions(server) })
      : nodemailer.createTransport({ ...shared, ...(await serverOptions(server, mayReach)) });
  return {
    async post({ from, to, replyTo, subject, text, html, headers, id, inline = [] }) {
      try {
        const { response } = await transport.sendMail({
          from,
          to: { name: '', address: to },
          ...(replyTo ? { replyTo: { name: '', address: replyTo } } : {}),
          subject,
          text,
          ...(html ? { html } : {}),
          headers: { ...headers },
          messageId: id,
          attachments: inline.map(({ cid, type, content }) => {
            return { cid, content, contentType: type, filename: cid, contentDisposition: 'inline' as const };
          }),
        });
        return { outcome: 'sent', answer: response };
      } catch (error) {
        return problemOf(error as MailError);
      }
    },
    close: () => transport.close(),
  };
}

interface MailError extends Error {
  code?: string;
  syscall?: string;
  response?: string;
  responseCode?: number;
}

/** Errors that come before any recipient is named. */
const BEFORE = new Set(['EDNS', 'EAUTH', 'ETLS', 'EENVELOPE', 'EREQUIRETLS', 'ENOAUTH', 'EPROXY', 'EMAXLIMIT']);

function problemOf({ code, syscall, response, responseCode, message }: MailError): Posted {
  const answer = (response ?? message).replace(/\s+/g, ' ').slice(0, 300);
  if (code === 'EAUTH') return { outcome: 'unsent', answer };
  if (responseCode !== undefined) return { outcome: 'refused', again: responseCode < 500, answer };
  if (syscall === 'connect' || syscall === 'getaddrinfo' || BEFORE.has(code ?? ''))
    return { outcome: 'unsent', answer };
  return { outcome: 'unknown', answer };
}

/** The address of the installation's own server, which its host has chosen and may stand anywhere. */
function urlOptions(url: string) {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const secure = protocol === 'smtps:';
  return {
    host: hostname,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    ...(searchParams.get('ignoreTLS') === 'true' ? { ignoreTLS: true } : {}),
  };
}

async function serverOptions(server: MailServer, mayReach: (address: string) => boolean) {
  const { host, port, secure, user, password, dkim } = server;
  const address = await addressToReach(host, mayReach);
  return {
    host: address,
    port,
    secure,
    tls: isIP(host) === 0 ? { servername: host } : {},
    ...(user ? { auth: { user, pass: password ?? '' } } : {}),
    ...(dkim
      ? {
          dkim: {
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: dkim.key,
            // RFC 8058 wants the one-click header under the signature.
            headerFieldNames:
              'from:sender:reply-to:subject:date:message-id:to:cc:mime-version:content-type:content-transfer-encoding:list-id:list-unsubscribe:list-unsubscribe-post',
          },
        }
      : {}),
  };
}
