import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { dayIn } from '../../../maths/calendar.ts';
import { endOfDay } from '../../../maths/wall-clock.ts';
import { taskErrors, type DueGiven } from './contract.ts';

const refuse = refusals(taskErrors);

export interface Due {
  due_on: string | null;
  due_at: Date | null;
  /** From here on it is overdue. */
  due_by: Date;
}

export const UNDATED: Due = { due_on: null, due_at: null, due_by: new Date('9999-01-01T00:00:00Z') };

/** A shop's day, or an instant on one. */
export function dueOf(ctx: Ctx, given: DueGiven | null | undefined): Due {
  if (!given) return UNDATED;
  const at = 'at' in given ? new Date(given.at) : null;
  if (at && Number.isNaN(at.getTime())) throw refuse('TASK_DAY_UNFIT', { path: 'due' });
  const year = at ? at.getUTCFullYear() : Number((given as { on: string }).on.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) throw refuse('TASK_DAY_UNFIT', { path: 'due' });
  return at
    ? { due_on: dayIn(ctx.workspace.zone, at), due_at: at, due_by: at }
    : dueOnDay(ctx, (given as { on: string }).on);
}

export function dueOnDay(ctx: Ctx, day: string): Due {
  return { due_on: day, due_at: null, due_by: endOfDay(ctx.workspace.zone, day) };
}

const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;
