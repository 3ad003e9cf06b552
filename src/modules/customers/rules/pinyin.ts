import { pinyin } from 'pinyin-pro';
import chineseNames from './chinese-names.json' with { type: 'json' };
import { foldText, isHan } from './fold.ts';

/**
 * Every way a name written in Han characters may be read, as lists of plain syllables, the likeliest first, at most
 * `READINGS`. Surnames with a reading of their own (Shan, not dan), and characters that people read in two ways in
 * given names (le or yue), give several. Texts longer than a person's name are read by phrase first (chong qing, not
 * zhong qing).
 */
export function readingsOfName(name: string): string[][] {
  const chars = [...name].filter(isHan).slice(0, SYLLABLES);
  const choices = chars.map((char) => readingsOfChar(char));
  preferCompoundSurname(chars, choices);
  if (chars.length > LONGEST_PERSON) preferPhrase(chars, choices);
  return combine(choices.filter((readings) => readings.length > 0));
}

/** The syllables of a person's name with tone marks, the surname's own reading at its head. */
export function tonedSyllables(surname: string, given: string): { surname: string[]; given: string[] } {
  const folded = foldText(surname);
  const compound = COMPOUND.get(folded);
  const single = SURNAMES.get(folded)?.[0];
  return {
    surname: compound ?? (single ? [single] : tonedByPhrase(surname)),
    given: [...given].length === 1 ? [GIVEN.get(foldText(given))?.[0] ?? pinyin(given)] : tonedByPhrase(given),
  };
}

export function tonedByPhrase(text: string): string[] {
  return pinyin(text, { type: 'array', nonZh: 'consecutive', toneSandhi: false });
}

/** `lǚ` → `lv`: as typed on a keyboard without tones. */
export function plainSyllable(toned: string): string {
  return toned
    .normalize('NFD')
    .replace(/u\u0308/g, 'v')
    .replace(/[\u0300-\u036f]/g, '');
}

const READINGS = 12;
const SYLLABLES = 24;
const LONGEST_PERSON = 3;

const SURNAMES = new Map<string, string[]>(Object.entries(chineseNames.surnameReadings));
const GIVEN = new Map<string, string[]>(Object.entries(chineseNames.givenNameReadings));
const COMPOUND = new Map(Object.entries(chineseNames.compoundSurnames).map(([name, read]) => [name, read.split(' ')]));

// Imports read a million names made of a few thousand characters.
const readings = new Map<string, readonly string[]>();

function readingsOfChar(char: string): readonly string[] {
  const known = readings.get(char);
  if (known) return known;
  const folded = foldText(char);
  const everyday = pinyin(char);
  const toned = [
    ...(SURNAMES.get(folded) ?? []),
    everyday === char ? pinyin(folded) : everyday,
    ...(GIVEN.get(folded) ?? []),
  ];
  const plain = unique(toned.filter((reading) => reading !== char && reading !== folded).flatMap(spellings));
  if (char.length === 1) readings.set(char, plain);
  return plain;
}

// ü has no key: it is typed lv in input methods, lu in a hurry, and printed LYU in passports.
function spellings(toned: string): string[] {
  const plain = plainSyllable(toned);
  return plain.includes('v') ? [plain, plain.replace('v', 'u'), plain.replace('v', 'yu')] : [plain];
}

function preferCompoundSurname(chars: readonly string[], choices: (readonly string[])[]): void {
  const compound = chars.length > 1 ? COMPOUND.get(foldText(chars.slice(0, 2).join(''))) : undefined;
  compound?.forEach((syllable, at) => {
    choices[at] = unique([...spellings(syllable), ...(choices[at] ?? [])]);
  });
}

function preferPhrase(chars: readonly string[], choices: (readonly string[])[]): void {
  const phrase = pinyin(chars.join(''), { type: 'array' });
  if (phrase.length !== chars.length) return;
  phrase.forEach((syllable, at) => {
    const known = choices[at];
    if (known && known.length > 0) choices[at] = unique([...spellings(syllable), ...known]);
  });
}

function combine(choices: readonly (readonly string[])[]): string[][] {
  let combined: string[][] = choices.length > 0 ? [[]] : [];
  for (const choice of choices) {
    const allowed = choice.slice(0, Math.max(1, Math.floor(READINGS / combined.length)));
    combined = combined.flatMap((before) => allowed.map((syllable) => before.concat(syllable)));
  }
  return combined;
}

function unique(items: readonly string[]): string[] {
  return items.length < 2 ? [...items] : [...new Set(items)];
}
