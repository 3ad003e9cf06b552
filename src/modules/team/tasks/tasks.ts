import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { customerNames } from '../../customers/index.ts';
import { clockAt, instantAt } from '../../../maths/wall-clock.ts';
import { taskErrors, type CheckItem, type Task, type TaskGiven } from './contract.ts';
import { dueOf, type Due } from './due.ts';
import { recordEvent } from './events.ts';
import { admitMembers, setWatchers, tellOfTask } from './people.ts';
import { planReminder, reminderOf } from './plan-reminder.ts';
import { presentTask } from './present.ts';
import { taskToChange, type TaskRow } from './reach.ts';
import type { Repeat } from './rules/repeat.ts';
import type { Reminder } from './rules/reminder-time.ts';

const refuse = refusals(taskErrors);

export async function createTask(ctx: Ctx, given: TaskGiven): Promise<Task> {
  return presentTask(ctx, await giveTask(ctx, given));
}

/** The row of a new task, for other verbs that give tasks. What comes with a change set is no news to anybody. */
export async function giveTask(ctx: Ctx, given: TaskGiven, changeSetId: string | null = null): Promise<TaskRow> {
  const assignee = given.assigneeId === undefined ? ctx.actor.memberId : given.assigneeId;
  await admitMembers(ctx, [assignee], 'assigneeId');
  await admitMembers(ctx, given.watcherIds ?? [], 'watcherIds');
  await admitCustomer(ctx, given.customerId);
  const due = dueOf(ctx, given.due);
  needsDay(due, given);
  const id = newId();
  const remind = given.remind ?? null;
  const row = await ctx.db
    .insertInto('tasks')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      title: given.title,
      note: given.note || null,
      ...due,
      ...json({ repeat: given.repeat ?? null, remind, checklist: itemsOf(given.checklist), link: given.link ?? null }),
      repeats_from: given.repeat ? due.due_on : null,
      remind_at: await reminderOf(ctx, due, remind),
      assignee_id: assignee,
      customer_id: given.customerId ?? null,
      created_by: ctx.actor.memberId,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
      change_set_id: changeSetId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await setWatchers(ctx, id, given.watcherIds ?? []);
  await recordEvent(ctx, id, 'created');
  await planReminder(ctx, row);
  if (changeSetId === null) await tellOfTask(ctx, 'assigned', row, [assignee], '1');
  return row;
}

/** What is not named stays. A new day begins the series anew; a reminder moves with it. */
export async function changeTask(
  ctx: Ctx,
  { id, version, ...given }: Partial<TaskGiven> & { id: string; version?: number | undefined },
): Promise<Task> {
  const before = await taskToChange(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await presentTask(ctx, before) });
  await admitMembers(ctx, given.assigneeId === before.assignee_id ? [] : [given.assigneeId], 'assigneeId');
  await admitMembers(ctx, given.watcherIds ?? [], 'watcherIds');
  if (given.customerId !== before.customer_id) await admitCustomer(ctx, given.customerId);
  const due = given.due === undefined ? dueIn(before) : dueOf(ctx, given.due);
  const repeat = given.repeat === undefined ? (before.repeat as unknown as Repeat | null) : given.repeat;
  const remind = given.remind === undefined ? (before.remind as unknown as Reminder | null) : given.remind;
  needsDay(due, given.due === null ? {} : { repeat, remind });
  const dated = due.due_on !== null;
  const rescheduled = due.due_on !== before.due_on || given.repeat !== undefined;
  const row = await ctx.db
    .updateTable('tasks')
    .set({
      ...(given.title === undefined ? {} : { title: given.title }),
      ...(given.note === undefined ? {} : { note: given.note || null }),
      ...(given.assigneeId === undefined ? {} : { assignee_id: given.assigneeId }),
      ...(given.customerId === undefined ? {} : { customer_id: given.customerId }),
      ...(given.link === undefined ? {} : json({ link: given.link })),
      ...(given.checklist === undefined ? {} : json({ checklist: itemsOf(given.checklist) })),
      ...due,
      ...json({ repeat: dated ? repeat : null, remind: dated ? remind : null }),
      repeats_from: dated && repeat ? (rescheduled ? due.due_on : before.repeats_from) : null,
      remind_at: await reminderOf(ctx, due, remind),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (given.watcherIds) await setWatchers(ctx, id, given.watcherIds);
  await recordEvent(ctx, id, 'changed');
  if (row.remind_at?.getTime() !== before.remind_at?.getTime()) await planReminder(ctx, row);
  if (row.assignee_id !== before.assignee_id)
    await tellOfTask(ctx, 'assigned', row, [row.assignee_id], `${row.version}`);
  return presentTask(ctx, row);
}

/** To another day, at the same time of day; a repeating one keeps its series. */
export async function postponeTask(ctx: Ctx, { id, day }: { id: string; day: string }): Promise<Task> {
  const before = await taskToChange(ctx, id);
  if (day < ctx.today) throw refuse('TASK_DAY_UNFIT', { path: 'day' });
  const due = movedTo(ctx, before, day);
  const remind = before.remind as unknown as Reminder | null;
  const row = await ctx.db
    .updateTable('tasks')
    .set({ ...due, remind_at: await reminderOf(ctx, due, remind), version: before.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordEvent(ctx, id, 'changed');
  await planReminder(ctx, row);
  return presentTask(ctx, row);
}

/** Ticking an item is no conflict with somebody who changes the title meanwhile. */
export async function checkItem(
  ctx: Ctx,
  { id, itemId, done }: { id: string; itemId: string; done: boolean },
): Promise<Task> {
  const before = await taskToChange(ctx, id);
  const items = before.checklist as unknown as CheckItem[];
  if (!items.some((item) => item.id === itemId)) throw refuse('TASK_ITEM_NOT_FOUND');
  const row = await ctx.db
    .updateTable('tasks')
    .set(json({ checklist: items.map((item) => (item.id === itemId ? { ...item, done } : item)) }))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return presentTask(ctx, row);
}

/** jsonb columns take text: a bare null or array would be sent as something else. */
function json<T extends Record<string, unknown>>(values: T): { [Key in keyof T]: string | null } {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, value === null ? null : JSON.stringify(value)]),
  ) as { [Key in keyof T]: string | null };
}

function itemsOf(given: TaskGiven['checklist']): CheckItem[] {
  const used = new Set<string>();
  return (given ?? []).map(({ id, text, done }) => {
    const own = id !== undefined && !used.has(id) ? id : newId();
    used.add(own);
    return { id: own, text, done };
  });
}

async function admitCustomer(ctx: Ctx, id: string | null | undefined): Promise<void> {
  if (id && !(await customerNames(ctx, [id])).has(id)) throw refuse('TASK_CUSTOMER_UNKNOWN', { path: 'customerId' });
}

function needsDay(due: Due, { repeat, remind }: { repeat?: unknown; remind?: unknown }): void {
  if (due.due_on === null && (repeat || remind)) throw refuse('TASK_NEEDS_DAY', { path: 'due' });
}

function dueIn(row: TaskRow): Due {
  return { due_on: row.due_on, due_at: row.due_at, due_by: row.due_by };
}

export function movedTo(ctx: Ctx, row: TaskRow, day: string): Due {
  if (row.due_at === null) return dueOf(ctx, { on: day });
  const { minutes } = clockAt(ctx.workspace.zone, row.due_at);
  return dueOf(ctx, { at: instantAt(ctx.workspace.zone, day, minutes).toISOString() });
}
