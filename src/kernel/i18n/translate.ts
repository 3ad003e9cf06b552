import i18next, { type i18n } from 'i18next';
import { fileURLToPath } from 'node:url';
import type { Locale } from './locales.ts';
import { collectWords, type WordTree } from './words.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let instance: i18n | undefined;

/** `key` is `namespace:path`, e.g. `today:reason.late`. Unknown keys come back as they are. */
export function translate(locale: Locale, key: string, values?: Record<string, unknown>): string {
  if (values) return String(loaded(locale).t(key, { lng: locale, ...values }));
  const place = `${locale} ${key}`;
  const word = plainWords.get(place) ?? String(loaded(locale).t(key, { lng: locale }));
  // Keys that somebody made up must not fill the memory.
  if (plainWords.size < MOST_WORDS) plainWords.set(place, word);
  return word;
}

/** Looked up once: a list or a file asks for the same few words in every row. */
const plainWords = new Map<string, string>();
const MOST_WORDS = 20_000;

/** The sentence for an error code, from whichever module's `errors` names it. */
export function errorSentence(locale: Locale, code: string, data: Record<string, unknown> = {}): string {
  const namespace = errorNamespaces().get(code);
  return translate(locale, namespace ? `${namespace}:errors.${code}` : 'kernel:errors.INTERNAL', data);
}

/** A language's words are read when somebody first speaks it: making zh-TW takes most of a second. */
function loaded(locale: Locale): i18n {
  instance ??= begun();
  if (instance.getDataByLanguage(locale)) return instance;
  for (const [namespace, tree] of Object.entries(collectWords(root, [locale])[locale] ?? {})) {
    instance.addResourceBundle(locale, namespace, tree);
  }
  return instance;
}

function begun(): i18n {
  const made = i18next.createInstance();
  void made.init({
    resources: collectWords(root, ['en']),
    fallbackLng: 'en',
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return made;
}

let namespacesByCode: Map<string, string> | undefined;

function errorNamespaces(): Map<string, string> {
  if (namespacesByCode) return namespacesByCode;
  namespacesByCode = new Map();
  for (const [namespace, tree] of Object.entries(loaded('en').getDataByLanguage('en') ?? {})) {
    const errors = (tree as WordTree)['errors'];
    if (typeof errors === 'object') for (const code of Object.keys(errors)) namespacesByCode.set(code, namespace);
  }
  return namespacesByCode;
}
