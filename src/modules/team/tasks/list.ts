import { sql, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { refuse } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import { addDays } from '../../../maths/calendar.ts';
import { endOfDay } from '../../../maths/wall-clock.ts';
import { customerSeen } from '../../customers/index.ts';
import { commentsOf } from './comments.ts';
import type { Task, TaskFilters, TaskView } from './contract.ts';
import { eventsOf } from './events.ts';
import { presentTask, presentTasks } from './present.ts';
import { membersInReach, taskSeen, visibleTasks } from './reach.ts';

type Asked = TaskFilters & { view: TaskView };

export async function readTask(ctx: Ctx, { id }: { id: string }) {
  const row = await taskSeen(ctx, id);
  const [task, comments, events] = await Promise.all([presentTask(ctx, row), commentsOf(ctx, id), eventsOf(ctx, id)]);
  return { ...task, comments, events };
}

/** Open ones by when they are due, done ones by when they were done. */
export async function listTasks(ctx: Ctx, input: Asked & { limit: number; cursor?: string | undefined }) {
  if (input.customerId) await customerSeen(ctx, input.customerId);
  const open = input.state === 'open';
  const after = placeOf(input.cursor);
  let query = chosen(ctx, input).selectAll('tasks');
  if (after && open) query = query.where(sql<SqlBool>`(tasks.due_by, tasks.id) > (${after.at}, ${after.id}::uuid)`);
  if (after && !open) query = query.where(sql<SqlBool>`(tasks.done_at, tasks.id) < (${after.at}, ${after.id}::uuid)`);
  query = open
    ? query.orderBy('tasks.due_by').orderBy('tasks.id')
    : query.orderBy('tasks.done_at', 'desc').orderBy('tasks.id', 'desc');
  const [rows, count] = await Promise.all([query.limit(input.limit + 1).execute(), countTasks(ctx, input)]);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const lastAt = last && (open ? last.due_by : last.done_at);
  return {
    items: await presentTasks(ctx, page),
    nextCursor: last && lastAt && rows.length > input.limit ? encodeCursor([lastAt.toISOString(), last.id]) : null,
    count: countOf(count),
  };
}

/** Open tasks of one colleague that are due by the end of the shop's day. */
export async function tasksDue(ctx: Ctx, memberId: string, limit: number): Promise<Task[]> {
  const rows = await chosen(ctx, { view: 'mine', state: 'open', when: 'any' }, memberId)
    .selectAll('tasks')
    .where(dueUntil(ctx, ctx.today))
    .orderBy('tasks.due_by')
    .orderBy('tasks.id')
    .limit(limit)
    .execute();
  return presentTasks(ctx, rows);
}

/** The tasks of a view; each view has an index of its own. */
export function chosen(ctx: Ctx, { view, state, when, assigneeId, customerId }: Asked, me = ctx.actor.memberId) {
  let query = ctx.db
    .selectFrom('tasks')
    .where('tasks.workspace_id', '=', ctx.workspace.id)
    .where('tasks.deleted_at', 'is', null)
    .where('tasks.done_at', state === 'open' ? 'is' : 'is not', null);
  if (customerId) query = query.where('tasks.customer_id', '=', customerId).where(visibleTasks(ctx));
  else if (view === 'mine') query = query.where('tasks.assignee_id', '=', me);
  else if (view === 'given')
    query = query.where('tasks.created_by', '=', me).where('tasks.assignee_id', 'is distinct from', me);
  else if (view === 'watching')
    query = query.where(sql<SqlBool>`tasks.id in (select task_id from task_watchers w
      where w.workspace_id = ${ctx.workspace.id} and w.member_id = ${me})`);
  else {
    const reach = membersInReach(ctx, 'tasks.read');
    if (reach)
      query = query.where(sql<SqlBool>`(tasks.assignee_id = any (${reach}::uuid[]) or tasks.assignee_id is null)`);
  }
  if (assigneeId) query = query.where('tasks.assignee_id', '=', assigneeId);
  if (when === 'undated') return query.where('tasks.due_on', 'is', null);
  if (when === 'overdue') return query.where('tasks.due_by', '<=', ctx.now);
  if (when === 'today') return query.where(dueUntil(ctx, ctx.today));
  if (when === 'week') return query.where(dueUntil(ctx, addDays(ctx.today, 6)));
  return query;
}

/** By the index on `due_by`; the first instant of the next day has the same one as the day before it. */
function dueUntil(ctx: Ctx, day: string) {
  return (eb: ExpressionBuilder<DB, 'tasks'>) =>
    eb.and([eb('tasks.due_by', '<=', endOfDay(ctx.workspace.zone, day)), eb('tasks.due_on', '<=', day)]);
}

async function countTasks(ctx: Ctx, asked: Asked): Promise<number> {
  const counted = await ctx.db
    .selectFrom(
      chosen(ctx, asked)
        .select('tasks.id')
        .limit(COUNT_LIMIT + 1)
        .as('some'),
    )
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(counted.count);
}

function placeOf(cursor: string | undefined): { at: Date; id: string } | null {
  const values = decodeCursor(cursor, 2);
  if (values === null) return null;
  const [time, id] = values.map(String) as [string, string];
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || !isId(id)) throw refuse('BAD_INPUT', { path: 'cursor', problem: '' });
  return { at, id };
}
