import { dayIn } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { orderErrors, TOLERATED_AHEAD } from '../shapes-contract.ts';

const refuse = refusals(orderErrors);

/** Instant and shop's day of a hand-over, neither before the order nor in the future. */
export function handOverOf(ctx: Ctx, at: Date, orderDay: string, path: string) {
  const day = dayIn(ctx.workspace.zone, at);
  if (at.getTime() > ctx.now.getTime() + TOLERATED_AHEAD) throw refuse('ORDER_IN_FUTURE', { path });
  if (day < orderDay) throw refuse('ORDER_DAY_BEFORE_PLACED', { path });
  return { handed_over_at: at, handed_over_on: day };
}
