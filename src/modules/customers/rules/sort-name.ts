import { foldText, isHan } from './fold.ts';
import { readingsOfName } from './pinyin.ts';

/**
 * By what lists sort: Chinese names by their likeliest reading, then by their characters, so that equal names stand
 * together; others by their folded text.
 */
export function sortNameOf(name: string): string {
  const folded = foldText(name.slice(0, NAME_LENGTH)).replace(/\s+/g, ' ').trim();
  if (![...folded].some(isHan)) return folded.slice(0, LENGTH);
  const spoken = folded.replace(HAN_RUN, (run) => ` ${readingsOfName(run)[0]?.join(' ') ?? run} `);
  // Two blanks, which sort before one blank and a letter: a shorter name stands before the longer one it begins.
  return `${spoken.replace(/\s+/g, ' ').trim()}  ${folded}`.slice(0, LENGTH).toWellFormed().replaceAll('\0', '');
}

const NAME_LENGTH = 60;
const LENGTH = 240;
const HAN_RUN = /\p{sc=Han}+/gu;
