import words from './answer-words.json' with { type: 'json' };

/** What somebody wrote themselves, without the mail that they answer. */
export function ownWords(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const quote = lines.findIndex((line) => QUOTE_BEGINS.test(line));
  const own = (quote < 0 ? lines : lines.slice(0, quote)).filter((line) => !line.startsWith('>'));
  return own
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, MOST);
}

/** A whole answer that only says no. */
export function isRefusal(answer: string): boolean {
  return REFUSALS.test(answer.replace(/[\s.。!！,，]+$/u, '').trim());
}

const MOST = 4000;

const oneOf = (list: readonly string[]) => `(?:${list.join('|')})`;

/** A signature, a rule, the head of the mail that is answered, or "on such a day so-and-so wrote". */
const QUOTE_BEGINS = new RegExp(
  [
    `^-{2,}\\s*${oneOf(words.quoteHeads)}`,
    '^-- ?$',
    '^_{10,}',
    `^${oneOf(words.senders)}\\s*[:\\uff1a].*@`,
    '^on .{4,120} wrote:\\s*$',
    `^.{0,80}${oneOf(words.wrote)}\\s*[:\\uff1a]\\s*$`,
  ].join('|'),
  'i',
);
const REFUSALS = new RegExp(`^${oneOf(words.refusals)}$`, 'i');
