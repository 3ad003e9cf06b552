import { ImapFlow } from 'imapflow';
import { isIP } from 'node:net';
import { addressToReach, isPublicAddress } from './outgoing.ts';

export interface MailboxServer {
  host: string;
  port: number;
  /** TLS from the first byte; else STARTTLS where the server offers it. */
  secure: boolean;
  user: string;
  password: string;
}

/** How far a mailbox has been read: its numbering (UIDVALIDITY) and the last number in it. */
export interface MailboxPlace {
  validity: string;
  uid: number;
}

export interface FoundMail {
  uid: number;
  /** Whole, or its beginning where it is long. */
  source: Buffer;
}

const TIMEOUT_MS = 30_000;
export const MOST_MAILS = 50;
const MOST_BYTES = 512 * 1024;

/**
 * The mails that came after `place`, the oldest first, and the place after them. Nothing in the mailbox is changed. A
 * mailbox seen for the first time, or numbered anew, is read from now on. A server that people name is reached on the
 * internet only, by the very address that was checked.
 */
export async function newMails(
  server: MailboxServer | string,
  place: MailboxPlace | null,
  mayReach: (address: string) => boolean = isPublicAddress,
): Promise<{ place: MailboxPlace; mails: FoundMail[] }> {
  const client = new ImapFlow({
    ...(typeof server === 'string' ? urlOptions(server) : await serverOptions(server, mayReach)),
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: 2 * TIMEOUT_MS,
  });
  // What breaks later breaks the call that waits for it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { uidValidity, uidNext } = await client.mailboxOpen('INBOX', { readOnly: true });
    const validity = String(uidValidity);
    if (place?.validity !== validity) return { place: { validity, uid: uidNext - 1 }, mails: [] };
    if (uidNext - 1 <= place.uid) return { place, mails: [] };
    return await readFrom(client, place);
  } catch (error) {
    throw new Error(sentenceOf(error as ImapError), { cause: error });
  } finally {
    client.close();
  }
}

async function readFrom(client: ImapFlow, place: MailboxPlace): Promise<{ place: MailboxPlace; mails: FoundMail[] }> {
  const found = (await client.search({ uid: `${place.uid + 1}:*` }, { uid: true })) || [];
  // `n:*` names the last mail even where its number is smaller.
  const uids = found.filter((uid) => uid > place.uid).toSorted((a, b) => a - b);
  const due = uids.slice(0, MOST_MAILS);
  const mails: FoundMail[] = [];
  if (due.length > 0) {
    for await (const { uid, source } of client.fetch(
      due.join(','),
      { uid: true, source: { maxLength: MOST_BYTES } },
      { uid: true },
    ))
      if (source) mails.push({ uid, source });
  }
  return {
    place: { ...place, uid: due.at(-1) ?? place.uid },
    mails: mails.toSorted((a, b) => a.uid - b.uid),
  };
}

interface ImapError extends Error {
  responseText?: string;
}

function sentenceOf({ responseText, message }: ImapError): string {
  return (responseText ?? message).replace(/\s+/g, ' ').slice(0, 300);
}

/** The installation's own mailbox, which its host has chosen and may stand anywhere. */
function urlOptions(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'imaps:';
  return {
    host: hostname,
    port: port ? Number(port) : secure ? 993 : 143,
    secure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
  };
}

async function serverOptions(
  { host, port, secure, user, password }: MailboxServer,
  mayReach: (address: string) => boolean,
) {
  return {
    host: await addressToReach(host, mayReach),
    port,
    secure,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    auth: { user, pass: password },
  };
}
