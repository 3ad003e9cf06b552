import { may } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { DeskTask } from './contract.ts';

type TasksOnDesk = (ctx: Ctx) => Promise<DeskTask[]>;

let source: TasksOnDesk | undefined;

/** Called once at start by the module of tasks, which stands below: what the actor has to do by the end of the day. */
export function registerDeskTasks(tasks: TasksOnDesk): void {
  source = tasks;
}

export async function deskTasks(ctx: Ctx): Promise<DeskTask[]> {
  if (!source || ctx.actor.memberId === null || !may(ctx.actor, 'tasks.read')) return [];
  return source(ctx);
}
