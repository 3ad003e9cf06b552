import { foldText, kindOfChar } from './fold.ts';

/** What a text offers to search by. `runs` are stretches without spaces or CJK: `o'brien` is one run of two parts. */
export type ScannedText = { cjk: string[]; runs: string[][] };

/**
 * Longest word kept. Query words are cut at the same length, and a cut word is still a prefix of what it was cut from,
 * so a long word is found all the same.
 */
export const WORD_LENGTH = 48;

export function scan(folded: string): ScannedText {
  const cjk: string[] = [];
  const runs: string[][] = [];
  let run: string[] = [];
  let part = '';
  const closePart = () => {
    if (part) run.push(part);
    part = '';
  };
  const closeRun = () => {
    closePart();
    if (run.length > 0) runs.push(run);
    run = [];
  };
  for (const char of folded) {
    const kind = kindOfChar(char);
    if (kind === 'word') part += char;
    else if (kind === 'cjk') {
      closeRun();
      cjk.push(char);
    } else if (isSpace(char)) closeRun();
    else closePart();
  }
  closeRun();
  return { cjk, runs };
}

/** Folds no more of a text than search will ever look at. */
export function foldHead(text: string, length: number): string {
  return foldText(text.length > length ? text.slice(0, length) : text)
    .slice(0, length)
    .trim();
}

export function cutWord(word: string): string {
  if (word.length <= WORD_LENGTH) return word;
  // Cutting between the halves of a surrogate pair would leave half a character.
  return word.codePointAt(WORD_LENGTH - 1)! > 0xffff ? word.slice(0, WORD_LENGTH - 1) : word.slice(0, WORD_LENGTH);
}

export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/**
 * Every stretch of four digits: few enough kinds (10,000) that the index stays a tenth of one over all endings of a
 * number.
 */
export function fourDigitPieces(digits: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start + PIECE <= digits.length; start++) pieces.push(digits.slice(start, start + PIECE));
  return pieces;
}

export const PIECE = 4;

/** The term of a phone's last four digits: no word begins with its mark, so it is never found by accident. */
export function tailTerm(digits: string): string {
  return `~${digits.slice(-PIECE)}`;
}

function isSpace(char: string): boolean {
  return char === ' ' || /\s/.test(char);
}
