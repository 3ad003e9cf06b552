import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Converter } from 'opencc-js/cn2t';
import type { Locale } from './locales.ts';
import mended from './taiwan-words.json' with { type: 'json' };

export interface WordTree {
  [key: string]: string | WordTree;
}
/** Namespace (module folder, or kit, shell, kernel) → its words. */
export type Words = Record<string, WordTree>;

/**
 * Reads every `messages/{en,zh-CN}.json` below `root` (the `src` folder). zh-TW is made from zh-CN by phrase
 * conversion; `messages/zh-TW.json`, where present, overrides what conversion gets wrong.
 */
export function collectWords(root: string, wanted: readonly Locale[]): Partial<Record<Locale, Words>> {
  const words: Partial<Record<Locale, Words>> = {};
  for (const locale of wanted) words[locale] = {};
  for (const [namespace, folder] of messageFolders(root)) {
    for (const locale of wanted) (words[locale] as Words)[namespace] = readLocale(folder, locale);
  }
  return words;
}

/** Namespace and folder of every `messages/` room. */
export function messageFolders(root: string): [namespace: string, folder: string][] {
  const found: [string, string][] = [
    ['kernel', join(root, 'kernel/i18n/messages')],
    ['kit', join(root, 'web/kit/messages')],
    ['shell', join(root, 'web/shell/messages')],
  ];
  for (const module of readdirSync(join(root, 'modules')).sort()) {
    found.push([module, join(root, 'modules', module, 'messages')]);
  }
  return found.filter(([, folder]) => existsSync(join(folder, 'en.json')));
}

function readLocale(folder: string, locale: Locale): WordTree {
  if (locale !== 'zh-TW') return readTree(join(folder, `${locale}.json`));
  const overrides = join(folder, 'zh-TW.json');
  const converted = toTaiwan(readTree(join(folder, 'zh-CN.json')));
  return existsSync(overrides) ? merge(converted, readTree(overrides)) : converted;
}

function readTree(file: string): WordTree {
  return JSON.parse(readFileSync(file, 'utf8')) as WordTree;
}

let byPhrase: ((text: string) => string) | undefined;

/**
 * `taiwan-words.json` mends what the phrase tables leave as it is said on the mainland, or take for another word (days
 * later for the empress of heaven).
 */
export function inTaiwan(text: string): string {
  // Its tables are large: only who speaks zh-TW waits for them.
  const convert = (byPhrase ??= Converter({ from: 'cn', to: 'twp' }));
  return mended.reduce((said, [wrong, right]) => said.replaceAll(wrong as string, right as string), convert(text));
}

function toTaiwan(tree: WordTree): WordTree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, typeof value === 'string' ? inTaiwan(value) : toTaiwan(value)]),
  );
}

function merge(base: WordTree, over: WordTree): WordTree {
  const result = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = typeof value === 'object' && typeof below === 'object' ? merge(below, value) : value;
  }
  return result;
}
