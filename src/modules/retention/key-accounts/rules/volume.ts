import { addDays, type CivilDate } from '../../../../maths/calendar.ts';

export type Bought = { on: CivilDate; minor: number };

export type VolumeChange = {
  recent: number;
  before: number;
  /** Compared with the same weeks a year before, or with the weeks before them while there is no year. */
  basis: 'year' | 'weeks';
  /** Purchase days in both spans together. */
  days: number;
};

/** The span that is looked at, in days. */
export const SPAN = 91;

/**
 * What was bought in the last 13 weeks beside the same weeks a year before: a season is no change. Null without enough to
 * compare: fewer than four purchase days, or a first purchase within the spans.
 */
export function volumeChange(bought: readonly Bought[], until: CivilDate): VolumeChange | null {
  const first = bought.map(({ on }) => on).toSorted()[0];
  if (first === undefined) return null;
  const basis = first <= addDays(until, -365 - SPAN) ? 'year' : first <= addDays(until, -2 * SPAN) ? 'weeks' : null;
  if (!basis) return null;
  const end = basis === 'year' ? addDays(until, -365) : addDays(until, -SPAN);
  const within = (last: CivilDate) => bought.filter(({ on }) => on <= last && on > addDays(last, -SPAN));
  const [now, then] = [within(until), within(end)];
  const days = now.length + then.length;
  if (days < 4 || then.length === 0) return null;
  return { recent: sumOf(now), before: sumOf(then), basis, days };
}

/** A quarter less is worth a word. */
export function isDrop({ recent, before }: VolumeChange): boolean {
  return before > 0 && recent < 0.75 * before;
}

function sumOf(bought: readonly Bought[]): number {
  return bought.reduce((sum, { minor }) => sum + minor, 0);
}
