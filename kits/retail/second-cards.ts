import type { Draws } from './draws.ts';
import words from './words.json' with { type: 'json' };

/** How many customers took out a second card: as many as a shop of this size finds in its till. */
export const SECOND_CARDS = 12;

const [NAME, GENDER, PHONE, EMAIL, BIRTHDAY, TAGS] = [1, 2, 3, 4, 5, 9] as const;

/** In the ways it happens: a new phone that ends the same, a title for a name, the birthday only, the same phone. */
const ways: readonly ((first: string[], row: string[]) => boolean)[] = [
  (first, row) => {
    row[PHONE] = first[PHONE] ?? '';
    return row[PHONE] !== '';
  },
  (first, row) => {
    row[PHONE] = first[PHONE] ?? '';
    row[NAME] = `${first[NAME]}${first[GENDER] === words.female_word ? words.titles.female : words.titles.male}`;
    return row[PHONE] !== '' && first[GENDER] !== '';
  },
  (first, row) => {
    row[PHONE] = '';
    row[BIRTHDAY] = first[BIRTHDAY] ?? '';
    return /^\d{4}/.test(row[BIRTHDAY]);
  },
  (first, row) => {
    const [old = '', fresh = ''] = [first[PHONE], row[PHONE]];
    row[PHONE] = fresh.slice(0, 3) + old.slice(3);
    return old !== '' && fresh !== '' && row[PHONE] !== old;
  },
];

/** `row`, said by somebody who is in the till's list already; the first earlier customer whom the way fits. */
export function secondCard(draw: Draws, earlier: readonly string[][], row: string[], n: number): string[] {
  const way = ways[n % ways.length] as (typeof ways)[number];
  for (let tries = 0; tries < earlier.length; tries += 1) {
    const first = earlier[draw.below(earlier.length)] as string[];
    const second = [...row];
    second[NAME] = first[NAME] ?? '';
    second[GENDER] = first[GENDER] ?? '';
    second[EMAIL] = '';
    second[BIRTHDAY] = '';
    second[TAGS] = '';
    if (way(first, second)) return second;
  }
  return row;
}
