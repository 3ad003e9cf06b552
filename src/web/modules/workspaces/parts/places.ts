import { isCurrency } from '../../../../maths/money.ts';
import type { Language } from '../../../api/session.ts';

const currencies: Record<string, string> = {
  'Asia/Taipei': 'TWD',
  'Asia/Hong_Kong': 'HKD',
  'Asia/Macau': 'MOP',
  'Asia/Singapore': 'SGD',
  'Asia/Tokyo': 'JPY',
  'Europe/London': 'GBP',
};

export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'Asia/Shanghai';
}

/** What people pay with where the browser stands; a guess that the setup page shows. */
export function currencyHere(zone: string, language: string): string {
  const known = currencies[zone];
  if (known) return known;
  if (zone.startsWith('Europe/')) return 'EUR';
  if (zone.startsWith('America/')) return 'USD';
  return language === 'zh-TW' ? 'TWD' : 'CNY';
}

export function zones(): string[] {
  return [...new Set(['Asia/Shanghai', 'Asia/Taipei', 'Asia/Hong_Kong', ...Intl.supportedValuesOf('timeZone'), 'UTC'])];
}

export function currencyChoices(language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  const first = ['CNY', 'TWD', 'HKD', 'USD', 'EUR'];
  const all = Intl.supportedValuesOf('currency').filter((code) => isCurrency(code) && !first.includes(code));
  return [...first, ...all].map((value) => ({ value, label: `${value} ${names.of(value) ?? ''}`.trim() }));
}

export function asLanguage(text: string): Language {
  return text === 'en' || text === 'zh-TW' ? text : 'zh-CN';
}
