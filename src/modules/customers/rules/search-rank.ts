import { isHan } from './fold.ts';
import { searchableDigits } from './phone.ts';
import { readingsOfName } from './pinyin.ts';
import type { SearchQuery } from './search-query.ts';
import type { Searchable } from './search-terms.ts';
import { digitsOf, foldHead, scan } from './words.ts';

/**
 * How near a found customer is to what was typed, 0 to 100, to order the candidates of one search. Several words that
 * do not stand for one thing together are judged one by one.
 */
export function rankOf(query: SearchQuery, customer: Searchable): number {
  const card = cardOf(customer);
  const whole = rankOfText(query.text, card);
  const words = query.text.split(/\s+/).filter(Boolean);
  if (words.length < 2) return whole;
  const each = words.reduce((sum, word) => sum + rankOfText(word, card), 0) / words.length;
  // A point less than the same words found as one.
  return Math.max(whole, each - 1);
}

type Card = {
  name: string;
  otherNames: string[];
  spoken: string[];
  initials: string[];
  /** Worked out only when digits were typed. */
  numbers: () => string[];
  codes: string[];
};

function cardOf(customer: Searchable): Card {
  const readings = readingsOfName(customer.name);
  return {
    name: compact(customer.name),
    otherNames: (customer.otherNames ?? []).map(compact),
    spoken: readings.map((syllables) => syllables.join('')),
    initials: readings.map((syllables) => syllables.map((syllable) => syllable[0]!).join('')),
    numbers: () => [...customer.phones.flatMap(searchableDigits), digitsOf(customer.cardNumber ?? '')].filter(Boolean),
    codes: [...customer.emails, customer.externalId ?? '', customer.cardNumber ?? ''].map((code) =>
      foldHead(code, 254),
    ),
  };
}

function rankOfText(text: string, card: Card): number {
  const word = compact(text);
  const digits = /^[\d\s()+.-]+$/.test(text) ? digitsOf(text) : '';
  const rank = Math.max(rankOfName(word, card), digits ? rankOfDigits(digits, card) : 0);
  return Math.max(rank, card.codes.includes(text) ? 96 : 0, card.codes.some((code) => code.startsWith(text)) ? 55 : 0);
}

function rankOfName(word: string, card: Card): number {
  if (word === '') return 0;
  if (card.name === word) return 100;
  if (card.otherNames.includes(word)) return 95;
  if (card.spoken.includes(word)) return 90;
  if (card.name.startsWith(word)) return 85;
  if (card.initials.includes(word)) return 80;
  if (card.spoken.some((spoken) => spoken.startsWith(word))) return 75;
  if (card.initials.some((initials) => initials.startsWith(word))) return 65;
  if (card.otherNames.some((name) => name.startsWith(word))) return 60;
  if (card.name.includes(word)) return 50;
  return card.spoken.some((spoken) => spoken.includes(word)) ? 30 : 10;
}

function rankOfDigits(digits: string, card: Card): number {
  const numbers = card.numbers();
  if (numbers.includes(digits)) return 98;
  if (numbers.some((number) => number.endsWith(digits))) return 70;
  return numbers.some((number) => number.includes(digits)) ? 45 : 0;
}

function compact(text: string): string {
  const folded = foldHead(text, 120);
  if ([...folded].every(isHan)) return folded;
  const { cjk, runs } = scan(folded);
  return cjk.join('') + runs.map((parts) => parts.join('')).join('');
}
