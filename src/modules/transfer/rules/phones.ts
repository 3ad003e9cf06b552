import words from './people-words.json' with { type: 'json' };
import { plainText, refused, understood, type Cell } from './cell.ts';

export interface PhoneCell {
  phone: string;
  /** Further numbers of a cell such as `139…/138…`. */
  more: string[];
}

/** Telephone numbers as written, in plain digits; what country they belong to is not decided here. */
export function parsePhoneCell(text: string): Cell<PhoneCell> {
  const plain = plainText(text);
  if (plain === '') return refused('CELL_EMPTY', text);
  // A spreadsheet has shown the number as 1.39E+10 and saved that: its last digits are gone for good.
  if (/^\+?\d(\.\d+)?e\+?\d+$/i.test(plain)) return refused('PHONE_DAMAGED', text);
  const numbers = plain
    .replace(/\.0$/, '')
    .split(/[/;,\n|\u3001]| {2,}/)
    .map((number) => number.trim())
    .filter((number) => number !== '');
  const [phone, ...more] = numbers;
  return phone && numbers.every(isPhone) ? understood({ phone, more }) : refused('PHONE_NOT_UNDERSTOOD', text);
}

function isPhone(number: string): boolean {
  const digits = number.replace(/\D/g, '').length;
  const withMark = words.extension.reduce((left, mark) => left.replace(mark, 'x'), number);
  return digits >= 5 && digits <= 20 && /^\+?[\d\s().-]+(?:(?:ext\.?|x|#)\s*\d+)?$/i.test(withMark);
}
