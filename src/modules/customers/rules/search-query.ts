import { quoteLexeme } from './lexemes.ts';
import { cutWord, digitsOf, foldHead, fourDigitPieces, PIECE, scan, tailTerm } from './words.ts';

/** What a customer's search terms must hold. `prefix`: a term that begins so is enough. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { lexeme: string; prefix: boolean };

export type SearchQuery = {
  /** The typed text, folded. */
  text: string;
  condition: Condition;
  /** The condition as text for a `::tsquery` cast. */
  tsquery: string;
};

/**
 * What to ask the search column for. Words are ANDed: a surname and 0001 is one of that name whose number holds 0001.
 * `undefined` when the text holds nothing to search by; then nobody matches, unless nothing was typed at all.
 */
export function searchQueryOf(typed: string): SearchQuery | undefined {
  const text = foldHead(typed, TYPED_LENGTH);
  const words = text.split(/\s+/).filter(Boolean).slice(0, WORDS);
  const parts = isNumber(text) ? [ofNumber(text)] : words.flatMap(ofWord);
  const condition = all(parts.slice(0, CONDITIONS));
  return condition && { text, condition, tsquery: toTsquery(condition) };
}

/**
 * The same, for those who are meant most likely where too many fit: whole words instead of beginnings, the end of a
 * phone instead of any part.
 */
export function nearestTsquery({ condition }: SearchQuery): string {
  return toTsquery(nearest(condition));
}

function nearest(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(nearest) };
  if ('any' in condition) return { any: condition.any.map(nearest) };
  const { lexeme } = condition;
  return exactly(condition.prefix && /^\d{4}$/.test(lexeme) ? tailTerm(lexeme) : lexeme);
}

const TYPED_LENGTH = 120;
const WORDS = 8;
const CONDITIONS = 24;

function ofWord(word: string): Condition[] {
  if (isNumber(word)) return [ofNumber(word)];
  const email = word.replace(/^[<"'(]+|[>"'),;]+$/g, '');
  const { cjk, runs } = scan(word);
  const found = [...ofCjk(cjk), ...runs.map((parts) => ofLetters(parts.join('')))];
  const plain = all(found);
  return plain && email.indexOf('@') > 0 ? [{ any: [{ lexeme: cutWord(email), prefix: true }, plain] }] : found;
}

// Single characters and pairs are terms as they are, so no prefix is needed and each is one look-up in the index.
function ofCjk(cjk: readonly string[]): Condition[] {
  if (cjk.length === 1) return [{ lexeme: cjk[0]!, prefix: false }];
  return cjk.slice(1, CONDITIONS).map((char, at) => ({ lexeme: cjk[at]! + char, prefix: false }));
}

// One letter is the initial of something: as a prefix it would run through a great part of the index.
function ofLetters(letters: string): Condition {
  if (/^\d+$/.test(letters)) return ofDigits(letters);
  return { lexeme: cutWord(letters), prefix: [...letters].length > 1 };
}

function ofDigits(digits: string): Condition {
  // Nearly every phone number holds any two digits; those only find words such as 'room 12'.
  if (digits.length < 3) return exactly(digits);
  const asWord: Condition = { lexeme: cutWord(digits), prefix: true };
  if (digits.length <= PIECE) return asWord;
  return { any: [asWord, { all: fourDigitPieces(cutWord(digits)).slice(0, CONDITIONS).map(exactly) }] };
}

/** A number typed in groups: the digits in a row, or each group somewhere in it (139 0000). */
function ofNumber(text: string): Condition {
  const digits = digitsOf(text);
  const ways = [ofDigits(digits)];
  // 0086 for +86; a part of a number may begin so too.
  if (/^00[1-9]\d{6}/.test(digits)) ways.push(ofDigits(digits.slice(2)));
  const groups = text.split(/\D+/).filter(Boolean);
  const long = groups.filter((group) => group.length > 2).slice(0, WORDS);
  const grouped = groups.length > 1 ? all(long.map(ofDigits)) : undefined;
  if (grouped) ways.push(grouped);
  return ways.length > 1 ? { any: ways } : ways[0]!;
}

function isNumber(text: string): boolean {
  return /^[\d\s().+\u2010-\u2015-]+$/.test(text) && /\d/.test(text);
}

function exactly(lexeme: string): Condition {
  return { lexeme: cutWord(lexeme), prefix: false };
}

function all(conditions: Condition[]): Condition | undefined {
  return conditions.length > 1 ? { all: conditions } : conditions[0];
}

function toTsquery(condition: Condition): string {
  if ('lexeme' in condition) return quoteLexeme(condition.lexeme) + (condition.prefix ? ':*' : '');
  const [parts, operator] = 'all' in condition ? [condition.all, ' & '] : [condition.any, ' | '];
  return parts.length === 1 ? toTsquery(parts[0]!) : `(${parts.map(toTsquery).join(operator)})`;
}
