import type { Ctx } from '../../../kernel/context.ts';
import { addDays, type CivilDate } from '../../../maths/calendar.ts';
import { holidaysOf, regionOf, type Region } from './rules/holidays.ts';
import { hoursOn, type Hours, type ShopCalendar } from './rules/working-time.ts';

export interface KeptCalendar {
  holidays: Region;
  hours: Partial<Record<string, Hours>>;
  /** 0 as long as nobody has set it. */
  version: number;
}

const OFFICE: Hours = { from: '09:00', to: '18:00' };
const WEEK = { 1: OFFICE, 2: OFFICE, 3: OFFICE, 4: OFFICE, 5: OFFICE };
/** Further ahead or back than this nothing is planned. */
const DAYS_READ = 800;

/** When the shop works; Monday to Friday with the public holidays of its zone, as long as nobody says otherwise. */
export async function keptCalendar(ctx: Ctx): Promise<KeptCalendar> {
  const row = await ctx.db
    .selectFrom('shop_calendars')
    .select(['holidays', 'hours', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  if (!row) return { holidays: regionOf(ctx.workspace.zone), hours: WEEK, version: 0 };
  return { holidays: row.holidays as Region, hours: row.hours as KeptCalendar['hours'], version: row.version };
}

export async function ownDays(ctx: Ctx, from: CivilDate, to: CivilDate) {
  return ctx.db
    .selectFrom('shop_days')
    .select(['day', 'works', 'label'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .execute();
}

/** Tells of any day near today whether the shop works on it. */
export async function worksOn(ctx: Ctx): Promise<(day: CivilDate) => boolean> {
  const calendar = await shopCalendar(ctx);
  return (day) => hoursOn(calendar, day) !== null;
}

export interface NamedCalendar extends ShopCalendar {
  ownDays: ReadonlyMap<CivilDate, { works: boolean; label: string }>;
  holidays: ReadonlyMap<CivilDate, { off: boolean; name: string }>;
}

/** The calendar as the rules want it. */
export async function shopCalendar(ctx: Ctx): Promise<NamedCalendar> {
  const [kept, days] = await Promise.all([
    keptCalendar(ctx),
    ownDays(ctx, addDays(ctx.today, -DAYS_READ), addDays(ctx.today, DAYS_READ)),
  ]);
  return {
    zone: ctx.workspace.zone,
    hours: kept.hours as ShopCalendar['hours'],
    holidays: holidaysOf(kept.holidays),
    ownDays: new Map(days.map(({ day, works, label }) => [day, { works, label }])),
  };
}

/** What a day is called: by the shop itself, or by the word `team:holidays.<name>`. */
export function holidayName(calendar: NamedCalendar, day: CivilDate): { own: string | null; name: string } | null {
  const own = calendar.ownDays.get(day);
  if (own) return { own: own.label, name: '' };
  const holiday = calendar.holidays.get(day);
  return holiday ? { own: null, name: holiday.off ? holiday.name : 'makeUp' } : null;
}
