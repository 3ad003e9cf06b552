import synonyms from './synonyms.json' with { type: 'json' };

export type TableKind = 'customers' | 'orders';
export type CustomerMeaning = keyof typeof synonyms.customers;
/** `amount` is resolved to `lineTotal` or `orderTotal` by the layout; rates of discount are told from amounts by content. */
export type OrderMeaning = Exclude<keyof typeof synonyms.orders, 'amount'> | 'discountRate';
export type Meaning = CustomerMeaning | OrderMeaning;

export type HeaderMeaning = Meaning | 'amount' | 'notNeeded';

export interface HeaderMatch {
  meaning: HeaderMeaning;
  confidence: number;
  reason: 'HEADER' | 'HEADER_PART';
}

/** What a header may mean, the likeliest first. */
export function meaningsOfHeader(header: string, kind: TableKind): HeaderMatch[] {
  const words = WORDS[kind];
  const whole = normalised(header);
  const exact = words.get(whole);
  if (exact) return [{ meaning: exact, confidence: 0.95, reason: 'HEADER' }];
  const last = header.trim().split(/\s+/).at(-1) ?? '';
  const lastWord = last === header.trim() ? undefined : words.get(normalised(last));
  if (lastWord && /\p{Script=Han}/u.test(last)) return [{ meaning: lastWord, confidence: 0.85, reason: 'HEADER_PART' }];
  return longestParts(header, words);
}

export function isKnownHeader(header: string): boolean {
  const word = normalised(header);
  return word !== '' && (WORDS.customers.has(word) || WORDS.orders.has(word));
}

type Words = Map<string, HeaderMeaning>;

const WORDS: Record<TableKind, Words> = {
  customers: wordsOf(synonyms.customers, synonyms.notNeeded.customers),
  orders: wordsOf(synonyms.orders, synonyms.notNeeded.orders),
};

function wordsOf(meanings: Record<string, string[]>, notNeeded: string[]): Words {
  const words: Words = new Map();
  for (const word of notNeeded) words.set(normalised(word), 'notNeeded');
  for (const [meaning, list] of Object.entries(meanings)) {
    for (const word of list) if (!words.has(normalised(word))) words.set(normalised(word), meaning as HeaderMeaning);
  }
  return words;
}

// Units, required marks and signs between words do not matter: `Amount (USD)*` is `amount`.
function normalised(header: string): string {
  const plain = header.normalize('NFKC').toLowerCase();
  const bare = plain.replace(/\([^)]*\)|\[[^\]]*\]/g, '');
  return (bare.trim() === '' ? plain : bare).replace(/[^\p{L}\p{N}]/gu, '');
}

function longestParts(header: string, words: Words): HeaderMatch[] {
  const whole = normalised(header);
  const found = new Map<HeaderMeaning, number>();
  for (const part of /\p{Script=Han}/u.test(whole) ? chineseParts(whole) : wordParts(header)) {
    const meaning = words.get(part);
    if (!meaning) continue;
    // What comes last in a header names it: an order's date is a date.
    const share = part.length / whole.length + (whole.endsWith(part) ? 0.3 : 0);
    found.set(meaning, Math.max(found.get(meaning) ?? 0, Math.min(0.8, 0.4 + share * 0.4)));
  }
  return [...found]
    .map(([meaning, confidence]) => ({ meaning, confidence, reason: 'HEADER_PART' as const }))
    .sort((a, b) => b.confidence - a.confidence);
}

function chineseParts(whole: string): string[] {
  const chars = [...whole];
  return stretches(chars, 2).map((part) => part.join(''));
}

// Latin words count whole only: ownership is no owner.
function wordParts(header: string): string[] {
  const words = header.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[^\p{L}\p{N}]+/u);
  return stretches(
    words.map(normalised).filter((word) => word !== ''),
    1,
  ).map((part) => part.join(''));
}

function stretches(items: string[], shortest: number): string[][] {
  const few = items.slice(0, 30);
  return few.flatMap((_, from) =>
    few.slice(from + shortest - 1).map((_, more) => few.slice(from, from + shortest + more)),
  );
}
