/** A mail as far as the decision needs it: names of headers in small letters. */
export interface ReadMail {
  headers: Readonly<Record<string, string>>;
  from: string | null;
  text: string;
  /** What hangs on it, and what the report of a mail server is made of. */
  parts: readonly { type: string; content: string }[];
}

export type MailMeaning =
  /** A mail of ours did not arrive; `lasting`: nor will the next. */
  | { kind: 'bounce'; messageId: string; lasting: boolean; why: string }
  | { kind: 'complaint'; messageId: string }
  /** Somebody wrote. `automatic`: their mailbox did. */
  | { kind: 'answer'; messageId: string | null; from: string; automatic: boolean }
  | { kind: 'nothing' };

/**
 * RFC 3464 (delivery reports) and RFC 5965 (complaints), both told by the Message-ID of our mail in the part that quotes
 * it; servers that write neither, by their sender and the words of RFC 3463. Whoever cannot name a mail of ours says nothing.
 */
export function meaningOf(mail: ReadMail): MailMeaning {
  const report = mail.parts.find(({ type }) => type === 'message/delivery-status');
  const complaint = mail.parts.find(({ type }) => type === 'message/feedback-report');
  const quoted = mail.parts.filter(({ type }) => QUOTED.test(type)).map(({ content }) => content);
  if (complaint) {
    const messageId = ownId(quoted.join('\n')) ?? ownId(complaint.content);
    return messageId && /^feedback-type:\s*(abuse|fraud|not-spam|other)/im.test(complaint.content)
      ? { kind: 'complaint', messageId }
      : NOTHING;
  }
  if (report) return readReport(report.content, ownId(quoted.join('\n')) ?? ownId(mail.text));
  const named = ownId(mail.headers['in-reply-to'] ?? '') ?? ownId(mail.headers['references'] ?? '');
  if (isPostmaster(mail)) {
    const everything = [mail.text, ...quoted].join('\n');
    const messageId = ownId(everything) ?? named;
    const status = /\b5\.\d{1,3}\.\d{1,3}\b|\b55[0-4]\b/.exec(mail.text);
    return messageId && status
      ? { kind: 'bounce', messageId, lasting: isLasting(status[0]), why: line(mail.text, status[0]) }
      : NOTHING;
  }
  if (!mail.from) return NOTHING;
  return { kind: 'answer', messageId: named, from: mail.from, automatic: isAutomatic(mail.headers) };
}

const NOTHING: MailMeaning = { kind: 'nothing' };
const QUOTED = /^(message\/(rfc822|global)|text\/rfc822-headers|message\/global-headers)$/;

/** Our Message-IDs are the message's row and the domain of the sender. */
function ownId(text: string): string | null {
  return (
    /<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[^\s<>]{1,255}>/i.exec(text)?.[1]?.toLowerCase() ??
    null
  );
}

function readReport(text: string, messageId: string | null): MailMeaning {
  const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, 'im').exec(text)?.[1]?.trim() ?? '';
  if (!messageId || field('Action').toLowerCase() !== 'failed') return NOTHING;
  const status = field('Status');
  const why = field('Diagnostic-Code').replace(/^smtp;\s*/i, '') || status;
  return { kind: 'bounce', messageId, lasting: isLasting(status), why: why.slice(0, 300) };
}

/** RFC 3463: the second class is temporary; a full mailbox (x.2.2) and a large mail (x.3.4) say nothing of the next. */
function isLasting(status: string): boolean {
  return status.startsWith('5') && !/^5\.(2\.2|3\.4|7\.)/.test(status);
}

function isPostmaster({ from, headers }: ReadMail): boolean {
  return /^(mailer-daemon|postmaster)@/i.test(from ?? '') || headers['return-path']?.trim() === '<>';
}

/** RFC 3834, and what programs wrote before it. */
function isAutomatic(headers: ReadMail['headers']): boolean {
  const submitted = (headers['auto-submitted'] ?? 'no').toLowerCase();
  return (
    !submitted.startsWith('no') ||
    'x-autoreply' in headers ||
    'x-autorespond' in headers ||
    'list-id' in headers ||
    /^(auto_reply|bulk|list|junk)$/i.test(headers['precedence']?.trim() ?? '')
  );
}

function line(text: string, part: string): string {
  return (text.split('\n').find((one) => one.includes(part)) ?? part).trim().slice(0, 300);
}
