import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { members } from '../../workspaces/index.ts';
import { notify } from '../reminders/notify.ts';
import { taskErrors } from './contract.ts';
import type { TaskRow } from './reach.ts';

const refuse = refusals(taskErrors);

/** Asking a colleague is free to everybody; changing what somebody else was given is not (`reach.ts`). */
export async function admitMembers(ctx: Ctx, ids: readonly (string | null | undefined)[], path: string): Promise<void> {
  const named = ids.filter((id) => typeof id === 'string' && id !== ctx.actor.memberId);
  if (named.length === 0) return;
  const active = new Set((await members(ctx)).map(({ id }) => id));
  if (named.some((id) => !active.has(id as string))) throw refuse('TASK_MEMBER_UNKNOWN', { path });
}

export async function setWatchers(ctx: Ctx, taskId: string, memberIds: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('task_watchers')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('task_id', '=', taskId)
    .execute();
  if (memberIds.length === 0) return;
  await ctx.db
    .insertInto('task_watchers')
    .values(
      [...new Set(memberIds)].map((member) => ({ workspace_id: ctx.workspace.id, task_id: taskId, member_id: member })),
    )
    .execute();
}

type TaskNews = 'assigned' | 'done' | 'commented' | 'mentioned_in_task';

/** Tells colleagues what happened to a task; never the one who did it. */
export async function tellOfTask(
  ctx: Ctx,
  kind: TaskNews,
  task: Pick<TaskRow, 'id' | 'customer_id'>,
  memberIds: readonly (string | null)[],
  occasion: string,
): Promise<void> {
  const others = memberIds.filter((id) => id !== null && id !== ctx.actor.memberId) as string[];
  await notify(ctx, {
    memberIds: others,
    kind,
    params: { taskId: task.id, by: ctx.actor.name },
    source: `${kind} ${task.id} ${occasion}`,
    link: `/team/tasks?task=${task.id}`,
    customerId: task.customer_id,
  });
}

export async function watchersOfTask(ctx: Ctx, taskId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('task_watchers')
    .select('member_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('task_id', '=', taskId)
    .execute();
  return rows.map((row) => row.member_id);
}
