import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { job } from '../../../kernel/jobs/jobs.ts';
import { shopCalendar } from '../calendar/shop-calendar.ts';
import { endOfDay } from '../../../maths/wall-clock.ts';
import { planReminder } from './plan-reminder.ts';
import { ringMissed } from './ring.ts';
import { reminderTime, type Reminder } from './rules/reminder-time.ts';

/** The shop's hours, holidays or zone may be others than when tasks were given. Nightly, and when the calendar changes. */
export const replanJob = job('team.replan', z.unknown(), replanTasks, { nightly: true });

async function replanTasks(ctx: Ctx): Promise<void> {
  await ringMissed(ctx);
  const calendar = await shopCalendar(ctx);
  const rows = await ctx.db
    .selectFrom('tasks')
    .select(['id', 'due_on', 'due_at', 'due_by', 'remind', 'remind_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('done_at', 'is', null)
    .where('deleted_at', 'is', null)
    .where('due_on', 'is not', null)
    .where('due_by', '>=', ctx.now)
    .execute();
  const changed = rows.flatMap((row) => {
    const on = row.due_on as string;
    const dueBy = row.due_at ?? endOfDay(ctx.workspace.zone, on);
    const remind = row.remind as unknown as Reminder | null;
    const pending = remind !== null && (row.remind_at === null || row.remind_at > ctx.now);
    const remindAt = pending ? reminderTime(calendar, { on, at: row.due_at }, remind) : row.remind_at;
    const same = dueBy.getTime() === row.due_by.getTime() && remindAt?.getTime() === row.remind_at?.getTime();
    return same ? [] : [{ id: row.id, due_by: dueBy, remind_at: remindAt }];
  });
  if (changed.length === 0) return;
  await sql`update tasks t set due_by = n.due_by, remind_at = n.remind_at
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as n (id uuid, due_by timestamptz, remind_at timestamptz)
    where t.workspace_id = ${ctx.workspace.id} and t.id = n.id`.execute(ctx.db);
  for (const task of changed) await planReminder(ctx, task);
}
