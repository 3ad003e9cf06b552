import type { Ctx } from '../../../kernel/context.ts';
import type { DeskTask } from '../../today/index.ts';
import { tasksDue } from './list.ts';

const SHOWN = 50;

/** One's tasks of today and before, as the desk shows them. */
export async function tasksOnDesk(ctx: Ctx): Promise<DeskTask[]> {
  const { memberId } = ctx.actor;
  if (memberId === null) return [];
  const tasks = await tasksDue(ctx, memberId, SHOWN);
  return tasks.map(({ id, title, due, overdue, customer, link, checklist }) => ({
    id,
    title,
    due: due ?? { on: ctx.today, at: null },
    overdue,
    customer,
    link,
    checklist: { done: checklist.filter((item) => item.done).length, all: checklist.length },
  }));
}
