/** What the card and the timeline of a prospect tell of the will to buy. */
export const SIGNALS = [
  'visited',
  'referred',
  'interested',
  'phone',
  'noted',
  'answered',
  'consented',
  'interests',
  'email',
  'refused',
] as const;
export type Signal = (typeof SIGNALS)[number];

/** Points of each; a workspace may set its own. */
export const WEIGHTS: Record<Signal, number> = {
  visited: 25,
  referred: 20,
  interested: 20,
  phone: 15,
  noted: 10,
  answered: 10,
  consented: 10,
  interests: 10,
  email: 5,
  refused: -40,
};

/** Notes, visits and answers count for so many days. */
export const FRESH_DAYS = 90;

export function intentionOf(given: ReadonlySet<Signal>, weights: Record<Signal, number>): number {
  return SIGNALS.reduce((sum, signal) => sum + (given.has(signal) ? weights[signal] : 0), 0);
}

/** So many buyers of the shop's mean are added to those of a source, so that two lucky ones do not decide. */
export const SHRINK = 5;

/** What a prospect may bring a year: the mean of buyers of the same source and kind, drawn to the shop's. Minor units. */
export function expectedOf(group: { buyers: number; mean: number } | undefined, shopMean: number): number {
  if (!group) return Math.round(shopMean);
  return Math.round((group.buyers * group.mean + SHRINK * shopMean) / (group.buyers + SHRINK));
}
