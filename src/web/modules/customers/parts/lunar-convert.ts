import { lunarDayOf } from '../../../kit/formats.ts';
import type { Birthday } from '../../../kit/birthday.ts';

const DAY_MS = 86_400_000;

/** The same day in the other calendar; `undefined` without a year, or where there is no such day. */
export function inOtherCalendar(birthday: Birthday): Birthday | undefined {
  if (!birthday.year) return undefined;
  return birthday.calendar === 'solar' ? asLunar(birthday, birthday.year) : asSolar(birthday, birthday.year);
}

function asLunar({ month, day }: Birthday, year: number): Birthday | undefined {
  const civil = civilDay(Date.UTC(year, month - 1, day));
  if (Number(civil.slice(5, 7)) !== month) return undefined;
  const lunar = lunarDayOf(civil);
  // Until the lunar new year, which falls into January or February, the old year goes on.
  const before = month < 3 && lunar.month > 10;
  return { calendar: 'lunar', year: before ? year - 1 : year, ...lunar };
}

// A lunar year begins on 21 January at the earliest and has 13 months at most.
function asSolar(birthday: Birthday, year: number): Birthday | undefined {
  for (let days = 0; days < 400; days++) {
    const civil = civilDay(Date.UTC(year, 0, 21) + days * DAY_MS);
    const lunar = lunarDayOf(civil);
    const same = lunar.month === birthday.month && lunar.day === birthday.day;
    if (same && lunar.leapMonth === (birthday.leapMonth ?? false) && !(days < 60 && lunar.month > 10)) {
      const [solarYear, month, day] = civil.split('-').map(Number);
      return { calendar: 'solar', year: solarYear ?? year, month: month ?? 1, day: day ?? 1 };
    }
  }
  return undefined;
}

function civilDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
