import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import type { TaskEvent } from './contract.ts';

/** Who did what with the task, for good. */
export async function recordEvent(ctx: Ctx, taskId: string, kind: TaskEvent['kind']): Promise<void> {
  await ctx.db
    .insertInto('task_events')
    .values({
      workspace_id: ctx.workspace.id,
      task_id: taskId,
      id: newId(),
      kind,
      by_id: ctx.actor.memberId ?? ctx.actor.keyId,
      by_name: ctx.actor.name,
      at: ctx.now,
    })
    .execute();
}

export async function eventsOf(ctx: Ctx, taskId: string): Promise<TaskEvent[]> {
  const rows = await ctx.db
    .selectFrom('task_events')
    .select(['id', 'kind', 'by_name', 'at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('task_id', '=', taskId)
    .orderBy('id')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as TaskEvent['kind'],
    by: row.by_name,
    at: row.at.toISOString(),
  }));
}
