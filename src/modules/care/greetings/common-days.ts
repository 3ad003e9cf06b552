import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CivilDate } from '../../../maths/calendar.ts';
import { nextOccurrence } from '../../customers/index.ts';
import { nthSunday } from '../rules/nth-sunday.ts';
import type { CommonDay } from './contract.ts';
import { holidays, holidaysFor, type HolidayRule } from './holidays-contract.ts';

export interface KeptDay {
  kind: string;
  /** What the shop calls it; null where the word is ours. */
  name: string | null;
  on: CivilDate;
}

/** When a holiday or a day of the shop's own is next kept, today included. */
export function nextKept(rule: HolidayRule, today: CivilDate): CivilDate {
  if (!('nth' in rule)) return nextOccurrence(rule, today);
  const year = Number(today.slice(0, 4));
  const thisYear = nthSunday(year, rule.month, rule.nth);
  return thisYear >= today ? thisYear : nthSunday(year + 1, rule.month, rule.nth);
}

/** Those that everybody keeps until `last`, the next first. */
export async function commonDays(ctx: Ctx, last: CivilDate): Promise<KeptDay[]> {
  const own = await ownDayRows(ctx);
  const days: KeptDay[] = [
    ...holidaysFor(ctx.workspace.zone).map((key) => ({
      kind: key,
      name: null,
      on: nextKept(holidays[key], ctx.today),
    })),
    ...own.map(({ id, name, calendar, month, day }) => ({
      kind: `own-${id}`,
      name,
      on: nextKept({ calendar: calendar as 'solar' | 'lunar', month, day }, ctx.today),
    })),
  ];
  return days
    .filter(({ on }) => on <= last)
    .toSorted((a, b) => (a.on === b.on ? a.kind.localeCompare(b.kind) : a.on < b.on ? -1 : 1));
}

/** With how many messages are prepared for them. */
export async function listCommonDays(ctx: Ctx, last: CivilDate): Promise<CommonDay[]> {
  const days = await commonDays(ctx, last);
  const { rows } = await sql<{ step: string; prepared: number; sent: number }>`
    select m.step, (count(*) filter (where m.reason is distinct from 'stopped'))::int as prepared,
      (count(*) filter (where m.state = 'sent'))::int as sent from care_sendings d
    join care_messages m on m.workspace_id = d.workspace_id and m.sending_id = d.id and m.step = any (${days.map(({ kind, on }) => `${kind} ${on}`)}::text[])
    where d.workspace_id = ${ctx.workspace.id} and d.sender = 'greeting' group by m.step`.execute(ctx.db);
  const known = new Map(rows.map(({ step, ...counts }) => [step, counts]));
  return days.map((day) => ({ ...day, ...(known.get(`${day.kind} ${day.on}`) ?? { prepared: 0, sent: 0 }) }));
}

export async function ownDayRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('care_own_days')
    .select(['id', 'name', 'calendar', 'month', 'day'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('removed_at', 'is', null)
    .orderBy('month')
    .orderBy('day')
    .orderBy('id')
    .limit(100)
    .execute();
}
