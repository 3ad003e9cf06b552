import type { TFunction } from 'i18next';

/** `year` may be unknown; a lunar birthday may lie in a leap month. */
export interface Birthday {
  calendar: 'solar' | 'lunar';
  year?: number | null;
  month: number;
  day: number;
  leapMonth?: boolean;
}

/** 农历十月十五, 1990 年 3 月 8 日; `t` of any namespace. */
export function birthdayText(birthday: Birthday, t: TFunction): string {
  const { calendar, year, month, day, leapMonth } = birthday;
  const words = {
    ns: 'kit',
    year,
    month: monthName(calendar, month, t),
    day: calendar === 'lunar' ? t(`lunar.day.${day}`, { ns: 'kit' }) : day,
  };
  if (calendar === 'lunar')
    return t(leapMonth ? 'birthday.leap' : year ? 'birthday.lunarFull' : 'birthday.lunar', words);
  return t(year ? 'birthday.solarFull' : 'birthday.solar', words);
}

export function monthName(calendar: 'solar' | 'lunar', month: number, t: TFunction): string {
  return t(`${calendar}.month.${month}`, { ns: 'kit' });
}
