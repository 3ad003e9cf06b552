import { dateOfSerial } from '../../rules/dates.ts';

/** How a number is shown, as far as its meaning depends on it. */
export type NumberFormat = 'plain' | 'date' | 'time' | { zeros: number };

// Built-in formats of ECMA-376 18.8.30, with those that East Asian versions of Excel add.
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const BUILT_IN_TIMES = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56]);

export function builtInFormat(id: number): NumberFormat {
  return BUILT_IN_DATES.has(id) ? 'date' : BUILT_IN_TIMES.has(id) ? 'time' : 'plain';
}

export function formatOfCode(code: string): NumberFormat {
  const first = code.replace(/"[^"]*"|\\./g, '').split(';')[0] ?? '';
  // Elapsed time such as [h]:mm is a length, not a moment.
  if (/\[(?:h+|m+|s+)\]/i.test(first)) return 'plain';
  const bare = first.replace(/\[[^\]]*\]/g, '').replace(/_.|\*./g, '');
  if (/^0{2,}$/.test(bare)) return { zeros: bare.length };
  if (/general|[#?]/i.test(bare)) return 'plain';
  if (/[yde]/i.test(bare.replace(/e[+-]/gi, ''))) return 'date';
  return /[hs]/i.test(bare) ? 'time' : /m/i.test(bare) ? 'date' : 'plain';
}

/** The text of a number: dates as ISO, other numbers with all their digits and without exponent. */
export function numberText(value: number, format: NumberFormat, from1904: boolean): string {
  const isSerial = (format === 'date' || format === 'time') && value >= 0 && value < 2_958_466;
  if (!isSerial) return padded(plainNumber(value), format);
  const { date, time = '00:00:00' } = dateOfSerial(value, from1904);
  if (format === 'time' || value < 1) return time;
  return Number.isInteger(value) ? date : `${date} ${time}`;
}

function padded(text: string, format: NumberFormat): string {
  return typeof format === 'object' && /^\d+$/.test(text) ? text.padStart(format.zeros, '0') : text;
}

// A phone number of 11 digits must not become 1.39E+10, nor a cent 1e-7.
function plainNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  return value.toFixed(20).replace(/0+$/, '');
}
