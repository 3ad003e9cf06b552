import type { Check, Wording } from '../templates/contract.ts';
import { linksOf } from './compose.ts';

/** Mailboxes cut mails beyond this, and with them the way to unsubscribe. */
const HEAVY_BYTES = 100_000;
const LONG_SUBJECT = 60;
const SHORTENERS = new Set(['bit.ly', 't.cn', 'dwz.cn', 'tinyurl.com', 'goo.gl', 'is.gd', 'url.cn', 'suo.im']);

/** What filters and people stumble over; `spamWords` comes from the words of each tongue. */
export function checksOf(wording: Wording, html: string, text: string, spamWords: readonly string[]): Check[] {
  const links = linksOf(wording).map(({ target }) => target);
  const { subject } = wording;
  const letters = subject.replace(/[^a-z]/gi, '');
  const found: (Check | null)[] = [
    [...subject].length > LONG_SUBJECT ? { kind: 'longSubject', detail: String([...subject].length) } : null,
    (letters.length > 6 && letters === letters.toUpperCase()) || /[!\uff01]{2,}/.test(subject)
      ? { kind: 'shouting', detail: subject }
      : null,
    text.replace(/\s/g, '').length < 20 ? { kind: 'noText', detail: '' } : null,
    html.length > HEAVY_BYTES ? { kind: 'heavy', detail: `${Math.round(html.length / 1000)} kB` } : null,
    ...links.map((link): Check | null => {
      const host = hostOf(link);
      if (host === null) return { kind: 'noLink', detail: link.slice(0, 80) };
      if (SHORTENERS.has(host)) return { kind: 'shortener', detail: host };
      return link.startsWith('http:') ? { kind: 'plainHttp', detail: link.slice(0, 80) } : null;
    }),
    ...spamWords
      .filter((word) => `${subject} ${text}`.toLowerCase().includes(word.toLowerCase()))
      .map((word): Check => ({ kind: 'spamWords', detail: word })),
  ];
  return found.filter((one) => one !== null);
}

/** Where a link may lead: an address on the web, to call, or to write to. */
export function isLink(link: string): boolean {
  return (
    /^(https?:\/\/[^\s"'<>{}\\^`]+|mailto:[^\s"'<>{}]+|tel:[+\d\s-]+)$/.test(link) &&
    (!link.startsWith('http') || hostOf(link) !== null)
  );
}

function hostOf(link: string): string | null {
  return /^https?:\/\/(?:[^/@]*@)?([^/:?#]+\.[^/:?#]+|localhost)(?:[:/?#]|$)/i.exec(link)?.[1]?.toLowerCase() ?? null;
}
