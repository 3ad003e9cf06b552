import { commonDigits, commonWords } from './common-passwords.ts';

export const LEAST_LENGTH = 10;

/** `own`: built on the person's own name, address or shop; `common`: among the first that are tried. */
export type PasswordWeakness = 'short' | 'own' | 'common';

/**
 * Length counts, not a mixture of signs. What is refused is what a guesser tries first: the person's own words, words and
 * rows of keys from lists of leaked passwords, sequences and repetitions, with or without something at either end.
 */
export function passwordWeakness(password: string, own: readonly string[]): PasswordWeakness | null {
  const plain = password.normalize('NFKC').toLowerCase();
  if ([...plain].length < LEAST_LENGTH) return 'short';
  const bare = withoutWords(plain, own);
  if (bare !== plain && significant(bare) < 8) return 'own';
  return isCommon(plain) ? 'common' : null;
}

/** The words of a name, an address or a shop that would be too little of a secret. */
export function ownWords(...texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => {
    const plain = text.normalize('NFKC').toLowerCase();
    return [plain.replace(/[\s.@_-]+/g, ''), ...plain.split(/[\s.@_-]+/)];
  });
  const long = words.filter((word) => (/^[ -~]*$/.test(word) ? word.length >= 4 : [...word].length >= 2));
  return [...new Set(long)].filter((word) => word !== 'com');
}

function withoutWords(text: string, words: readonly string[]): string {
  const longestFirst = [...words].sort((one, other) => other.length - one.length);
  return longestFirst.reduce((rest, word) => rest.replaceAll(word, ''), text);
}

/** Chinese signs say as much as two letters. */
function significant(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0);
}

function isCommon(plain: string): boolean {
  if (new Set(plain).size < 4 || isRepeated(plain) || isSequence(plain)) return true;
  if (!/^[ -~]*$/.test(plain)) return false;
  const core = plain.replace(/^[^a-z]+|[^a-z]+$/g, '');
  const around = plain.replace(core, '');
  if (core === '') return isCommonDigits(plain.replace(/\D/g, ''));
  if (around.length > 8) return false;
  return [unleet(core), core].some((text) => {
    const words = text.match(/[a-z]+/g) ?? [];
    return words.length <= 2 && words.every(isCommonWord);
  });
}

function isCommonWord(word: string): boolean {
  return commonWords.has(word) || (word.length <= 12 && twoCommonWords(word));
}

function twoCommonWords(word: string): boolean {
  for (let at = 3; at <= word.length - 3; at += 1)
    if (commonWords.has(word.slice(0, at)) && commonWords.has(word.slice(at))) return true;
  return false;
}

/** Dates, years, sequences and lucky numbers, alone or several. */
function isCommonDigits(digits: string): boolean {
  if (digits === '' || isSequence(digits) || isRepeated(digits)) return true;
  const bare = withoutWords(digits, commonDigits);
  return bare.length <= 4 || /^(19|20)\d{6}$/.test(bare);
}

/** One piece of up to eight signs, over and over, whatever two signs follow. */
function isRepeated(text: string): boolean {
  return [text, text.slice(0, -1), text.slice(0, -2)].some((whole) => {
    const period = `${whole}${whole}`.indexOf(whole, 1);
    return period < whole.length && period <= 8;
  });
}

const ROWS = [
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'abcdefghijklmnopqrstuvwxyz',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
];

/** Made of pieces of rows of keys or of the alphabet, forwards or backwards, each three signs or longer. */
function isSequence(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const length = longestRun(text.slice(at));
    if (length < 3) return at > 0 && text.length - at <= 2;
    at += length;
  }
  return true;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const row of ROWS) {
    for (const line of [row, [...row].reverse().join('')]) {
      let length = longest;
      while (length < text.length && line.includes(text.slice(0, length + 1))) length += 1;
      longest = length;
    }
  }
  return longest;
}

function unleet(text: string): string {
  const letters: Record<string, string> = {
    '0': 'o',
    '1': 'l',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  };
  return text.replace(/[013457@$!]/g, (sign) => letters[sign] ?? sign);
}
