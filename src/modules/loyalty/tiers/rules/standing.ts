import type { CivilDate } from '../../../../maths/calendar.ts';
import { rankOf, tierSteps, type TierDay, type TierState, type TierTerms } from './tier-history.ts';

/** A tier that points paid for, with its first and last day. */
export interface TierGrant {
  tier: string;
  from: CivilDate;
  until: CivilDate;
}

export interface Standing {
  /** By what was bought alone. */
  earned: TierState;
  /** What counts: a tier that was paid for with points while it lasts, where it is the higher one. */
  state: TierState;
}

/** Where a customer stands today; null before the programme began. */
export function standingOn(
  versions: readonly TierTerms[],
  days: readonly TierDay[],
  grants: readonly TierGrant[],
  today: CivilDate,
): Standing | null {
  const earned = tierSteps(versions, days, today).at(-1);
  const terms = versions.findLast(({ startsOn }) => startsOn <= today);
  if (!earned || !terms) return null;
  const state = grants
    .filter(({ from, until }) => from <= today && today <= until)
    .reduce<TierState>((best, { tier, from, until }) => {
      const above = rankOf(terms, tier) - rankOf(terms, best.tier);
      const longer = best !== earned && above === 0 && best.until !== null && until > best.until;
      return above > 0 || longer ? { tier, since: from, until } : best;
    }, earned);
  return { earned, state };
}
