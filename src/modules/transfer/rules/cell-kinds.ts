import { parseAmount } from './amounts.ts';
import { plainText } from './cell.ts';
import { parseDate } from './dates.ts';

export type CellKind = 'empty' | 'date' | 'phone' | 'email' | 'whole' | 'decimal' | 'code' | 'text';

const MOBILE = /^(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}$|^(?:\+?886[- ]?|0)9\d{2}[- ]?\d{3}[- ]?\d{3}$/;

/** What a cell looks like by itself, without its column. Serial dates look like whole numbers. */
export function cellKind(text: string): CellKind {
  const plain = plainText(text);
  if (plain === '') return 'empty';
  if (MOBILE.test(plain)) return 'phone';
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(plain)) return 'email';
  if (/^\d+$/.test(plain))
    return isCompactDate(plain) ? 'date' : plain.length > 1 && plain[0] === '0' ? 'code' : 'whole';
  if (parseAmount(plain).ok) return /^-?\d+$/.test(plain) ? 'whole' : 'decimal';
  if (plain.length <= 40 && /\d/.test(plain) && isWrittenDate(plain)) return 'date';
  return /^(?=.*\d)[A-Za-z0-9._/#-]+$/.test(plain) ? 'code' : 'text';
}

function isCompactDate(plain: string): boolean {
  return /^(19|20)\d{6}(\d{4}|\d{6})?$/.test(plain) && parseDate(plain).ok;
}

function isWrittenDate(plain: string): boolean {
  return parseDate(plain, { order: 'mdy' }).ok || parseDate(plain, { order: 'dmy' }).ok;
}
