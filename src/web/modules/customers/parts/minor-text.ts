import type { Formats } from '../../../kit/formats.ts';

/** Minor units of the base currency → the decimal text that amounts travel as. */
export function minorText(minor: string, f: Formats): string {
  const digits = decimalsOf(f.settings.baseCurrency);
  if (digits === 0) return minor;
  const sign = minor.startsWith('-') ? '-' : '';
  const padded = minor.replace('-', '').padStart(digits + 1, '0');
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

export function decimalsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
