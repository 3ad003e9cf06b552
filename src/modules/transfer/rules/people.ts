import words from './people-words.json' with { type: 'json' };
import { plainText, refused, understood, type Cell } from './cell.ts';

export type Gender = 'male' | 'female' | 'unknown';

export function parseGender(text: string): Cell<Gender> {
  const plain = plainText(text).toLowerCase();
  if (plain === '') return refused('CELL_EMPTY', text);
  if (words.male.includes(plain)) return understood('male');
  if (words.female.includes(plain)) return understood('female');
  return words.unknownGender.includes(plain) ? understood('unknown') : refused('GENDER_NOT_UNDERSTOOD', text);
}

export function parseYesNo(text: string): Cell<boolean> {
  const plain = plainText(text).toLowerCase();
  if (plain === '') return refused('CELL_EMPTY', text);
  if (words.yes.includes(plain)) return understood(true);
  return words.no.includes(plain) ? understood(false) : refused('YES_NO_NOT_UNDERSTOOD', text);
}

/** A name of two to four characters that begins with a frequent Chinese surname. */
export function looksLikeChineseName(text: string): boolean {
  const name = text.trim();
  return /^\p{Script=Han}{2,4}$/u.test(name) && words.surnames.includes([...name][0] ?? ' ');
}
