import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import type { CheckItem, Task } from './contract.ts';
import { recordEvent } from './events.ts';
import { chineseCalendar } from './lunar.ts';
import { setWatchers, tellOfTask, watchersOfTask } from './people.ts';
import { planReminder, reminderOf } from './plan-reminder.ts';
import { presentTask } from './present.ts';
import { taskToChange, type TaskRow } from './reach.ts';
import { nextDue, type Repeat } from './rules/repeat.ts';
import type { Reminder } from './rules/reminder-time.ts';
import { movedTo } from './tasks.ts';

/** Done, once. A repeating task makes the next one: after its day, and after today. */
export async function doneTask(ctx: Ctx, { id }: { id: string }): Promise<{ task: Task; next: Task | null }> {
  const before = await taskToChange(ctx, id);
  if (before.done_at !== null) return { task: await presentTask(ctx, before), next: null };
  const row = await mark(ctx, id, { done_at: ctx.now, done_by_name: ctx.actor.name });
  await recordEvent(ctx, id, 'done');
  const next = await makeNext(ctx, row);
  await tellOfTask(ctx, 'done', row, [row.created_by, ...(await watchersOfTask(ctx, id))], ctx.now.toISOString());
  return { task: await presentTask(ctx, row), next: next && (await presentTask(ctx, next)) };
}

export async function reopenTask(ctx: Ctx, { id }: { id: string }): Promise<Task> {
  const before = await taskToChange(ctx, id);
  if (before.done_at === null) return presentTask(ctx, before);
  const row = await mark(ctx, id, { done_at: null, done_by_name: null });
  await recordEvent(ctx, id, 'reopened');
  await ctx.db
    .updateTable('tasks')
    .set({ deleted_at: ctx.now, follows: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('follows', '=', id)
    .where('version', '=', 1)
    .where('done_at', 'is', null)
    .execute();
  await planReminder(ctx, row);
  return presentTask(ctx, row);
}

export async function removeTask(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await taskToChange(ctx, id);
  await mark(ctx, id, { deleted_at: ctx.now });
  await recordEvent(ctx, id, 'deleted');
  return { ok: true };
}

export async function restoreTask(ctx: Ctx, { id }: { id: string }): Promise<Task> {
  await taskToChange(ctx, id, 'bin');
  const row = await mark(ctx, id, { deleted_at: null });
  await recordEvent(ctx, id, 'restored');
  await planReminder(ctx, row);
  return presentTask(ctx, row);
}

async function mark(
  ctx: Ctx,
  id: string,
  state: Partial<Pick<TaskRow, 'done_at' | 'done_by_name' | 'deleted_at'>>,
): Promise<TaskRow> {
  return ctx.db
    .updateTable('tasks')
    .set((eb) => ({ ...state, version: eb('version', '+', 1) }))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A task has one successor, however often it is reopened and done again. */
async function makeNext(ctx: Ctx, done: TaskRow): Promise<TaskRow | null> {
  const repeat = done.repeat as unknown as Repeat | null;
  if (repeat === null || done.due_on === null) return null;
  const after = done.due_on > ctx.today ? done.due_on : ctx.today;
  const anchor = done.repeats_from ?? done.due_on;
  const day = nextDue(repeat, anchor, after, chineseCalendar);
  if (day === null || day > LAST_DAY) return null;
  const due = movedTo(ctx, done, day);
  const remind = done.remind as unknown as Reminder | null;
  const checklist = (done.checklist as unknown as CheckItem[]).map((item) => ({ ...item, done: false }));
  const next = await ctx.db
    .insertInto('tasks')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      title: done.title,
      note: done.note,
      ...due,
      repeat: JSON.stringify(repeat),
      repeats_from: anchor,
      checklist: JSON.stringify(checklist),
      remind: remind && JSON.stringify(remind),
      remind_at: await reminderOf(ctx, due, remind),
      assignee_id: done.assignee_id,
      customer_id: done.customer_id,
      link: done.link && JSON.stringify(done.link),
      created_by: done.created_by,
      created_by_name: done.created_by_name,
      created_at: ctx.now,
      follows: done.id,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!next) return null;
  await setWatchers(ctx, next.id, await watchersOfTask(ctx, done.id));
  await recordEvent(ctx, next.id, 'created');
  await planReminder(ctx, next);
  return next;
}

const LAST_DAY = '2100-12-31';
