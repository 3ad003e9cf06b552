import demo from '../../../../kits/retail/team.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { doneTask } from '../tasks/done.ts';
import { giveTask } from '../tasks/tasks.ts';
import type { DemoTeam } from './demo-team.ts';
import { as, onDay } from './then.ts';

/** Days before the day on which something is due that it was given. */
const AHEAD = 5;

/** What colleagues did and promised; the most of it was done in time. */
export async function workAsDemo(ctx: Ctx, { ids, changeSetId }: DemoTeam, handOver: string | null): Promise<void> {
  const own = new Map<string, string[]>();
  for (const [name, id] of ids) own.set(name, await customersOf(ctx, id));
  for (const { of, title, customer, due, done } of demo.work) {
    const id = ids.get(of) as string;
    const given = onDay(ctx, Math.min(0, due - AHEAD));
    const customerId = customer ? (own.get(of)?.pop() ?? null) : null;
    const task = { title, due: { on: addDays(ctx.today, due) }, assigneeId: id, customerId };
    const row = await giveTask(given, task, changeSetId);
    if (done !== undefined) await doneTask(as(onDay(ctx, done, '16:00'), { id, name: of }), { id: row.id });
  }
  // Nobody of the shop has touched them yet, so that the undo takes them along.
  await ctx.db
    .updateTable('tasks')
    .set({ version: 1, change_set_id: changeSetId })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', 'in', handOver === null ? [changeSetId] : [changeSetId, handOver])
    .execute();
}

/** A few are enough. */
async function customersOf(ctx: Ctx, memberId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('customers')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('owner_id', '=', memberId)
    .orderBy('id')
    .limit(demo.work.length)
    .execute();
  return rows.map(({ id }) => id);
}
