import type { Formats } from '../../../kit/formats.ts';

/** Minor units → the decimal text that amounts travel as; of the base currency unless said. */
export function minorText(minor: string, f: Formats, currency = f.settings.baseCurrency): string {
  const digits = decimalsOf(currency);
  if (digits === 0) return minor;
  const sign = minor.startsWith('-') ? '-' : '';
  const padded = minor.replace('-', '').padStart(digits + 1, '0');
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

export function decimalsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
