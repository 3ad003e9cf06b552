import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../api/session.ts';
import { pickLanguage } from './language.ts';

const KEY = 'regulars.language';

// One chunk per language, made by the words plugin from every module's messages.
const loaders: Record<Language, () => Promise<{ default: Record<string, object> }>> = {
  'zh-CN': () => import('virtual:words/zh-CN'),
  'zh-TW': () => import('virtual:words/zh-TW'),
  en: () => import('virtual:words/en'),
};

export async function startWords(): Promise<void> {
  const language = pickLanguage(localStorage.getItem(KEY), navigator.languages);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: (await loaders[language]()).default },
    defaultNS: 'shell',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

/** Switches every word on the screen at once, without a reload. */
export async function speak(language: Language): Promise<void> {
  if (language === i18next.language) return;
  const words = (await loaders[language]()).default;
  for (const [namespace, tree] of Object.entries(words)) i18next.addResourceBundle(language, namespace, tree);
  document.documentElement.lang = language;
  localStorage.setItem(KEY, language);
  await i18next.changeLanguage(language);
}

/** A person's own choice, made on another machine, holds here too until they choose here. */
export function hasChosenLanguage(): boolean {
  return localStorage.getItem(KEY) !== null;
}
