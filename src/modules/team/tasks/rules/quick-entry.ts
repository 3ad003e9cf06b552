import { addDays, isCivilDate, weekday, type CivilDate } from '../../../../maths/calendar.ts';
import words from './quick-words.json' with { type: 'json' };

export interface QuickEntry {
  /** What is left when day and time are taken out. */
  title: string;
  day?: CivilDate;
  /** `HH:MM` */
  time?: string;
}

/**
 * Reads day and time out of one line, in Chinese or English. A time alone means today; what is not surely a day or a
 * time stays in the title.
 */
export function readQuickEntry(line: string, today: CivilDate): QuickEntry {
  const day = firstOf(line.slice(0, LONGEST), dayReaders, today);
  const rest = day ? without(line, day.found) : line;
  const time = firstOf(rest.slice(0, LONGEST), timeReaders, today);
  const title = (time ? without(rest, time.found) : rest).replace(/\s+/g, ' ').trim();
  // A line of nothing but a day is a title, too.
  if (title === '' || (!day && !time)) return { title: line.trim() };
  return { title, day: day?.value ?? today, ...(time ? { time: time.value } : {}) };
}

/** Days are said in the beginning of a line; patterns look no further. */
const LONGEST = 120;

type Reader = [pattern: RegExp, read: (match: RegExpExecArray, today: CivilDate) => string | undefined];

const pattern = (source: string) => new RegExp(source, 'i');

const dayReaders: readonly Reader[] = [
  ...words.days.map(([source, ahead]): Reader => [
    pattern(wordy(String(source))),
    (_match, today) => addDays(today, Number(ahead)),
  ]),
  [pattern(words.daysAhead), ([, one, other], today) => addDays(today, Number(one ?? other))],
  [pattern(words.weekday), ([, which, name], today) => chineseWeekday(which, name ?? '', today)],
  [pattern(words.englishWeekday), ([, next, name], today) => englishWeekday(next, name ?? '', today)],
  [pattern(words.isoDay), ([, year, month, date]) => civil(Number(year), Number(month), Number(date))],
  [pattern(words.monthDay), ([, month, date], today) => comingDay(Number(month), Number(date), today)],
];

const timeReaders: readonly Reader[] = [
  [pattern(words.colon), ([, part, hour, minute, half]) => clock(Number(hour), Number(minute), part ?? half)],
  [pattern(words.english), ([, hour, half]) => (Number(hour) > 12 ? undefined : clock(Number(hour), 0, half))],
  [pattern(words.clock), ([, part, hour, rest]) => clock(numberOf(hour ?? ''), minutesIn(rest), part)],
];

function firstOf(line: string, readers: readonly Reader[], today: CivilDate): { found: string; value: string } | null {
  for (const [source, read] of readers) {
    const match = source.exec(line);
    const value = match && read(match, today);
    if (match && value) return { found: match[0], value };
  }
  return null;
}

function without(line: string, found: string): string {
  return line.replace(found, ' ');
}

/** English words stand alone; Chinese ones do not. */
function wordy(source: string): string {
  return source
    .split('|')
    .map((one) => (/^[a-z]/.test(one) ? `\\b${one}\\b` : one))
    .join('|');
}

function chineseWeekday(which: string | undefined, name: string, today: CivilDate): CivilDate {
  const wanted = name === words.sunday ? 7 : words.weekdays.indexOf(name) + 1;
  const inWeek = addDays(today, wanted - weekday(today));
  const weeks = [...(which ?? '')].filter((sign) => sign === words.next).length;
  if (weeks > 0) return addDays(inWeek, 7 * weeks);
  return inWeek < today ? addDays(inWeek, 7) : inWeek;
}

function englishWeekday(next: string | undefined, name: string, today: CivilDate): CivilDate {
  const wanted = words.englishWeekdays.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  const inWeek = addDays(today, wanted - weekday(today));
  if (next) return addDays(inWeek, 7);
  return inWeek < today ? addDays(inWeek, 7) : inWeek;
}

function comingDay(month: number, date: number, today: CivilDate): CivilDate | undefined {
  const year = Number(today.slice(0, 4));
  const day = civil(year, month, date);
  return day && day < today ? civil(year + 1, month, date) : day;
}

function civil(year: number, month: number, date: number): CivilDate | undefined {
  const day = `${year}-${two(month)}-${two(date)}`;
  return isCivilDate(day) ? day : undefined;
}

function clock(hour: number, minute: number, part: string | undefined): string | undefined {
  const late = part !== undefined && pattern(words.afternoon).test(part);
  const noon = part === words.noon && hour < 4;
  const morning = part?.toLowerCase() === 'am' && hour === 12;
  const shown = morning ? 0 : (late || noon) && hour < 12 ? hour + 12 : hour;
  return shown > 23 || minute > 59 ? undefined : `${two(shown)}:${two(minute)}`;
}

function minutesIn(rest: string | undefined): number {
  if (!rest) return 0;
  if (rest === words.half) return 30;
  if (rest === words.firstQuarter) return 15;
  return rest === words.thirdQuarter ? 45 : Number.parseInt(rest, 10);
}

function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const plain = text.replace(pattern(words.two), words.numbers[2] as string);
  const digits = [...plain].map((sign) => words.numbers.indexOf(sign));
  const [first = 0, second] = digits;
  if (second === undefined) return first;
  return first === 10 ? 10 + second : 24;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
