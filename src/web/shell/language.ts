import type { Language } from '../api/session.ts';

export const languages: readonly Language[] = ['zh-CN', 'zh-TW', 'en'];

const scripts: Record<Language, string> = { 'zh-CN': 'zh-Hans', 'zh-TW': 'zh-Hant', en: 'en' };

/** Each language by its own name, as a reader of it looks for it. */
export function nameOf(language: Language): string {
  const script = scripts[language];
  return new Intl.DisplayNames([script], { type: 'language' }).of(script) ?? language;
}

/** What was chosen here before, else the first of the browser's languages that we speak, else 简体中文. */
export function pickLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const known = languages.find((language) => language === chosen);
  if (known) return known;
  for (const tag of wanted) {
    const name = tag.toLowerCase();
    if (/^zh-(hant|tw|hk|mo)/.test(name)) return 'zh-TW';
    if (name.startsWith('zh')) return 'zh-CN';
    if (name.startsWith('en')) return 'en';
  }
  return 'zh-CN';
}
