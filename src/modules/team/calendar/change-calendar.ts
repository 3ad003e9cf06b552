import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { addDays } from '../../../maths/calendar.ts';
import { premises } from '../../workspaces/index.ts';
import { replanJob } from '../tasks/replan.ts';
import { calendarErrors, type ShopCalendarView } from './contract.ts';
import { holidaysOf, lastYearKnown, sourceOf, type Region } from './rules/holidays.ts';
import { keptCalendar, ownDays } from './shop-calendar.ts';

const refuse = refusals(calendarErrors);

export async function readCalendar(ctx: Ctx): Promise<ShopCalendarView> {
  const [kept, days] = await Promise.all([keptCalendar(ctx), ownDays(ctx, ctx.today, '9999-12-31')]);
  return {
    holidays: kept.holidays,
    hours: kept.hours as ShopCalendarView['hours'],
    days,
    knownUntil: lastYearKnown(kept.holidays),
    source: sourceOf(kept.holidays),
    ahead: holidaysAhead(ctx, kept.holidays),
    version: kept.version,
  };
}

export async function changeCalendar(
  ctx: Ctx,
  given: { holidays?: Region | undefined; hours?: ShopCalendarView['hours'] | undefined; version: number },
): Promise<ShopCalendarView> {
  const kept = await keptCalendar(ctx);
  const hours = given.hours ?? kept.hours;
  if (Object.values(hours).some((one) => one !== undefined && one.from >= one.to))
    throw refuse('SHOP_HOURS_UNFIT', { path: 'hours' });
  const row = {
    holidays: given.holidays ?? kept.holidays,
    hours: JSON.stringify(hours),
    version: given.version + 1,
  };
  const saved = await ctx.db
    .insertInto('shop_calendars')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('shop_calendars.version', '=', given.version),
    )
    .returning('version')
    .executeTakeFirst();
  if (kept.version !== given.version || !saved) throw refuseCommon('STALE', { current: await readCalendar(ctx) });
  await calendarChanged(ctx, { holidays: row.holidays, hours });
  return readCalendar(ctx);
}

export async function setDay(
  ctx: Ctx,
  { day, works, label }: { day: string; works: boolean; label: string },
): Promise<ShopCalendarView> {
  const row = { works, label, by_name: ctx.actor.name };
  await ctx.db
    .insertInto('shop_days')
    .values({ workspace_id: ctx.workspace.id, day, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'day']).doUpdateSet(row))
    .execute();
  await calendarChanged(ctx, { day, works });
  return readCalendar(ctx);
}

export async function clearDay(ctx: Ctx, { day }: { day: string }): Promise<ShopCalendarView> {
  await ctx.db.deleteFrom('shop_days').where('workspace_id', '=', ctx.workspace.id).where('day', '=', day).execute();
  await calendarChanged(ctx, { day, works: null });
  return readCalendar(ctx);
}

async function calendarChanged(ctx: Ctx, detail: Record<string, unknown>): Promise<void> {
  await recordAudit(ctx, { action: 'shop_calendar.changed', entity: 'shop_calendar', detail });
  await premises().jobs.enqueue(ctx, replanJob, {});
}

const AHEAD = 12;

/** Runs of equal days, the next ones first. */
function holidaysAhead(ctx: Ctx, region: Region): ShopCalendarView['ahead'] {
  const runs: ShopCalendarView['ahead'] = [];
  const days = [...holidaysOf(region)].filter(([day]) => day >= ctx.today).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [day, { name, off }] of days) {
    const last = runs.at(-1);
    const word = translate(ctx.locale, `team:holidays.${off ? name : 'makeUp'}`);
    if (last && last.off === off && last.name === word && addDays(last.to, 1) === day) last.to = day;
    else runs.push({ from: day, to: day, name: word, off });
  }
  return runs.slice(0, AHEAD);
}
