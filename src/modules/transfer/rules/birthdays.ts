import { plainText, refused, understood, type Cell } from './cell.ts';
import { parseDate, type DateHint } from './dates.ts';
import words from './people-words.json' with { type: 'json' };

export interface Birthday {
  calendar: 'solar' | 'lunar';
  year?: number;
  month: number;
  day: number;
  leapMonth?: true;
}

/** A birthday, solar or lunar, with or without its year, in digits or in Chinese numerals. */
export function parseBirthday(text: string, hint: DateHint = {}): Cell<Birthday> {
  const plain = plainText(text).toLowerCase();
  if (plain === '') return refused('CELL_EMPTY', text);
  const spoken = withoutMarks(plain);
  const lunar = spoken.lunar || isSpokenLunar(spoken.rest);
  const digits = chineseNumbersAsDigits(spoken.rest);
  if (/^(19|20)\d\d(-|$)$/.test(digits)) return refused('BIRTHDAY_YEAR_ONLY', text);
  const found = lunar ? yearMonthDay(digits) : (yearMonthDay(digits) ?? otherDate(spoken.rest, hint));
  if (!found || !isReal(found, lunar)) return refused('BIRTHDAY_NOT_UNDERSTOOD', text);
  const { year, month, day } = found;
  return understood({
    calendar: lunar ? 'lunar' : 'solar',
    ...(year === undefined ? {} : { year }),
    month,
    day,
    ...(lunar && spoken.leap ? { leapMonth: true } : {}),
  });
}

interface Parts {
  year?: number;
  month: number;
  day: number;
}

function withoutMarks(plain: string): { rest: string; lunar: boolean; leap: boolean } {
  const lunar = words.lunarMarks.some((mark) => plain.includes(mark));
  const leap = words.leap.some((mark) => plain.includes(mark));
  const marks = [...words.lunarMarks, ...words.solarMarks, ...words.leap];
  const rest = marks
    .reduce((left, mark) => left.replaceAll(mark, ''), plain)
    .replace(/[()[\]]/g, '')
    .replace(/^\s*:/, '');
  return { rest: rest.trim(), lunar: lunar || leap, leap };
}

// Some names of days and months (the early days, the twenties, the first, eleventh and twelfth month) are lunar only.
function isSpokenLunar(rest: string): boolean {
  const days = [words.early, ...words.twenty, ...words.thirty];
  const months = Object.keys(words.lunarMonths).map((month) => month + words.monthSign);
  return [...days, ...months].some((word) => rest.includes(word));
}

function chineseNumbersAsDigits(rest: string): string {
  let text = rest;
  for (const [name, month] of Object.entries(words.lunarMonths)) {
    text = text.replace(name + words.monthSign, month + words.monthSign);
  }
  for (const sign of words.twenty) text = text.replaceAll(sign, `2${words.ten}`);
  for (const sign of words.thirty) text = text.replaceAll(sign, `3${words.ten}`);
  text = text.replaceAll(words.early, '');
  const digits: Record<string, number> = words.digits;
  text = [...text].map((char) => (char in digits ? String(digits[char]) : char)).join('');
  return text
    .replace(
      new RegExp(`(\\d?)${words.ten}(\\d?)`, 'g'),
      (_, tens: string, ones: string) => `${tens || '1'}${ones || '0'}`,
    )
    .replace(new RegExp(`\\s*[${words.yearSign}${words.monthSign}]\\s*`, 'g'), '-')
    .replace(new RegExp(`\\s*[${words.daySigns}]`, 'g'), '');
}

function yearMonthDay(digits: string): Parts | undefined {
  const full = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[ t]+0{1,2}:00.*)?$/.exec(digits);
  if (full) return { year: Number(full[1]), month: Number(full[2]), day: Number(full[3]) };
  const partial = /^-*(\d{1,2})[-/. ](\d{1,2})$/.exec(digits) ?? /^(\d\d)(\d\d)$/.exec(digits);
  return partial ? { month: Number(partial[1]), day: Number(partial[2]) } : undefined;
}

function otherDate(rest: string, hint: DateHint): Parts | undefined {
  const date = parseDate(rest, hint);
  return date.ok ? partsOf(date.value.date) : undefined;
}

function partsOf(date: string): Parts {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day };
}

function isReal({ year, month, day }: Parts, lunar: boolean): boolean {
  // Tills write 1900-01-01 where nobody knows the birthday.
  if (year !== undefined && (year < 1900 || year > 2199 || (year === 1900 && month === 1 && day === 1))) return false;
  if (month < 1 || month > 12 || day < 1) return false;
  if (lunar) return day <= 30;
  return day <= new Date(Date.UTC(year ?? 2000, month, 0)).getUTCDate();
}
