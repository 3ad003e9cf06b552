/** What of a draw decides who may try. */
export interface Terms {
  fromDay: string;
  untilDay: string;
  ended: boolean;
  dayLimit: number | null;
  personLimit: number | null;
  points: number;
}

/** What somebody did and has: tries today, tries in all, tries that cost nothing, points. */
export interface Tried {
  today: number;
  ever: number;
  free: number;
  balance: number;
}

export type DrawState = 'coming' | 'open' | 'over';

export function stateOn({ fromDay, untilDay, ended }: Terms, today: string): DrawState {
  if (ended || today > untilDay) return 'over';
  return today < fromDay ? 'coming' : 'open';
}

export type Obstacle =
  | { code: 'DRAW_NOT_OPEN' | 'DRAW_OVER' | 'DRAW_NO_TRY' }
  | { code: 'DRAW_LIMIT_OF_DAY' | 'DRAW_LIMIT_REACHED'; limit: number }
  | { code: 'DRAW_POINTS_TOO_FEW'; points: number };

/** Why somebody may not try now, the plainest reason first; null where they may. */
export function obstacleTo(terms: Terms, { today: tried, ever, free, balance }: Tried, today: string): Obstacle | null {
  const state = stateOn(terms, today);
  if (state !== 'open') return { code: state === 'over' ? 'DRAW_OVER' : 'DRAW_NOT_OPEN' };
  const { dayLimit, personLimit, points } = terms;
  if (personLimit !== null && ever >= personLimit) return { code: 'DRAW_LIMIT_REACHED', limit: personLimit };
  if (dayLimit !== null && tried >= dayLimit) return { code: 'DRAW_LIMIT_OF_DAY', limit: dayLimit };
  if (free > 0) return null;
  if (points === 0) return { code: 'DRAW_NO_TRY' };
  return balance < points ? { code: 'DRAW_POINTS_TOO_FEW', points } : null;
}
