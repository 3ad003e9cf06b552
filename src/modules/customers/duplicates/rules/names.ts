import { foldText, isHan } from '../../rules/fold.ts';
import { readingsOfName } from '../../rules/pinyin.ts';
import words from './name-words.json' with { type: 'json' };

/** What of a name tells people apart: without titles, blanks and marks, simplified, lower case. */
export interface NameKey {
  folded: string;
  /** How it may be read, as one word: pinyin for Chinese names; names of two words also the other way round. */
  spoken: string[];
}

/** `undefined` for what is no name: a number, an e-mail, nothing. */
export function nameKey(name: string): NameKey | undefined {
  const words = foldText(name.slice(0, LONGEST))
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const folded = withoutTitle(words.join(''));
  if (folded.length < 2 || !/\p{L}/u.test(folded) || name.includes('@')) return undefined;
  if ([...folded].every(isHan)) {
    return { folded, spoken: [...new Set(readingsOfName(folded).map((syllables) => syllables.join('')))] };
  }
  const turned = words.length === 2 ? [words.toReversed().join('')] : [];
  return { folded, spoken: [...new Set([folded, ...turned])] };
}

export type NameLikeness = 'same' | 'sounds' | 'differs' | 'unknown';

/** `unknown` where one of them is no name, or only a part of the other (Ms Chen and Chen Lihua). */
export function compareNames(a: NameKey | undefined, b: NameKey | undefined): NameLikeness {
  if (!a || !b) return 'unknown';
  if (a.folded === b.folded) return 'same';
  if (a.spoken.some((reading) => b.spoken.includes(reading))) return 'sounds';
  return a.folded.includes(b.folded) || b.folded.includes(a.folded) ? 'unknown' : 'differs';
}

const LONGEST = 60;
const TITLES = new RegExp(`(?:${words.titles.join('|')})$`, 'u');

function withoutTitle(folded: string): string {
  const bare = folded.replace(TITLES, '');
  return [...bare].length >= 2 ? bare : folded;
}
