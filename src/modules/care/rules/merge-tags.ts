import Mustache from 'mustache';

/** `['name', text]` and the like: the first letter says what it is (mustache's own token list). */
type Token = [kind: string, value: string, start: number, end: number, below?: Token[], ...rest: unknown[]];

export type TagProblem = { problem: 'broken' | 'unknown'; tag: string };

/** Fields that every sender fills; senders and lower modules add their own. */
export const OWN_FIELDS = [
  'salutation',
  'name',
  'shop',
  'owner',
  'offer',
  'occasion',
  'date',
  'years',
  'product',
  'coupon',
] as const;

/** What is wrong with a text's merge fields; null where nothing is. Only fields and show-if parts are taken. */
export function problemOfTags(text: string, known: ReadonlySet<string>): TagProblem | null {
  const tokens = parsed(text);
  return tokens === null ? { problem: 'broken', tag: text.slice(0, 40) } : problemIn(tokens, known);
}

/** Fills a text in. Values are taken as they are: whoever makes markup of it escapes afterwards, once. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  if (!text.includes('{{')) return text;
  // Without a prototype, so that {{constructor}} and the like are nothing.
  const view = Object.create(null) as Record<string, string>;
  // Nor with the marks that stand for links while a text is put together.
  for (const [name, value] of Object.entries(values)) view[name] = value.replace(MARKS, '');
  return Mustache.render(text, view, {}, { escape: String });
}

const MARKS = /[\uE000\uE001]/g;

function parsed(text: string): Token[] | null {
  try {
    return Mustache.parse(text) as Token[];
  } catch {
    return null;
  }
}

function problemIn(tokens: Token[], known: ReadonlySet<string>): TagProblem | null {
  for (const [kind, value, , , below] of tokens) {
    if (kind === 'text') continue;
    if (!FIELD_KINDS.has(kind)) return { problem: 'broken', tag: value };
    if (!known.has(value)) return { problem: 'unknown', tag: value };
    const inside = Array.isArray(below) ? problemIn(below, known) : null;
    if (inside) return inside;
  }
  return null;
}

/** A field, a part that is shown if, and one that is shown if not; no partials, no new delimiters, nothing unescaped. */
const FIELD_KINDS = new Set(['name', '#', '^']);
