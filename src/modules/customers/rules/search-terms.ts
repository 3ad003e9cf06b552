import { searchableDigits } from './phone.ts';
import { readingsOfName } from './pinyin.ts';
import { cutWord, digitsOf, foldHead, fourDigitPieces, PIECE, scan, tailTerm } from './words.ts';

export type Searchable = {
  name: string;
  otherNames?: readonly string[];
  /** What was written in words; found like names, after everything else. */
  texts?: readonly string[];
  /** As `normalisePhone` writes them; other digits are taken as they are. */
  phones: readonly string[];
  emails: readonly string[];
  externalId?: string | undefined;
  cardNumber?: string | undefined;
};

/**
 * The lexemes of a customer's search column, matched by the conditions of `searchQueryOf`: CJK characters and pairs,
 * pinyin and initials from every syllable on, words, every four-digit piece of phone and card numbers, e-mail addresses
 * whole and in parts.
 */
export function searchTermsOf(customer: Searchable): string[] {
  const terms = new Set<string>();
  for (const phone of customer.phones.slice(0, LIST)) addPhone(terms, phone);
  if (customer.externalId) addWords(terms, customer.externalId);
  if (customer.cardNumber) addCardNumber(terms, customer.cardNumber);
  addName(terms, customer.name);
  for (const email of customer.emails.slice(0, LIST)) addEmail(terms, email);
  for (const name of (customer.otherNames ?? []).slice(0, LIST)) addName(terms, name);
  for (const text of (customer.texts ?? []).slice(0, TEXTS)) addName(terms, text);
  return terms.size > TERMS ? [...terms].slice(0, TERMS) : [...terms];
}

const LIST = 8;
const TEXTS = 24;
const TERMS = 800;
const NAME_LENGTH = 120;
const CODE_LENGTH = 254;
const CJK_LENGTH = 48;

function addPhone(terms: Set<string>, phone: string): void {
  for (const digits of searchableDigits(phone.slice(0, CODE_LENGTH))) {
    for (const piece of digits.length < PIECE ? [digits] : fourDigitPieces(cutWord(digits))) terms.add(piece);
    terms.add(tailTerm(digits));
  }
}

function addCardNumber(terms: Set<string>, cardNumber: string): void {
  addWords(terms, cardNumber);
  for (const piece of fourDigitPieces(cutWord(digitsOf(foldHead(cardNumber, CODE_LENGTH))))) terms.add(piece);
}

function addEmail(terms: Set<string>, email: string): void {
  const folded = foldHead(email, CODE_LENGTH);
  if (!folded) return;
  terms.add(cutWord(folded));
  for (const part of folded.split('@')) addRuns(terms, scan(part).runs);
}

function addWords(terms: Set<string>, text: string): void {
  const { cjk, runs } = scan(foldHead(text, CODE_LENGTH));
  addPairs(terms, cjk);
  addRuns(terms, runs);
}

function addName(terms: Set<string>, name: string): void {
  const head = name.length > NAME_LENGTH ? name.slice(0, NAME_LENGTH) : name;
  const { cjk, runs } = scan(foldHead(head, NAME_LENGTH));
  addPairs(terms, cjk);
  addPinyin(terms, head);
  addRuns(terms, runs);
  if (runs.length === 0) return;
  const words = runs.map((run) => run.join(''));
  // 'Zhang San' is also looked for as 'zhangsan' and as 'zs'.
  terms.add(cutWord(words.join('')));
  const initials = words.map(firstChar);
  terms.add(cutWord(initials.join('')));
  for (const initial of initials) terms.add(initial);
}

function addPairs(terms: Set<string>, cjk: readonly string[]): void {
  const length = Math.min(cjk.length, CJK_LENGTH);
  for (let at = 0; at < length; at++) {
    terms.add(cjk[at]!);
    if (at + 1 < length) terms.add(cjk[at]! + cjk[at + 1]!);
  }
}

// From every syllable on, so that the given name, or any syllable after a space, finds the person by prefix.
function addPinyin(terms: Set<string>, name: string): void {
  for (const syllables of readingsOfName(name)) {
    let joined = '';
    let initials = '';
    for (let at = syllables.length - 1; at >= 0; at--) {
      const syllable = syllables[at]!;
      joined = syllable + joined;
      initials = syllable[0]! + initials;
      terms.add(cutWord(joined));
      terms.add(cutWord(initials));
      terms.add(syllable[0]!);
    }
  }
}

function addRuns(terms: Set<string>, runs: readonly (readonly string[])[]): void {
  for (const parts of runs) {
    terms.add(cutWord(parts.join('')));
    if (parts.length > 1) for (const part of parts) terms.add(cutWord(part));
  }
}

function firstChar(word: string): string {
  return String.fromCodePoint(word.codePointAt(0)!);
}
