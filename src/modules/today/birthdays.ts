import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { addDays, daysBetween } from '../../maths/calendar.ts';
import { birthdaysBetween, type DayOfYear } from '../customers/index.ts';
import type { ReasonKind } from './kinds.ts';
import { raiseReasons, type NewReason } from './reasons.ts';
import { dayInWords } from './sentences.ts';
import { readSettings } from './settings.ts';

const KIND = 'birthday';

/** Raises the birthdays of the coming days and settles those that passed or were corrected; `null`: of everybody. */
export async function reviewBirthdays(ctx: Ctx, customerIds: readonly string[] | null): Promise<void> {
  const { birthdayDays } = await readSettings(ctx);
  const coming = await comingBirthdays(ctx, birthdayDays, customerIds);
  await settleOthers(ctx, coming, customerIds);
  await raiseReasons(ctx, coming);
}

async function comingBirthdays(
  ctx: Ctx,
  daysAhead: number,
  customerIds: readonly string[] | null,
): Promise<NewReason[]> {
  const days = birthdaysBetween(ctx.today, addDays(ctx.today, daysAhead));
  const found = await sql<DayOfYear & { id: string; on: string }>`
    select c.id, kept.* from customers c
    join jsonb_to_recordset(${JSON.stringify(days)}::jsonb)
      as kept (calendar text, month smallint, day smallint, "leapMonth" boolean, "on" date)
      on c.birthday_month = kept.month and c.birthday_day = kept.day
      and c.birthday_calendar = kept.calendar and c.birthday_leap = kept."leapMonth"
    where c.workspace_id = ${ctx.workspace.id} and c.binned_at is null
      and (${customerIds === null} or c.id = any (${customerIds ?? []}::uuid[]))`.execute(ctx.db);
  return found.rows.map(({ id, on, calendar, month, day, leapMonth }) => ({
    customerId: id,
    kind: KIND,
    source: on,
    stakeMinor: 0n,
    dueOn: on,
    params: { calendar, month, day, leapMonth },
  }));
}

async function settleOthers(ctx: Ctx, coming: NewReason[], customerIds: readonly string[] | null): Promise<void> {
  const held = coming.map(({ customerId, source }) => ({ id: customerId, source }));
  await sql`
    update today_reasons r set settled_at = ${ctx.now}, settled_by = 'passed'
    where r.workspace_id = ${ctx.workspace.id} and r.kind = ${KIND} and r.settled_at is null
      and (${customerIds === null} or r.customer_id = any (${customerIds ?? []}::uuid[]))
      and not exists (
        select 1 from jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as held (id uuid, source text)
        where held.id = r.customer_id and held.source = r.source)`.execute(ctx.db);
}

export const birthdayKind: ReasonKind = {
  kind: KIND,
  module: 'today',
  field: 'birthday',
  values: (ctx, { params, dueOn }) => {
    const { calendar, month, day, leapMonth } = params as unknown as DayOfYear;
    const on = dueOn ?? ctx.today;
    const date = calendar === 'lunar' ? lunarInWords(ctx, month, day, leapMonth) : dayInWords(ctx.locale, on);
    return { date, context: nearness(daysBetween(ctx.today, on)) };
  },
};

export function nearness(days: number): 'today' | 'tomorrow' | undefined {
  if (days <= 0) return 'today';
  return days === 1 ? 'tomorrow' : undefined;
}

export function lunarInWords(ctx: Ctx, month: number, day: number, leapMonth: boolean): string {
  return translate(ctx.locale, leapMonth ? 'kit:birthday.leap' : 'kit:birthday.lunar', {
    month: translate(ctx.locale, `kit:lunar.month.${month}`),
    day: translate(ctx.locale, `kit:lunar.day.${day}`),
  });
}
