import { lunarDateOf, nextOccurrence } from '../../customers/index.ts';
import type { LunarCalendar } from './rules/repeat.ts';

/** The Chinese calendar as birthdays keep it: short months, leap months and all. */
export const chineseCalendar: LunarCalendar = {
  yearOf: (day) => lunarDateOf(day).year,
  nextKept(anchor, onOrAfter) {
    const { month, day, leapMonth } = lunarDateOf(anchor);
    return nextOccurrence({ calendar: 'lunar', month, day, leapMonth }, onOrAfter);
  },
};
