import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { memberNames } from '../../workspaces/index.ts';
import { taskErrors, type TaskComment } from './contract.ts';
import { tellOfTask, watchersOfTask } from './people.ts';
import { taskSeen } from './reach.ts';

const refuse = refusals(taskErrors);

/** Who is mentioned is told so; whoever has to do with the task is told that there is something new. */
export async function commentTask(
  ctx: Ctx,
  { id, body, mentions }: { id: string; body: string; mentions: string[] },
): Promise<TaskComment> {
  const task = await taskSeen(ctx, id);
  const mentioned = await memberNames(ctx, mentions);
  const row = await ctx.db
    .insertInto('task_comments')
    .values({
      workspace_id: ctx.workspace.id,
      task_id: id,
      id: newId(),
      body,
      mentions: [...mentioned.keys()],
      by_id: authorId(ctx),
      by_name: ctx.actor.name,
      at: ctx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const others = [task.assignee_id, task.created_by, ...(await watchersOfTask(ctx, id))];
  await tellOfTask(ctx, 'mentioned_in_task', task, [...mentioned.keys()], row.id);
  await tellOfTask(
    ctx,
    'commented',
    task,
    others.filter((one) => one === null || !mentioned.has(one)),
    row.id,
  );
  return present(ctx, row, mentioned);
}

export async function removeComment(
  ctx: Ctx,
  { id, commentId }: { id: string; commentId: string },
): Promise<{ ok: true }> {
  await taskSeen(ctx, id);
  const removed = await ctx.db
    .deleteFrom('task_comments')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('task_id', '=', id)
    .where('id', '=', commentId)
    .where('by_id', '=', authorId(ctx))
    .returning('id')
    .executeTakeFirst();
  if (!removed) throw refuse('TASK_COMMENT_NOT_FOUND');
  return { ok: true };
}

export async function commentsOf(ctx: Ctx, taskId: string): Promise<TaskComment[]> {
  const rows = await ctx.db
    .selectFrom('task_comments')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('task_id', '=', taskId)
    .orderBy('id')
    .limit(500)
    .execute();
  const names = await memberNames(
    ctx,
    rows.flatMap((row) => row.mentions),
  );
  return rows.map((row) => present(ctx, row, names));
}

interface CommentRow {
  id: string;
  body: string;
  mentions: string[];
  by_id: string | null;
  by_name: string;
  at: Date;
}

function present(ctx: Ctx, row: CommentRow, names: ReadonlyMap<string, string>): TaskComment {
  return {
    id: row.id,
    body: row.body,
    mentions: row.mentions.map((id) => ({ id, name: names.get(id) ?? '' })),
    by: row.by_name,
    mine: row.by_id !== null && row.by_id === authorId(ctx),
    at: row.at.toISOString(),
  };
}

function authorId(ctx: Ctx): string | null {
  return ctx.actor.memberId ?? ctx.actor.keyId;
}
