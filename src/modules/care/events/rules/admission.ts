/** What decides whether somebody may take a place now. */
export interface Admission {
  tiers: readonly string[];
  opensAt: Date | null;
  endsAt: Date;
  cancelled: boolean;
}

export type Barred = 'cancelled' | 'over' | 'membersOnly' | 'notOpenYet';

/** `tier`: of whoever asks; null: nobody knows who it is, or they have none. */
export function barredFrom(
  { tiers, opensAt, endsAt, cancelled }: Admission,
  tier: string | null,
  now: Date,
): Barred | null {
  if (cancelled) return 'cancelled';
  if (now >= endsAt) return 'over';
  if (tiers.length === 0 || (tier !== null && tiers.includes(tier))) return null;
  if (opensAt === null) return 'membersOnly';
  return now >= opensAt ? null : 'notOpenYet';
}

/** Whoever waits goes before whoever asks now. */
export function placeFor(places: number | null, taken: number, waiting: number): 'registered' | 'waiting' {
  return places === null || (waiting === 0 && taken < places) ? 'registered' : 'waiting';
}

/** How many of those who wait move up. */
export function movingUp(places: number | null, taken: number, waiting: number): number {
  return places === null ? waiting : Math.max(0, Math.min(waiting, places - taken));
}
