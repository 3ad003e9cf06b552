export const locales = ['zh-CN', 'zh-TW', 'en'] as const;
export type Locale = (typeof locales)[number];

/** The best of our three for an `Accept-Language` header or a browser's list; Chinese first where nothing fits. */
export function pickLocale(wanted: string | readonly string[] | null | undefined): Locale {
  const tags = typeof wanted === 'string' ? wanted.split(',') : (wanted ?? []);
  for (const tag of tags) {
    const name = (tag.split(';')[0] ?? '').trim().toLowerCase();
    if (/^zh-(tw|hk|mo|hant)/.test(name)) return 'zh-TW';
    if (name.startsWith('zh')) return 'zh-CN';
    if (name.startsWith('en')) return 'en';
  }
  return 'zh-CN';
}
