import { systemActor } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { instantAt, minutesOf } from '../../../maths/wall-clock.ts';

export interface Somebody {
  id: string | null;
  name: string;
}

/** As if somebody of the shop did it; `id` null: nobody is told what became of it. */
export function as(ctx: Ctx, { id, name }: Somebody): Ctx {
  return { ...ctx, actor: { ...systemActor, name, memberId: id } };
}

/** As if it were so many days from now, mostly of the past. */
export function onDay(ctx: Ctx, days: number, time = '10:00'): Ctx {
  const today = addDays(ctx.today, days);
  return { ...ctx, now: instantAt(ctx.workspace.zone, today, minutesOf(time)), today, wroteAt: ctx.wroteAt ?? ctx.now };
}
