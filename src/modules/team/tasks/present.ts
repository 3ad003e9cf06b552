import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { customerNames } from '../../customers/index.ts';
import { memberNames } from '../../workspaces/index.ts';
import type { CheckItem, Task } from './contract.ts';
import { mayChange, type TaskRow } from './reach.ts';
import type { Repeat } from './rules/repeat.ts';
import type { Reminder } from './rules/reminder-time.ts';

/** What leaves the house: names of colleagues, and of customers that the caller may see. */
export async function presentTasks(ctx: Ctx, rows: readonly TaskRow[]): Promise<Task[]> {
  const watchers = await watchersOf(ctx, rows);
  const members = rows.flatMap((row) => [row.assignee_id, ...(watchers.get(row.id) ?? [])]);
  const [people, customers] = await Promise.all([
    memberNames(
      ctx,
      members.filter((id) => id !== null),
    ),
    customerNames(
      ctx,
      rows.flatMap((row) => row.customer_id ?? []),
    ),
  ]);
  const person = (id: string) => ({ id, name: people.get(id) ?? '' });
  return rows.map((row) => {
    const customer = row.customer_id === null ? undefined : customers.get(row.customer_id);
    return {
      id: row.id,
      title: row.title,
      note: row.note,
      due: row.due_on === null ? null : { on: row.due_on, at: row.due_at?.toISOString() ?? null },
      overdue: isOverdue(ctx, row),
      repeat: row.repeat as unknown as Repeat | null,
      remind: row.remind as unknown as Reminder | null,
      remindAt: row.remind_at?.toISOString() ?? null,
      checklist: row.checklist as unknown as CheckItem[],
      assignee: row.assignee_id === null ? null : person(row.assignee_id),
      watchers: (watchers.get(row.id) ?? []).map(person),
      customer: customer ? { id: customer.id, name: customer.name } : null,
      link: row.link as Task['link'],
      by: row.created_by_name,
      byMe: row.created_by !== null && row.created_by === ctx.actor.memberId,
      createdAt: row.created_at.toISOString(),
      doneAt: row.done_at?.toISOString() ?? null,
      doneBy: row.done_by_name,
      deletedAt: row.deleted_at?.toISOString() ?? null,
      mayEdit: mayChange(ctx, row),
      version: row.version,
    };
  });
}

export async function presentTask(ctx: Ctx, row: TaskRow): Promise<Task> {
  const [task] = await presentTasks(ctx, [row]);
  return task as Task;
}

export function isOverdue(ctx: Ctx, row: Pick<TaskRow, 'due_on' | 'due_by' | 'done_at'>): boolean {
  return row.done_at === null && row.due_on !== null && row.due_by <= ctx.now;
}

async function watchersOf(ctx: Ctx, rows: readonly TaskRow[]): Promise<Map<string, string[]>> {
  if (rows.length === 0) return new Map();
  const found = await ctx.db
    .selectFrom('task_watchers')
    .select(['task_id', 'member_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<SqlBool>`task_id = any (${rows.map((row) => row.id)}::uuid[])`)
    .orderBy('member_id')
    .execute();
  const byTask = new Map<string, string[]>();
  for (const { task_id: task, member_id: member } of found) byTask.set(task, [...(byTask.get(task) ?? []), member]);
  return byTask;
}
