import { sql, type Expression, type ExpressionBuilder, type Selectable, type SqlBool } from 'kysely';
import { ownMemberIds, scopeOf, type Permission } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB, Tasks } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { taskErrors } from './contract.ts';

export type TaskRow = Selectable<Tasks>;

const refuse = refusals(taskErrors);

type Asking = Pick<Ctx, 'actor' | 'now'>;

/** Colleagues whose tasks the actor reaches, absent ones that they stand in for included; `null` for everybody's. */
export function membersInReach({ actor, now }: Asking, permission: Permission): string[] | null {
  const scope = scopeOf(actor, permission);
  if (scope === 'all') return null;
  if (scope === null) return [];
  const own = ownMemberIds(actor, now);
  return scope === 'own' ? own : [...new Set([...own, ...actor.teamMemberIds])];
}

/**
 * What every read of a single task starts from: tasks of colleagues in reach, those one gave or watches, and those for
 * whoever has time.
 */
export function visibleTasks(ctx: Ctx, place: 'list' | 'bin' = 'list') {
  const members = membersInReach(ctx, 'tasks.read');
  const me = ctx.actor.memberId;
  return (eb: ExpressionBuilder<DB, 'tasks'>): Expression<SqlBool> =>
    eb.and([
      eb('tasks.workspace_id', '=', ctx.workspace.id),
      eb('tasks.deleted_at', place === 'list' ? 'is' : 'is not', null),
      ...(members === null
        ? []
        : [
            eb.or([
              eb('tasks.assignee_id', 'is', null),
              sql<SqlBool>`tasks.assignee_id = any (${members}::uuid[])`,
              ...(me === null
                ? []
                : [
                    eb('tasks.created_by', '=', me),
                    sql<SqlBool>`exists (select from task_watchers w where w.workspace_id = ${ctx.workspace.id}
                      and w.task_id = tasks.id and w.member_id = ${me})`,
                  ]),
            ]),
          ]),
    ]);
}

/** The task, or TASK_NOT_FOUND: what may not be seen does not exist. */
export async function taskSeen(ctx: Ctx, id: string): Promise<TaskRow> {
  const row = await ctx.db
    .selectFrom('tasks')
    .selectAll()
    .where(visibleTasks(ctx))
    .where('tasks.id', '=', id)
    .executeTakeFirst();
  if (!row) throw refuse('TASK_NOT_FOUND');
  return row;
}

/** The task, locked for a change. Seen but not one's own to change: NOT_ALLOWED. */
export async function taskToChange(ctx: Ctx, id: string, place: 'list' | 'bin' = 'list'): Promise<TaskRow> {
  const row = await ctx.db
    .selectFrom('tasks')
    .selectAll()
    .where(visibleTasks(ctx, place))
    .where('tasks.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('TASK_NOT_FOUND');
  if (!mayChange(ctx, row)) throw refuseCommon('NOT_ALLOWED', { permission: 'tasks.edit' });
  return row;
}

/** One's own, those of colleagues in reach, those one gave, and those for whoever has time. */
export function mayChange(ctx: Asking, row: Pick<TaskRow, 'assignee_id' | 'created_by'>): boolean {
  const { actor } = ctx;
  if (scopeOf(actor, 'tasks.edit') === null) return false;
  if (row.assignee_id === null || (actor.memberId !== null && row.created_by === actor.memberId)) return true;
  return membersInReach(ctx, 'tasks.edit')?.includes(row.assignee_id) ?? true;
}
