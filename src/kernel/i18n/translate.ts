import i18next, { type i18n } from 'i18next';
import { fileURLToPath } from 'node:url';
import { locales, type Locale } from './locales.ts';
import { collectWords, type Words, type WordTree } from './words.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let instance: i18n | undefined;

/** `key` is `namespace:path`, e.g. `today:reason.late`. Unknown keys come back as they are. */
export function translate(locale: Locale, key: string, values: Record<string, unknown> = {}): string {
  return String(loaded().t(key, { lng: locale, ...values }));
}

/** The sentence for an error code, from whichever module's `errors` names it. */
export function errorSentence(locale: Locale, code: string, data: Record<string, unknown> = {}): string {
  const namespace = errorNamespaces().get(code);
  return translate(locale, namespace ? `${namespace}:errors.${code}` : 'kernel:errors.INTERNAL', data);
}

function loaded(): i18n {
  if (instance) return instance;
  const words = collectWords(root, locales);
  instance = i18next.createInstance();
  void instance.init({
    resources: words as Record<Locale, Words>,
    fallbackLng: 'en',
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return instance;
}

let namespacesByCode: Map<string, string> | undefined;

function errorNamespaces(): Map<string, string> {
  if (namespacesByCode) return namespacesByCode;
  namespacesByCode = new Map();
  for (const [namespace, tree] of Object.entries(loaded().getDataByLanguage('en') ?? {})) {
    const errors = (tree as WordTree)['errors'];
    if (typeof errors === 'object') for (const code of Object.keys(errors)) namespacesByCode.set(code, namespace);
  }
  return namespacesByCode;
}
