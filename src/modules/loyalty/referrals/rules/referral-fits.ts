/** What is known of two cards, one of which recommends the other. */
export interface Acquaintance {
  /** One card, or one that was merged into the other. */
  sameCard: boolean;
  /** A phone, e-mail or card number that both have, or a pair that duplicates are looked for in. */
  samePerson: boolean;
  /** A family link, or one address. */
  sameHousehold: boolean;
  /** The friend bought before they were recommended. */
  boughtBefore: boolean;
  /** Somebody recommended the friend before. */
  recommendedBefore: boolean;
  /** The giver came through the friend, or through somebody who did. */
  circle: boolean;
}

export type Misfit = 'self' | 'household' | 'not-new' | 'already' | 'circle' | 'enough';

/** Why nobody is rewarded for this recommendation; null: it is a good one. */
export function misfitOf(two: Acquaintance): Misfit | null {
  if (two.sameCard || two.samePerson) return 'self';
  if (two.circle) return 'circle';
  if (two.recommendedBefore) return 'already';
  if (two.sameHousehold) return 'household';
  return two.boughtBefore ? 'not-new' : null;
}
