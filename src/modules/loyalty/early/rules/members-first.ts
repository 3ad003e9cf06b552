import type { CivilDate } from '../../../../maths/calendar.ts';

/** Kept for some tiers until a day, or always; without tiers for everybody. */
export interface MembersFirst {
  tiers: readonly string[];
  /** The last day on which only they may have it. */
  tiersUntil: CivilDate | null;
}

export function isKeptFrom({ tiers, tiersUntil }: MembersFirst, tier: string | null, today: CivilDate): boolean {
  if (tiers.length === 0 || (tiersUntil !== null && today > tiersUntil)) return false;
  return tier === null || !tiers.includes(tier);
}
