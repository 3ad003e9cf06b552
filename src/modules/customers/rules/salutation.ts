import chineseNames from './chinese-names.json' with { type: 'json' };
import { foldText, isHan } from './fold.ts';
import { plainSyllable, tonedByPhrase, tonedSyllables } from './pinyin.ts';
import words from './salutation-words.json' with { type: 'json' };

export type Addressed = {
  name: string;
  kind?: 'person' | 'company' | undefined;
  gender?: 'male' | 'female' | 'other' | undefined;
  /** Job or academic title as entered: general manager, professor, Dr. */
  title?: string | undefined;
};

export type SalutationLanguage = 'zh-CN' | 'zh-TW' | 'en';

/** Surname and title, as in Mr Wang. Where it cannot be known what is polite, the full name. */
export function salutationOf(person: Addressed, language: SalutationLanguage): string {
  const name = person.name.trim().replace(/\s+/g, ' ');
  if (name === '' || person.kind === 'company') return name;
  return language === 'en' ? inEnglish(name, person) : inChinese(name, person, language);
}

/**
 * Surname and given name of a person's name of one to four Han characters; `undefined` for nicknames, shops and names
 * of other lands.
 */
export function splitChineseName(name: string): { surname: string; given: string } | undefined {
  const chars = [...name.replace(/\s+/g, '')];
  if (chars.length < 1 || chars.length > 4 || !chars.every(isHan)) return undefined;
  const folded = chars.map(foldText);
  const compound = COMPOUND.has(folded.slice(0, 2).join(''));
  const surnameLength = compound && chars.length > 2 ? 2 : chars.length < 4 && SINGLE.has(folded[0]!) ? 1 : 0;
  if (surnameLength === 0) return undefined;
  return { surname: chars.slice(0, surnameLength).join(''), given: chars.slice(surnameLength).join('') };
}

/** `Shàn Xióngxìn`; for what is not a Chinese person's name, syllable by syllable. */
export function pinyinOf(name: string): string {
  const split = splitChineseName(name);
  if (!split) {
    const parts = name.trim().split(MIDDLE_DOT);
    return parts.length > 1
      ? parts.map((part) => asOneWord(tonedByPhrase(part))).join('·')
      : apart(tonedByPhrase(name.trim()));
  }
  const syllables = tonedSyllables(split.surname, split.given);
  return `${asOneWord(syllables.surname)} ${asOneWord(syllables.given)}`.trim();
}

const MIDDLE_DOT = /\s*[\u00b7\u2022\u2027\u30fb]\s*/;
const SINGLE = new Set(chineseNames.singleSurnames);
const COMPOUND = new Set(Object.keys(chineseNames.compoundSurnames));
const SAID = words.alreadySaid;
const TITLES: Readonly<Record<string, { 'zh-CN': string; 'zh-TW': string; en?: string }>> = words.titles;
const SPOKEN_SURNAMES = new Set(
  [...SINGLE].map((surname) => plainSyllable(tonedSyllables(surname, '').surname.join(''))),
);

function inChinese(name: string, person: Addressed, language: 'zh-CN' | 'zh-TW'): string {
  const folded = foldText(name);
  if (SAID.some((said) => folded.endsWith(said) && folded.length > said.length && folded.length <= said.length + 2))
    return name;
  const called = splitChineseName(name)?.surname ?? name;
  const title = titleOf(person)?.[language];
  if (title) return called + title;
  return person.gender === 'male' || person.gender === 'female' ? called + words[language][person.gender] : name;
}

function inEnglish(name: string, person: Addressed): string {
  const title = titleOf(person)?.en ?? genderTitle(person);
  const split = splitChineseName(name);
  const isLatin = ![...name].some(isHan);
  const full = isLatin ? name : withoutTones(pinyinOf(name));
  if (!title) return full;
  if (split) return `${title} ${withoutTones(asOneWord(tonedSyllables(split.surname, '').surname))}`;
  return `${title} ${isLatin ? familyNameInLatin(name) : full}`;
}

// 'Wang Wei' may be either way round: then the whole name is the only safe one.
function familyNameInLatin(name: string): string {
  const parts = name.split(' ');
  return SPOKEN_SURNAMES.has(parts[0]!.toLowerCase()) ? name : parts.at(-1)!;
}

function genderTitle({ gender }: Addressed): string | undefined {
  return gender === 'male' || gender === 'female' ? words.en[gender] : undefined;
}

function titleOf({ title }: Addressed): { 'zh-CN': string; 'zh-TW': string; en?: string } | undefined {
  const key = foldText(title ?? '').trim();
  return Object.hasOwn(TITLES, key) ? TITLES[key] : undefined;
}

// GB/T 16159: an apostrophe before a syllable that begins with a vowel.
function asOneWord(syllables: readonly string[]): string {
  const joined = syllables
    .map((syllable, at) => (at > 0 && /^[aoe]/.test(plainSyllable(syllable)) ? `'${syllable}` : syllable))
    .join('');
  return capital(joined);
}

function apart(syllables: readonly string[]): string {
  return syllables.map(capital).join(' ');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function withoutTones(toned: string): string {
  return toned
    .normalize('NFD')
    .replace(/(?!\u0308)[\u0300-\u036f]/g, '')
    .normalize('NFC');
}
