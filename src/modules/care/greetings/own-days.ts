import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { daysInMonth } from '../../../maths/calendar.ts';
import { careErrors } from '../errors-contract.ts';
import { ownDayRows } from './common-days.ts';
import type { NewOwnDay, OwnDay } from './contract.ts';
import { removeGreeting, rowsOf } from './greetings.ts';

const refuse = refusals(careErrors);

const MOST = 50;
/** 29 February is kept on the 28th of common years, a lunar 30th on the 29th of short months. */
const LEAP_YEAR = 2024;
const LUNAR_MONTH = 30;

export async function listOwnDays(ctx: Ctx): Promise<{ items: OwnDay[] }> {
  return { items: (await ownDayRows(ctx)).map((row) => ({ ...row, calendar: row.calendar as OwnDay['calendar'] })) };
}

export async function addOwnDay(ctx: Ctx, { name, calendar, month, day }: NewOwnDay): Promise<OwnDay> {
  if (day > (calendar === 'lunar' ? LUNAR_MONTH : daysInMonth(LEAP_YEAR, month)))
    throw refuse('OWN_DAY_UNFIT', { path: 'day' });
  if ((await ownDayRows(ctx)).length >= MOST) throw refuse('OWN_DAYS_TOO_MANY', { most: MOST });
  const id = newId();
  await ctx.db
    .insertInto('care_own_days')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      name,
      calendar,
      month,
      day,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .execute();
  await recordAudit(ctx, { action: 'own_day.added', entity: 'own_day', entityId: id, detail: { name } });
  return { id, name, calendar, month, day };
}

/** With what is said on it. */
export async function removeOwnDay(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('care_own_days')
    .set({ removed_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw refuse('OWN_DAY_NOT_FOUND');
  const kind = `own-${id}`;
  if ((await rowsOf(ctx)).some((rule) => rule.kind === kind)) await removeGreeting(ctx, { kind });
  await recordAudit(ctx, { action: 'own_day.removed', entity: 'own_day', entityId: id });
  return { ok: true };
}
