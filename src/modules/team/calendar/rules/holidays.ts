import { addDays, type CivilDate } from '../../../../maths/calendar.ts';
import data from './holidays.json' with { type: 'json' };

export type Region = 'CN' | 'TW' | 'none';

export interface Holiday {
  /** Word `team:holidays.<name>`. */
  name: string;
  /** False: the workday that makes up for it. */
  off: boolean;
}

interface Listed {
  name: string;
  from: CivilDate;
  to: CivilDate;
  work?: CivilDate[];
}

/** Every public holiday and make-up workday of the region that has been announced and is known here. */
export function holidaysOf(region: Region): ReadonlyMap<CivilDate, Holiday> {
  let days = known.get(region);
  if (!days) known.set(region, (days = region === 'none' ? new Map() : listed(region)));
  return days;
}

/** The last year whose holidays are known; null where none are kept. */
export function lastYearKnown(region: Region): number | null {
  return region === 'none' ? null : Math.max(...Object.keys(data[region].years).map(Number));
}

export function sourceOf(region: Region): string | null {
  return region === 'none' ? null : data[region].source;
}

/** Whose holidays a shop in that zone keeps unless it says otherwise. */
export function regionOf(zone: string): Region {
  if (zone === 'Asia/Taipei') return 'TW';
  const mainland = ['Asia/Shanghai', 'Asia/Chongqing', 'Asia/Chungking', 'Asia/Harbin', 'Asia/Urumqi', 'PRC'];
  return mainland.includes(zone) ? 'CN' : 'none';
}

const known = new Map<Region, ReadonlyMap<CivilDate, Holiday>>();

function listed(region: 'CN' | 'TW'): ReadonlyMap<CivilDate, Holiday> {
  const days = new Map<CivilDate, Holiday>();
  for (const { name, from, to, work = [] } of (Object.values(data[region].years) as Listed[][]).flat()) {
    for (let day = from; day <= to; day = addDays(day, 1)) days.set(day, { name, off: true });
    for (const day of work) days.set(day, { name, off: false });
  }
  return days;
}
