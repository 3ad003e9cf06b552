/** Holidays that shops greet on; `nth` counts Sundays of a month. Whatever is off is told by the shop's calendar, not here. */
export const holidays = {
  new_year: { calendar: 'solar', month: 1, day: 1 },
  spring_festival: { calendar: 'lunar', month: 1, day: 1 },
  lantern_festival: { calendar: 'lunar', month: 1, day: 15 },
  womens_day: { calendar: 'solar', month: 3, day: 8 },
  labour_day: { calendar: 'solar', month: 5, day: 1 },
  mothers_day: { month: 5, nth: 2 },
  childrens_day: { calendar: 'solar', month: 6, day: 1 },
  fathers_day: { month: 6, nth: 3 },
  /** Taiwan: 8/8 sounds like papa. */
  fathers_day_tw: { calendar: 'solar', month: 8, day: 8 },
  dragon_boat: { calendar: 'lunar', month: 5, day: 5 },
  qixi: { calendar: 'lunar', month: 7, day: 7 },
  mid_autumn: { calendar: 'lunar', month: 8, day: 15 },
  double_ninth: { calendar: 'lunar', month: 9, day: 9 },
  teachers_day: { calendar: 'solar', month: 9, day: 10 },
  /** Taiwan: Confucius' birthday. */
  teachers_day_tw: { calendar: 'solar', month: 9, day: 28 },
  national_day: { calendar: 'solar', month: 10, day: 1 },
  /** Taiwan: double ten. */
  national_day_tw: { calendar: 'solar', month: 10, day: 10 },
  christmas: { calendar: 'solar', month: 12, day: 25 },
} as const satisfies Record<string, HolidayRule>;

export type HolidayRule =
  | { calendar: 'solar' | 'lunar'; month: number; day: number }
  /** The n-th Sunday. */
  | { month: number; nth: number };

export type HolidayKey = keyof typeof holidays;
export const holidayKeys = Object.keys(holidays) as [HolidayKey, ...HolidayKey[]];

/** Which of them a shop keeps, by its zone: those of Taiwan instead of the mainland's there, and the other way round. */
export function holidaysFor(zone: string): HolidayKey[] {
  const taiwan = zone === 'Asia/Taipei';
  const others = taiwan
    ? ['fathers_day', 'teachers_day', 'national_day', 'womens_day', 'childrens_day']
    : ['fathers_day_tw', 'teachers_day_tw', 'national_day_tw'];
  return holidayKeys.filter((key) => !others.includes(key));
}
