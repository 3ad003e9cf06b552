import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { id, instant } from '../../../kernel/contract.ts';
import { job } from '../../../kernel/jobs/jobs.ts';
import { premises } from '../../workspaces/index.ts';
import { shopCalendar } from '../calendar/shop-calendar.ts';
import type { DueGiven } from './contract.ts';
import { dueOf, type Due } from './due.ts';
import { ringTask } from './ring.ts';
import { reminderTime, type Reminder } from './rules/reminder-time.ts';

/** Rings at the instant the task was planned for; one that was planned anew since then stays silent. */
export const remindJob = job('team.remind', z.object({ taskId: id, at: instant }), ringTask);

/** When the task is to ring by the shop's calendar; null without a reminder or a day. */
export async function reminderOf(ctx: Ctx, due: Due, remind: Reminder | null): Promise<Date | null> {
  if (remind === null || due.due_on === null) return null;
  return reminderTime(await shopCalendar(ctx), { on: due.due_on, at: due.due_at }, remind);
}

/** Queues the ringing. What should have rung before the task was given rings no more. */
export async function planReminder(ctx: Ctx, task: { id: string; remind_at: Date | null }): Promise<void> {
  if (task.remind_at === null || task.remind_at < ctx.now) return;
  // The queue goes by the database's clock, which knows nothing of a shifted business clock.
  const startAfter = new Date(Date.now() + task.remind_at.getTime() - ctx.now.getTime());
  await premises().jobs.enqueue(ctx, remindJob, { taskId: task.id, at: task.remind_at.toISOString() }, { startAfter });
}

/** When a reminder would ring, and whether a day off moves it. */
export async function previewReminder(
  ctx: Ctx,
  { due: given, remind }: { due: DueGiven; remind: Reminder },
): Promise<{ at: string; moved: boolean }> {
  const due = dueOf(ctx, given);
  const at = (await reminderOf(ctx, due, remind)) as Date;
  const wanted = (await reminderOf(ctx, due, { ...remind, anyDay: true })) as Date;
  return { at: at.toISOString(), moved: at.getTime() !== wanted.getTime() };
}
