import words from './date-words.json' with { type: 'json' };
import { plainText, refused, understood, type Cell } from './cell.ts';

export type DateOrder = 'mdy' | 'dmy' | 'ymd';

export interface DateHint {
  /** How the column writes its days, found by `dateOrderOf` or said by the person. */
  order?: DateOrder;
  /** Serial numbers count from 1904 in workbooks of old Macintosh versions. */
  from1904?: boolean;
}

/** A civil date and time of day as written; only with `zone` is it an instant. */
export interface ParsedDate {
  date: string;
  time?: string;
  /** `Z` or `+08:00`. */
  zone?: string;
}

export function parseDate(text: string, hint: DateHint = {}): Cell<ParsedDate> {
  const plain = withoutSigns(plainText(text).toLowerCase());
  if (plain === '') return refused('CELL_EMPTY', text);
  if (/^\d+(\.\d+)?$/.test(plain)) return fromNumber(plain, text, hint);
  const [day, rest] = splitTime(plain);
  const civil = civilDate(day, hint.order);
  if (civil === undefined) return refused('DATE_NOT_UNDERSTOOD', text);
  if (civil === 'ambiguous') return refused('DATE_AMBIGUOUS', text);
  const date = realDate(...civil);
  if (!date) return refused('DATE_NOT_REAL', text);
  if (rest === '') return understood({ date });
  const time = timeOfDay(rest);
  return time ? understood({ date, ...time }) : refused('DATE_NOT_UNDERSTOOD', text);
}

/** The order of day and month in a column. `ambiguous`: the values allow both, or contradict each other. */
export function dateOrderOf(samples: string[]): DateOrder | 'ambiguous' | undefined {
  const seen = { first: false, second: false, dots: 0, short: 0, ymd: 0 };
  for (const sample of samples) {
    const [day] = splitTime(withoutSigns(plainText(sample).toLowerCase()));
    const short = SHORT_DATE.exec(day);
    if (!short) {
      if (civilDate(day, undefined) !== undefined || /^\d{8}$/.test(day)) seen.ymd += 1;
      continue;
    }
    seen.short += 1;
    if (Number(short[1]) > 12) seen.first = true;
    if (Number(short[2]) > 12) seen.second = true;
    if (day.includes('.')) seen.dots += 1;
  }
  if (seen.short === 0) return seen.ymd > 0 ? 'ymd' : undefined;
  if (seen.first !== seen.second) return seen.first ? 'dmy' : 'mdy';
  return !seen.first && seen.dots === seen.short ? 'dmy' : 'ambiguous';
}

/** A date for a whole number of days, as a spreadsheet counts them. */
export function dateOfSerial(serial: number, from1904 = false): ParsedDate {
  // Spreadsheets count a 29 February 1900 that never was, so their day 0 is 1899-12-30 for every later day.
  const dayZero = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const seconds = Math.round(serial * 86_400);
  const instant = new Date(dayZero + seconds * 1000).toISOString();
  const time = instant.slice(11, 19);
  return Number.isInteger(serial) ? { date: instant.slice(0, 10) } : { date: instant.slice(0, 10), time };
}

const SHORT_DATE = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/;
const WEEKDAY = new RegExp(words.weekday, 'g');

// Chinese signs for year, month, hour and so on become `2026-1-2 3:4`; a year of the Republic becomes `r113-`.
function withoutSigns(plain: string): string {
  let text = plain.replace(WEEKDAY, ' ').replace(/\(\s*\)/g, ' ');
  for (const era of words.republic) text = text.replace(new RegExp(`${era}\\s*`), 'r');
  const { year, month, day, hour, minute, second } = words.signs;
  text = text.replace(new RegExp(`\\s*(?:${[...year, ...month].join('|')})\\s*`, 'g'), '-');
  text = text.replace(new RegExp(`\\s*(?:${day.join('|')})\\s*`, 'g'), ' ');
  text = text.replace(new RegExp(`(?:${hour.join('|')})\\s*`, 'g'), ':');
  text = text
    .replace(new RegExp(`(?:${minute.join('|')})\\s*`, 'g'), ':')
    .replace(new RegExp(second.join('|'), 'g'), '');
  return text
    .replace(/:(?=\s*$)/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function splitTime(plain: string): [day: string, rest: string] {
  const compact = /^(\d{8})[t ]?(\d{6}|\d{4})(z|[+-]\d{2}:?\d{2})?$/.exec(plain);
  if (compact) {
    const [, day = '', time = '', zone = ''] = compact;
    return [day, `${(time.match(/../g) ?? []).join(':')}${zone}`];
  }
  const half = [...words.morning, ...words.afternoon].map((word) => word.replaceAll('.', '\\.')).join('|');
  const found = new RegExp(`^(.*?)(?:[t ,]+|(?=${half}))((?:${half})? ?\\d{1,2}:.*|\\d{1,2} ?(?:${half}))$`).exec(
    plain,
  );
  return found ? [(found[1] ?? '').replace(/[ ,t]+$/, ''), found[2] ?? ''] : [plain, ''];
}

type YearMonthDay = [year: number, month: number, day: number];

function civilDate(day: string, order: DateOrder | undefined): YearMonthDay | 'ambiguous' | undefined {
  const long = /^(r?)(\d{2,4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(day);
  if (long && (long[1] === 'r' || long[2]?.length !== 2 || order === 'ymd')) {
    return [fullYear(long[2] ?? '', long[1] === 'r'), Number(long[3]), Number(long[4])];
  }
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(day);
  if (compact) return [Number(compact[1]), Number(compact[2]), Number(compact[3])];
  return namedMonth(day) ?? shortDate(day, order);
}

// Three digits are a year of the Republic of China (113 is 2024).
function fullYear(digits: string, republic: boolean): number {
  const year = Number(digits);
  if (republic || digits.length === 3) return year + 1911;
  return digits.length === 4 ? year : year + (year < 70 ? 2000 : 1900);
}

function namedMonth(day: string): YearMonthDay | undefined {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[-/ .]*([a-z]{3,9})\.?[-/ .,]*(\d{4}|\d{2})$/.exec(day);
  const monthFirst = /^([a-z]{3,9})\.?[-/ .]*(\d{1,2})(?:st|nd|rd|th)?[-/ .,]+(\d{4}|\d{2})$/.exec(day);
  const name = dayFirst?.[2] ?? monthFirst?.[1];
  if (!name) return undefined;
  const month = words.months.indexOf(name.slice(0, 3)) + 1;
  const year = fullYear(dayFirst?.[3] ?? monthFirst?.[3] ?? '', false);
  return month === 0 ? undefined : [year, month, Number(dayFirst?.[1] ?? monthFirst?.[2])];
}

function shortDate(day: string, order: DateOrder | undefined): YearMonthDay | 'ambiguous' | undefined {
  const short = SHORT_DATE.exec(day);
  if (!short) return undefined;
  const [first, second, year] = [Number(short[1]), Number(short[2]), fullYear(short[3] ?? '', false)];
  const dayFirst = order === 'dmy' || first > 12 || (order !== 'mdy' && (day.includes('.') || first === second));
  if (dayFirst) return [year, second, first];
  return order === 'mdy' || second > 12 ? [year, first, second] : 'ambiguous';
}

function realDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || year > 2199 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.toISOString().slice(0, 10);
}

function timeOfDay(rest: string): { time: string; zone?: string } | undefined {
  const morning = words.morning.some((word) => rest.includes(word));
  const afternoon = words.afternoon.some((word) => rest.includes(word));
  const digits = rest.replace(/[^\d:.+z-]/g, '').replace(/^\.+|\.+$/g, '');
  const found = /^(\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2})(?:\.\d+)?)?(z|[+-]\d{2}(?::?\d{2})?)?$/.exec(digits);
  if (!found) return undefined;
  const [hour, minute, second] = [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const noonBased = afternoon && hour < 12 ? hour + 12 : morning && hour === 12 ? 0 : hour;
  const time = [noonBased, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
  return found[4] ? { time, zone: zoneOf(found[4]) } : { time };
}

function zoneOf(written: string): string {
  if (written === 'z') return 'Z';
  const digits = written.slice(1).replace(':', '').padEnd(4, '0');
  return `${written[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function fromNumber(plain: string, text: string, hint: DateHint): Cell<ParsedDate> {
  if (/^\d{8}$|^\d{12}$|^\d{14}$/.test(plain)) {
    const [day, rest] = splitTime(plain);
    const civil = civilDate(day.slice(0, 8), undefined);
    const date = Array.isArray(civil) ? realDate(...civil) : undefined;
    const time = rest === '' ? {} : timeOfDay(rest);
    return date && time ? understood({ date, ...time }) : refused('DATE_NOT_REAL', text);
  }
  if (/^\d{10}$|^\d{13}$/.test(plain)) {
    const instant = new Date(plain.length === 10 ? Number(plain) * 1000 : Number(plain)).toISOString();
    return understood({ date: instant.slice(0, 10), time: instant.slice(11, 19), zone: 'Z' });
  }
  // 10,000 to 73,050 as a serial is 1927 to 2099; other plain numbers are no dates.
  const serial = Number(plain);
  if (serial < 10_000 || serial >= 73_051) return refused('DATE_NOT_UNDERSTOOD', text);
  return understood(dateOfSerial(serial, hint.from1904));
}
