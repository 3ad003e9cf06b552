import type { Ctx } from '../../../kernel/context.ts';
import { notify } from '../reminders/notify.ts';
import type { TaskRow } from './reach.ts';

/** Tells whose task it is; of a task for whoever has time, who gave it. Once per planned instant. */
export async function ringTask(ctx: Ctx, { taskId, at }: { taskId: string; at: string }): Promise<void> {
  const task = await ctx.db
    .selectFrom('tasks')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', taskId)
    .where('remind_at', '=', new Date(at))
    .where('done_at', 'is', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (task) await ring(ctx, task);
}

/** What should have rung while nothing was running, or while the queue gave up. */
export async function ringMissed(ctx: Ctx): Promise<void> {
  const since = new Date(ctx.now.getTime() - MISSED_DAYS * 86_400_000);
  const missed = await ctx.db
    .selectFrom('tasks')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('remind_at', '>', since)
    .where('remind_at', '<=', ctx.now)
    .whereRef('remind_at', '>', 'created_at')
    .where('done_at', 'is', null)
    .where('deleted_at', 'is', null)
    .limit(1_000)
    .execute();
  for (const task of missed) await ring(ctx, task);
}

const MISSED_DAYS = 3;

async function ring(ctx: Ctx, task: TaskRow): Promise<void> {
  const member = task.assignee_id ?? task.created_by;
  if (member === null || task.remind_at === null) return;
  await notify(ctx, {
    memberIds: [member],
    kind: 'reminder',
    params: { taskId: task.id },
    source: `task ${task.id} ${task.remind_at.toISOString()}`,
    link: `/team/tasks?task=${task.id}`,
    customerId: task.customer_id,
    urgent: true,
  });
}
