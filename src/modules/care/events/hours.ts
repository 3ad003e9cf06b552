import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { addDays } from '../../../maths/calendar.ts';
import { clockAt, instantAt, minutesOf } from '../../../maths/wall-clock.ts';
import { careErrors } from '../errors-contract.ts';
import type { EventGiven } from './contract.ts';
import type { GatheringRow } from './stored.ts';

const refuse = refusals(careErrors);

/** As the shop's clocks show it. */
export function hoursNow(ctx: Ctx, { starts_at: start, ends_at: end }: Pick<GatheringRow, 'starts_at' | 'ends_at'>) {
  const [begins, ends] = [clockAt(ctx.workspace.zone, start), clockAt(ctx.workspace.zone, end)];
  return { day: begins.day, from: shown(begins.minutes), to: shown(ends.minutes) };
}

export function hoursOf(ctx: Ctx, { day, from, to }: Pick<EventGiven, 'day' | 'from' | 'to'>) {
  if (from === to || day < '1990-01-01' || day > '2200-01-01') throw refuse('EVENT_HOURS_UNFIT', { path: 'to' });
  const { zone } = ctx.workspace;
  const lastDay = to < from ? addDays(day, 1) : day;
  const [starts, ends] = [instantAt(zone, day, minutesOf(from)), instantAt(zone, lastDay, minutesOf(to))];
  // In the night in which the clocks are put back or on, an hour may be none.
  if (ends <= starts) throw refuse('EVENT_HOURS_UNFIT', { path: 'to' });
  return { starts_at: starts, ends_at: ends };
}

function shown(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
