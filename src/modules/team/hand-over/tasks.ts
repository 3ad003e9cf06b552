import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { newId } from '../../../kernel/ids.ts';
import { addDays } from '../../../maths/calendar.ts';
import { recordedUpdates, recordUpdates, type Undo } from '../../transfer/index.ts';
import { endOfDay } from '../../../maths/wall-clock.ts';
import type { Wanted } from './give.ts';
import type { HandOverRow } from './reach.ts';

const ENTITY = 'handed_tasks';

/** Open tasks go with their customers; those about nobody go to whoever gets most customers. */
export async function moveTasks(
  ctx: Ctx,
  draft: HandOverRow,
  wanted: readonly Wanted[],
  changeSetId: string,
): Promise<void> {
  const sizes = [...Map.groupBy(wanted, ({ to }) => to)].filter(([to]) => to !== null);
  const [most] = sizes.toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [null];
  const { rows } = await sql<{ id: string; version: number; assignee_id: string | null }>`
    update tasks t set assignee_id = case when t.customer_id is null then ${most}::uuid else coalesce(w.to_id, ${most}::uuid) end,
      version = t.version + 1
    from tasks o left join unnest(${wanted.map(({ customerId }) => customerId)}::uuid[],
      ${wanted.map(({ to }) => to)}::uuid[]) as w (id, to_id) on w.id = o.customer_id
    where t.workspace_id = ${ctx.workspace.id} and o.workspace_id = t.workspace_id and o.id = t.id
      and t.assignee_id = ${draft.member_id} and t.done_at is null and t.deleted_at is null
    returning t.id, t.version, t.assignee_id`.execute(ctx.db);
  await recordUpdates(
    ctx,
    changeSetId,
    ENTITY,
    rows.map(({ id, version, assignee_id: to }) => {
      return { id, before: { assignee_id: draft.member_id, given_to: to }, versionAfter: version };
    }),
  );
  await noteEvents(
    ctx,
    rows.map(({ id }) => id),
    'changed',
  );
}

/** A task for each new owner to be in touch in time. Answers the task of each customer; none for the pool. */
export async function giveFirstContacts(
  ctx: Ctx,
  draft: HandOverRow,
  given: readonly { customerId: string; to: string | null }[],
  changeSetId: string,
): Promise<Map<string, string | null>> {
  const day = addDays(ctx.today, draft.contact_days);
  const rows = given.map(({ customerId, to }) => ({ customerId, to, id: to === null ? null : newId() }));
  const tasks = rows.flatMap(({ customerId, to, id }) => (id && to ? [{ customerId, to, id }] : []));
  await sql`
    insert into tasks (workspace_id, id, title, due_on, due_by, assignee_id, customer_id, created_by, created_by_name,
      created_at, change_set_id)
    select ${ctx.workspace.id}, t.id, ${translate(ctx.workspace.language, 'team:handOver.firstContact')}, ${day},
      ${endOfDay(ctx.workspace.zone, day)}, t.member_id, t.customer_id, ${ctx.actor.memberId}::uuid, ${ctx.actor.name},
      ${ctx.now}, ${changeSetId}
    from unnest(${tasks.map(({ id }) => id)}::uuid[], ${tasks.map(({ to }) => to)}::uuid[],
      ${tasks.map(({ customerId }) => customerId)}::uuid[]) as t (id, member_id, customer_id)`.execute(ctx.db);
  await noteEvents(
    ctx,
    tasks.map(({ id }) => id),
    'created',
  );
  return new Map(rows.map(({ customerId, id }) => [customerId, id]));
}

async function noteEvents(ctx: Ctx, taskIds: readonly string[], kind: 'created' | 'changed'): Promise<void> {
  await sql`
    insert into task_events (workspace_id, task_id, id, kind, by_id, by_name, at)
    select ${ctx.workspace.id}, t.task_id, t.id, ${kind}, ${ctx.actor.memberId}::uuid, ${ctx.actor.name}, ${ctx.now}
    from unnest(${[...taskIds]}::uuid[], ${taskIds.map(() => newId())}::uuid[]) as t (task_id, id)`.execute(ctx.db);
}

/** Tasks go back whatever became of them meanwhile, unless they are done or somebody else's by now. */
export const undoHandedTasks: Undo = {
  entity: ENTITY,
  order: 4,
  async undo(ctx, changeSetId) {
    let reversed = 0;
    for await (const page of recordedUpdates(ctx, changeSetId, ENTITY)) {
      const { rows } = await sql<{ id: string }>`
        update tasks t set assignee_id = r.before_id, version = t.version + 1
        from unnest(${page.map(({ id }) => id)}::uuid[], ${page.map(({ before }) => before['assignee_id'])}::uuid[],
          ${page.map(({ before }) => before['given_to'])}::uuid[]) as r (id, before_id, given_id)
        where t.workspace_id = ${ctx.workspace.id} and t.id = r.id and t.done_at is null and t.deleted_at is null
          and t.assignee_id is not distinct from r.given_id
        returning t.id`.execute(ctx.db);
      reversed += rows.length;
      await noteEvents(
        ctx,
        rows.map(({ id }) => id),
        'changed',
      );
    }
    await ctx.db
      .updateTable('hand_overs')
      .set({ state: 'returned', returned_at: ctx.now })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('change_set_id', '=', changeSetId)
      .execute();
    return { reversed, kept: [], failed: [] };
  },
};
