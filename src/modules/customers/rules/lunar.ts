import { LunarYear } from 'lunar-typescript';
import { addDays, daysBetween } from '../../../maths/calendar.ts';
import type { CivilDate } from '../../../maths/calendar.ts';
import lunarWords from './lunar-words.json' with { type: 'json' };

export type LunarDate = { year: number; month: number; leapMonth: boolean; day: number };

/** The date in the Chinese calendar, which counts its days by Beijing's midnight wherever the shop is. */
export function lunarDateOf(day: CivilDate): LunarDate {
  const number = daysBetween(EPOCH, day);
  const civilYear = Number(day.slice(0, 4));
  const months = monthsOf(civilYear)[0]!.firstDay <= number ? monthsOf(civilYear) : monthsOf(civilYear - 1);
  const month = months.findLast(({ firstDay }) => firstDay <= number)!;
  return { year: month.year, month: month.month, leapMonth: month.leapMonth, day: number - month.firstDay + 1 };
}

/** The civil day of a date that exists in the Chinese calendar. */
export function civilDayOf({ year, month, leapMonth, day }: LunarDate): CivilDate {
  return addDays(EPOCH, monthOf(year, month, leapMonth).firstDay + day - 1);
}

/** 29 or 30 days. */
export function lunarMonthLength(year: number, month: number, leapMonth: boolean): number {
  return monthOf(year, month, leapMonth).length;
}

export function lunarYearHasLeap(year: number, month: number): boolean {
  return monthsOf(year).some((known) => known.month === month && known.leapMonth);
}

/** Month and day in words, as printed on a calendar sheet. */
export function lunarLabelOf(date: LunarDate, language: 'zh-CN' | 'zh-TW'): { month: string; day: string } {
  const words = lunarWords[language];
  const month = words.months[date.month - 1] ?? '';
  return { month: date.leapMonth ? words.leap + month : month, day: lunarWords.days[date.day - 1] ?? '' };
}

type LunarMonth = { year: number; month: number; leapMonth: boolean; firstDay: number; length: number };

const EPOCH: CivilDate = '1970-01-01';
// The Julian day that begins at noon of 1970-01-01.
const EPOCH_JULIAN_DAY = 2_440_588;

// A year is costly to compute and small to keep; civil dates have at most 9,999 of them.
const years = new Map<number, readonly LunarMonth[]>();

function monthsOf(year: number): readonly LunarMonth[] {
  const known = years.get(year);
  if (known) return known;
  const months = LunarYear.fromYear(year)
    .getMonthsInYear()
    .map((month) => ({
      year,
      month: Math.abs(month.getMonth()),
      leapMonth: month.isLeap(),
      firstDay: Math.round(month.getFirstJulianDay()) - EPOCH_JULIAN_DAY,
      length: month.getDayCount(),
    }));
  years.set(year, months);
  return months;
}

function monthOf(year: number, month: number, leapMonth: boolean): LunarMonth {
  const found = monthsOf(year).find((known) => known.month === month && known.leapMonth === leapMonth);
  if (!found) throw new RangeError(`Lunar year ${year} has no such month: ${leapMonth ? 'leap ' : ''}${month}`);
  return found;
}
