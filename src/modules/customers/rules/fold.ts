import { Converter } from 'opencc-js/t2cn';

/**
 * One spelling for what a person would call the same name: full width → half width, no accents, lower case, traditional
 * → simplified. Han characters are folded one by one, never by phrase, so that a part of a name folds like the whole of
 * it.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  if (COMMON_HAN.test(text)) return simplify(text);
  const plain = text.toWellFormed().normalize('NFKC').toLowerCase().normalize('NFD').replace(ACCENTS, '');
  return simplify(plain.normalize('NFC'));
}

export type CharKind = 'cjk' | 'word' | 'gap';

/**
 * `cjk`: a script written without spaces, searched by single characters and pairs. `word`: letters and digits. `gap`:
 * all else.
 */
export function kindOfChar(char: string): CharKind {
  const known = kinds.get(char);
  if (known) return known;
  const kind = !WORD.test(char) ? 'gap' : CJK.test(char) ? 'cjk' : 'word';
  if (char.length === 1) kinds.set(char, kind);
  return kind;
}

export function isHan(char: string): boolean {
  return HAN.test(char);
}

const ASCII = /^[\x20-\x7e]*$/;
const COMMON_HAN = /^[\u4e00-\u9fff]+$/;
const ACCENTS = /[\u0300-\u036f]/g;
const WORD = /[\p{L}\p{N}\p{M}]/u;
const CJK = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]/u;
const HAN = /\p{sc=Han}/u;

// Both tables hold the 65,536 characters of the basic plane at most; rarer ones are worked out each time.
const kinds = new Map<string, CharKind>();
const simplified = new Map<string, string>();
let toSimplified: ((text: string) => string) | undefined;

function simplify(text: string): string {
  const convert = (toSimplified ??= Converter({ from: 't', to: 'cn' }));
  let folded = '';
  for (const char of text) {
    const simple = simplified.get(char) ?? convert(char);
    if (char.length === 1) simplified.set(char, simple);
    folded += simple;
  }
  return folded;
}
