import { type CivilDate } from '../../../../maths/calendar.ts';
import { ALL_DAYS, type DayOfYear, type KeptBirthday } from '../../rules/birthday-days.ts';
import { lunarDateOf } from '../../rules/lunar.ts';
import { nextKept } from './occasion.ts';

/** `day` 0: the whole month. `year`: which one it is kept in, of its own calendar. */
export interface KeptOccasion extends KeptBirthday {
  year: number;
}

/** All days and months of a year that are kept from `today` to `last`; a month that has begun is kept until it ends. */
export function occasionsBetween(today: CivilDate, last: CivilDate): KeptOccasion[] {
  return [...ALL_DAYS, ...ALL_MONTHS].flatMap((date) => {
    const on = nextKept(date, false, today)?.on;
    if (on === undefined || on > last) return [];
    return { ...date, on, year: date.calendar === 'lunar' ? lunarDateOf(on).year : Number(on.slice(0, 4)) };
  });
}

const ALL_MONTHS: DayOfYear[] = ALL_DAYS.filter(({ day }) => day === 1).map((date) => ({ ...date, day: 0 }));
