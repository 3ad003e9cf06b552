import { sql } from 'kysely';
import demo from '../../../../kits/retail/tasks.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { visibleCustomers } from '../../customers/index.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import { members } from '../../workspaces/index.ts';
import { instantAt, minutesOf } from '../../../maths/wall-clock.ts';
import type { TaskGiven } from './contract.ts';
import { giveTask } from './tasks.ts';

/** The demo shop's owner has something to do, too. Once per import, however often this is called. */
export async function giveDemoTasks(ctx: Ctx, { changeSetId }: { changeSetId: string | null }): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId)) || (await wereGiven(ctx, changeSetId))) return;
  const owner = (await members(ctx)).find(({ role }) => role === 'owner');
  if (!owner) return;
  const customers = await ctx.db
    .selectFrom('customers')
    .select('customers.id')
    .where(visibleCustomers(ctx))
    .where('customers.change_set_id', '=', changeSetId)
    .orderBy('customers.id')
    .limit(demo.length)
    .execute();
  for (const [n, task] of demo.entries()) {
    const day = addDays(ctx.today, task.days);
    const at = task.time && instantAt(ctx.workspace.zone, day, minutesOf(task.time)).toISOString();
    const given: TaskGiven = {
      title: task.title,
      due: at ? { at } : { on: day },
      assigneeId: owner.id,
      customerId: task.aboutCustomer ? (customers[n]?.id ?? null) : null,
      checklist: (task.checklist ?? []).map((text) => ({ text, done: false })),
      repeat: (task.repeat as TaskGiven['repeat']) ?? null,
    };
    await giveTask(ctx, given, changeSetId);
  }
}

/** What somebody has changed or done since stays, as everywhere. */
export const undoTasks: Undo = {
  entity: 'tasks',
  order: 5,
  async undo(ctx, changeSetId) {
    const removed = await sql`
      delete from tasks where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} and version = 1`.execute(
      ctx.db,
    );
    const kept = await ctx.db
      .selectFrom('tasks')
      .select(['id', 'title'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('change_set_id', '=', changeSetId)
      .execute();
    return {
      reversed: Number(removed.numAffectedRows ?? 0n),
      kept: kept.map(({ id, title }) => ({ id, what: title, why: 'transfer:undo.editedSince' })),
      failed: [],
    };
  },
};

async function wereGiven(ctx: Ctx, changeSetId: string): Promise<boolean> {
  const found = await ctx.db
    .selectFrom('tasks')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
